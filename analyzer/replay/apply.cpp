// Which statement changes the catalog how: each kind has its own function, and those within a DO
// block are applied one after the other.
#include "analyzer/replay/apply.h"

#include <array>
#include <utility>

namespace ironlaw {

void Applier::apply(const Statement& statement) {
    switch (statement.kind) {
    case StatementKind::CreateTable: createTable(*as<CreateTable>(statement)); break;
    case StatementKind::CreateTableAs: createTableAs(*as<CreateTableAs>(statement)); break;
    case StatementKind::AlterTable: alterTable(*as<AlterTable>(statement)); break;
    case StatementKind::CreateIndex: createIndex(*as<CreateIndex>(statement)); break;
    case StatementKind::CreateSchema: createSchema(*as<CreateSchema>(statement)); break;
    case StatementKind::CreateSequence: createSequence(*as<CreateSequence>(statement)); break;
    case StatementKind::AlterSequence: alterSequence(*as<AlterSequence>(statement)); break;
    case StatementKind::CreateType: createType(*as<CreateType>(statement)); break;
    case StatementKind::AlterEnum: alterEnum(*as<AlterEnum>(statement)); break;
    case StatementKind::CreateDomain: createDomain(*as<CreateDomain>(statement)); break;
    case StatementKind::AlterDomain: alterDomain(*as<AlterDomain>(statement)); break;
    case StatementKind::CreateView: createView(*as<CreateView>(statement)); break;
    case StatementKind::Drop: drop(*as<Drop>(statement)); break;
    case StatementKind::Rename: rename(*as<Rename>(statement)); break;
    case StatementKind::SetSchema: setSchema(*as<SetSchema>(statement)); break;
    case StatementKind::CreateExtension: createExtension(*as<CreateExtension>(statement)); break;
    case StatementKind::CreateRoutine: createRoutine(*as<CreateRoutine>(statement)); break;
    case StatementKind::CreateTrigger: createTrigger(*as<CreateTrigger>(statement)); break;
    case StatementKind::CreateRule: createRule(*as<CreateRule>(statement)); break;
    case StatementKind::CreatePolicy: createPolicy(*as<CreatePolicy>(statement)); break;
    case StatementKind::CreateDefinition: createDefinition(*as<CreateDefinition>(statement)); break;
    case StatementKind::AlterDefinition: alterDefinition(*as<AlterDefinition>(statement)); break;
    case StatementKind::CreateStatistics: createStatistics(*as<CreateStatistics>(statement)); break;
    case StatementKind::CreatePublication:
        createPublication(*as<CreatePublication>(statement));
        break;
    case StatementKind::AlterPublication: alterPublication(*as<AlterPublication>(statement)); break;
    case StatementKind::AlterPolicy: alterPolicy(*as<AlterPolicy>(statement)); break;
    case StatementKind::CommentOn: comment(*as<CommentOn>(statement)); break;
    case StatementKind::ChangeOwner: {
        const auto& owner = *as<ChangeOwner>(statement);
        const ObjectId id = objectNamed(owner.objectKind, owner.object);
        if (CatalogObject* object = catalog_.editRemarks(id)) {
            take(*object, std::array{Setting{"owner", owner.newOwner.text}});
        }
        break;
    }
    case StatementKind::Grant: grant(*as<Grant>(statement)); break;
    case StatementKind::Other: changeOther(*as<OtherStatement>(statement)); break;
    default: applyData(statement); break;
    }
}

void Applier::applyData(const Statement& statement) {
    switch (statement.kind) {
    case StatementKind::Copy:
        if (as<Copy>(statement)->from) {
            fill(as<Copy>(statement)->table);
        }
        break;
    case StatementKind::Query:
        if (as<QueryStatement>(statement)->executes) {
            query(*as<QueryStatement>(statement)->query);
        }
        break;
    case StatementKind::SetVariable: setVariable(*as<SetVariable>(statement)); break;
    case StatementKind::Discard: discard(*as<Discard>(statement)); break;
    case StatementKind::RefreshMaterializedView:
        refresh(*as<RefreshMaterializedView>(statement));
        break;
    case StatementKind::Cluster: {
        const auto& cluster = *as<Cluster>(statement);
        const Lookup<CatalogObject> relation = catalog_.relation(cluster.table);
        if (relation && !cluster.index.empty()) {
            markIndex(relation->id, cluster.index.text, "clustering");
        }
        break;
    }
    case StatementKind::Truncate: truncate(*as<Truncate>(statement)); break;
    case StatementKind::Do: {
        const bool outer = std::exchange(inBlock_, true);
        for (const Statement* inner : as<Do>(statement)->body.statements) {
            if (!inner->alternative && inner->kind != StatementKind::Transaction) {
                apply(*inner);
            }
        }
        inBlock_ = outer;
        break;
    }
    default: break; // the kinds that change nothing which the catalog knows
    }
}

} // namespace ironlaw
