// See changed-objects.h.
#include "analyzer/replay/changed-objects.h"

#include "analyzer/replay/facts/facts.h"
#include "grammar/query.h"

#include <algorithm>

namespace ironlaw {

namespace {

class Reader {
public:
    Reader(const Catalog& catalog, int serverVersion)
        : catalog_(catalog), serverVersion_(serverVersion) {}

    std::optional<ChangedObjects> read(const Statement& statement) {
        const bool limited = makes(statement) || changes(statement);
        return limited ? std::optional(std::move(result_)) : std::nullopt;
    }

private:
    /// Where the history does not show all objects, one may be there already.
    bool surelyMakes(bool guarded) {
        result_.makes = !guarded || catalog_.complete();
        return result_.makes;
    }

    bool makes(const Statement& statement) {
        switch (statement.kind) {
        case StatementKind::CreateTable:
            return surelyMakes(as<CreateTable>(statement)->ifNotExists);
        case StatementKind::CreateTableAs: return onlyMakes(*as<CreateTableAs>(statement));
        case StatementKind::CreateIndex:
            return surelyMakes(as<CreateIndex>(statement)->ifNotExists);
        case StatementKind::CreateSequence:
            return surelyMakes(as<CreateSequence>(statement)->ifExists);
        case StatementKind::CreateView: return surelyMakes(as<CreateView>(statement)->orReplace);
        case StatementKind::CreateRoutine:
            return surelyMakes(as<CreateRoutine>(statement)->orReplace);
        case StatementKind::CreateTrigger:
            return surelyMakes(as<CreateTrigger>(statement)->orReplace);
        case StatementKind::CreateSchema:
            return surelyMakes(as<CreateSchema>(statement)->ifNotExists);
        case StatementKind::CreateStatistics:
            return surelyMakes(as<CreateStatistics>(statement)->ifNotExists);
        case StatementKind::CreateDefinition:
            return surelyMakes(as<CreateDefinition>(statement)->ifNotExists);
        case StatementKind::CreateType:
        case StatementKind::CreateDomain:
        case StatementKind::CreatePublication:
        case StatementKind::CreatePolicy: return surelyMakes(false);
        default: return false;
        }
    }

    bool onlyMakes(const CreateTableAs& statement) {
        return statement.query != nullptr && changesOnlyRows(*statement.query) &&
               surelyMakes(statement.ifNotExists);
    }

    bool changes(const Statement& statement) {
        switch (statement.kind) {
        case StatementKind::AlterTable: return alter(*as<AlterTable>(statement));
        case StatementKind::Drop: return drop(*as<Drop>(statement));
        case StatementKind::Rename: return object(*as<Rename>(statement));
        case StatementKind::SetSchema: return object(*as<SetSchema>(statement));
        case StatementKind::ChangeOwner: return object(*as<ChangeOwner>(statement));
        case StatementKind::CommentOn: return object(*as<CommentOn>(statement));
        case StatementKind::AlterDefinition: return object(*as<AlterDefinition>(statement));
        case StatementKind::CreateRule: return relation(as<CreateRule>(statement)->table);
        case StatementKind::AlterSequence: return relation(as<AlterSequence>(statement)->name);
        case StatementKind::Copy: return rows(as<Copy>(statement)->table);
        case StatementKind::Truncate: return truncate(*as<Truncate>(statement));
        case StatementKind::Query: return query(*as<QueryStatement>(statement)->query);
        default: return false;
        }
    }

    bool add(const CatalogObject* found) {
        const Table* table = as<Table>(found);
        if (found == nullptr || (table != nullptr && !table->complete)) {
            return false;
        }
        result_.known.push_back(found->id);
        return true;
    }

    /// One that the history does not show may well be there: whoever drops it IF EXISTS thinks so.
    bool relation(const QualifiedName& name) { return add(catalog_.relation(name).object); }

    /// Partitions and children go with their parent, whoever made them.
    bool alter(const AlterTable& statement) {
        const bool joins = std::ranges::any_of(statement.actions, [](const AlterAction* action) {
            return action->kind == AlterActionKind::AttachPartition ||
                   action->kind == AlterActionKind::DetachPartition ||
                   action->kind == AlterActionKind::Inherit;
        });
        return !joins && relation(statement.name);
    }

    bool drop(const Drop& statement) {
        return std::ranges::all_of(statement.objects, [&](const ObjectReference& one) {
            return object(statement.objectKind, one);
        });
    }

    template <typename T> bool object(const T& statement) {
        return object(statement.objectKind, statement.object);
    }

    bool object(ObjectKind kind, const ObjectReference& reference) {
        switch (kind) {
        case ObjectKind::Table:
        case ObjectKind::ForeignTable:
        case ObjectKind::View:
        case ObjectKind::MaterializedView:
        case ObjectKind::Sequence:
        case ObjectKind::Index:
        case ObjectKind::Column:
        case ObjectKind::Constraint: return relation(reference.name);
        case ObjectKind::Type:
        case ObjectKind::Domain: return add(catalog_.type(reference.name).object);
        case ObjectKind::Function:
        case ObjectKind::Procedure:
        case ObjectKind::Routine: {
            const std::vector<const Routine*> found = catalog_.routines(reference.name);
            return found.size() == 1 && add(found.front());
        }
        case ObjectKind::Schema: return add(catalog_.schema(reference.name.name.text));
        case ObjectKind::Statistics: return add(catalog_.statistics(reference.name).object);
        case ObjectKind::Publication: return add(catalog_.publication(reference.name.name.text));
        case ObjectKind::Trigger: return part<Trigger>(reference);
        case ObjectKind::Policy: return part<Policy>(reference);
        default: return add(catalog_.definition(kind, reference));
        }
    }

    template <typename T> bool part(const ObjectReference& reference) {
        const Lookup<CatalogObject> table = catalog_.relation(reference.name);
        if (!table) {
            return false;
        }
        const std::vector<const T*> parts = catalog_.partsOf<T>(table->id);
        const auto found = std::ranges::find(parts, reference.part.text.view(), &T::name);
        return found != parts.end() && add(*found);
    }

    /// The rows of a table; a trigger may write elsewhere, and a view's rows are those of others.
    bool rows(const QualifiedName& name) {
        const Lookup<Table> table = catalog_.table(name);
        return table && catalog_.partsOf<Trigger>(table->id).empty() && add(table.object);
    }

    bool truncate(const Truncate& statement) {
        return !statement.cascade &&
               std::ranges::all_of(statement.tables,
                                   [&](const QualifiedName& name) { return rows(name); });
    }

    /// A SELECT changes something by what it calls.
    bool query(const Query& root) {
        return root.kind != QueryKind::Select && changesOnlyRows(root);
    }

    /// Of the tables that the query names; what it calls does nothing else.
    bool changesOnlyRows(const Query& root) {
        bool limited = true;
        walkQueries(root, QueryPlace::TopLevel, [&](const Query& one, QueryPlace) {
            limited = limited && (!writes(one) || rows(one.relation)) && callsOnlyHarmless(one);
        });
        return limited;
    }

    bool callsOnlyHarmless(const Query& query) const {
        bool harmless = true;
        eachExpression(query, [&](const Expression* root) {
            walkExpression(root, [&](const Expression& node) {
                harmless =
                    harmless && (node.kind != ExpressionKind::FunctionCall || isHarmless(node));
                return harmless;
            });
        });
        return harmless;
    }

    /// A function of PostgreSQL that changes nothing, or one of the history that must not.
    bool isHarmless(const Expression& call) const {
        const QualifiedName name = qualifiedName(call.names);
        const std::vector<const Routine*> routines = catalog_.routines(name);
        if (routines.empty()) {
            const std::string_view bare = name.name.text;
            return isAggregate(bare) ||
                   (volatilityOfBuiltin(bare, serverVersion_) && !isChangingBuiltin(bare));
        }
        return std::ranges::all_of(routines, [](const Routine* one) {
            return one->definition != nullptr &&
                   one->definition->volatility != Volatility::Volatile;
        });
    }

    const Catalog& catalog_;
    int serverVersion_;
    ChangedObjects result_;
};

} // namespace

std::optional<ChangedObjects> changedObjects(const Statement& statement, const Catalog& catalog,
                                             int serverVersion) {
    return Reader(catalog, serverVersion).read(statement);
}

} // namespace ironlaw
