// Effects on tables of statements that list them: privileges, statistics, publications;
// lock-model.md, section 9.
#include "analyzer/replay/effect-sink.h"

namespace ironlaw {

namespace {

/// Before 18 nobody kept the relations from changing meanwhile (objectNamesToOids,
/// src/backend/catalog/aclchk.c).
void grant(const Grant& statement, EffectSink& sink) {
    if (sink.serverVersion() < 18) {
        return;
    }
    for (const QualifiedName& name : statement.relations) {
        sink.lock(sink.use(name, relationKindOf(statement.objectKind)), LockMode::AccessShare);
    }
}

/// The tables that it names, with what inherits from them but without partitions (OpenTableList,
/// src/backend/commands/publicationcmds.c); SET also takes others away.
void publication(const PublicationStatement& statement, EffectSink& sink) {
    const LockMode mode = LockMode::ShareUpdateExclusive;
    for (size_t i = 0; i < statement.tables.size(); ++i) {
        const RelationUse table = sink.use(statement.tables[i]);
        const bool partitioned =
            table.table() != nullptr && table.table()->partitionedBy != PartitionStrategy::None;
        sink.eachNamed(table, partitioned || statement.only[i] != 0,
                       [&](const RelationUse& one) { sink.lock(one, mode); });
    }
    const Publication* known = sink.catalog().publication(statement.name.name.text);
    if (known != nullptr && statement.action == PublicationAction::Set) {
        for (const ObjectId table : known->tables) {
            sink.lock(table, mode);
        }
    }
}

} // namespace

void listEffects(const Statement& statement, EffectSink& sink) {
    switch (statement.kind) {
    case StatementKind::Grant: grant(*as<Grant>(statement), sink); break;
    case StatementKind::CreateStatistics:
        sink.lock(sink.use(as<CreateStatistics>(statement)->table), LockMode::ShareUpdateExclusive);
        break;
    case StatementKind::CreatePublication:
        publication(*as<CreatePublication>(statement), sink);
        break;
    case StatementKind::AlterPublication:
        publication(*as<AlterPublication>(statement), sink);
        break;
    default: break;
    }
}

} // namespace ironlaw
