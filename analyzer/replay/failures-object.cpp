// All other statements that fail: indexes, views, sequences, routines, triggers, data.
#include "analyzer/catalog/type-text.h"
#include "analyzer/replay/failure-sink.h"

#include <fmt/format.h>
#include <llvm/ADT/DenseSet.h>

#include <algorithm>

namespace ironlaw {

namespace {

class ObjectFailures {
public:
    ObjectFailures(Range range, FailureSink& sink) : range_(range), sink_(sink) {}

    void of(const CreateIndex& statement) {
        if (sink_.relationMissing(statement.table, range_)) {
            return;
        }
        const Lookup<CatalogObject> on = catalog().relation(statement.table);
        const std::string_view name = statement.name.text;
        if (on && !name.empty() && catalog().relationIn(on->schema, name) != nullptr) {
            if (!statement.ifNotExists) {
                sink_.relationExists(on->schema, name, start());
            }
            return;
        }
        if (const Table* table = sink_.seenTable(statement.table)) {
            for (const IndexKey& key : statement.keys) {
                indexColumn(*table, key.column);
            }
            for (const Name& column : statement.included) {
                indexColumn(*table, column);
            }
            indexExpressions(statement, *table);
        }
    }

    void of(const CreateTableAs& statement) {
        const std::string_view schema =
            sink_.schemaFor(statement.name, statement.persistence == Persistence::Temporary);
        if (catalog().relationIn(schema, statement.name.name.text) != nullptr) {
            if (!statement.ifNotExists) {
                sink_.relationExists(schema, statement.name.name.text,
                                     placeOf(statement.name, range_));
            }
        } else if (!sink_.typeExists(schema, statement.name.name.text,
                                     placeOf(statement.name, range_)) &&
                   statement.query != nullptr) {
            queryFailures(*statement.query, range_, sink_);
        }
    }

    void of(const CreateView& statement) {
        const std::string_view schema = sink_.schemaFor(statement.name, statement.temporary);
        const CatalogObject* existing = catalog().relationIn(schema, statement.name.name.text);
        const bool replaces = statement.orReplace && as<View>(existing) != nullptr;
        const Range place = placeOf(statement.name, range_);
        if (existing != nullptr && !replaces) {
            sink_.relationExists(schema, statement.name.name.text, place);
        } else if (replaces || !sink_.typeExists(schema, statement.name.name.text, place)) {
            queryFailures(*statement.query, range_, sink_);
        }
        if (replaces) {
            replaceViewFailures(statement, *as<View>(existing), sink_);
        }
    }

    void of(const CreateSequence& statement) {
        if (!statement.ifExists) {
            const std::string_view schema = sink_.schemaFor(statement.name, statement.temporary);
            const Range place = placeOf(statement.name, range_);
            if (!sink_.relationExists(schema, statement.name.name.text, place)) {
                sink_.typeExists(schema, statement.name.name.text, place);
            }
        }
        ownedBy(statement);
    }

    /// The column that a sequence is to belong to.
    void ownedBy(const SequenceStatement& statement) {
        const QualifiedName& owner = statement.ownedByTable;
        if (owner.empty() || sink_.relationMissing(owner, range_)) {
            return;
        }
        const Table* table = sink_.seenTable(owner);
        const std::string_view column = statement.ownedByColumn.text;
        if (table != nullptr && sink_.lacksColumn(*table, column)) {
            sink_.columnMissing(*table, column, placeOf(owner, range_));
        }
    }

    void of(const CreateSchema& statement) {
        const Schema* schema = catalog().schema(statement.name.text);
        if (schema != nullptr && !statement.ifNotExists) {
            sink_.alreadyExists(
                *schema, fmt::format("schema \"{}\" already exists", statement.name.text.view()),
                start());
        }
    }

    void of(const CreateRoutine& statement) {
        std::vector<TypeName> given;
        for (const RoutineArgument& argument : statement.arguments) {
            if (argument.mode == 'i' || argument.mode == 'b' || argument.mode == 'v') {
                TypeName& type = given.emplace_back(argument.type);
                type.modifiers = {};
                type.modifierTexts = {};
            }
        }
        QualifiedName name = statement.name;
        name.schema = {sink_.schemaFor(name, false), false};
        for (const Routine* existing : catalog().routines(name)) {
            if (!sameTypes(catalog(), existing->arguments, given)) {
                continue;
            }
            if (statement.orReplace) {
                replaceRoutineFailures(statement, *existing, sink_);
            } else {
                sink_.alreadyExists(
                    *existing,
                    fmt::format("function \"{}\" already exists with same argument types",
                                existing->name),
                    placeOf(statement.name, range_));
            }
        }
    }

    void of(const CreateTrigger& statement) {
        if (sink_.relationMissing(statement.table, range_)) {
            return;
        }
        if (sink_.isAbsentRoutine(statement.function)) {
            sink_.add(FailureKind::UnknownObject,
                      fmt::format("function {}() does not exist", displayName(statement.function)),
                      placeOf(statement.function, range_), statement.function.name.text);
        }
        if (const Table* table = sink_.seenTable(statement.table)) {
            triggerColumns(statement, *table);
        }
        if (!statement.orReplace) {
            newPart<Trigger>(statement.table, statement.name.text, "trigger", "relation");
        }
    }

    void triggerColumns(const CreateTrigger& statement, const Table& table) {
        for (const Name& column : statement.columns) {
            if (sink_.lacksColumn(table, column.text)) {
                sink_.columnMissing(table, column.text, start());
            }
        }
        walkExpression(statement.when, [&](const Expression& node) {
            const bool isOfRow =
                node.kind == ExpressionKind::ColumnReference && node.names.size() == 2 &&
                (node.names.front().text == "new" || node.names.front().text == "old");
            if (isOfRow && sink_.lacksColumn(table, node.names.back().text)) {
                sink_.columnMissing(table, node.names.back().text, start());
            }
            return true;
        });
    }

    void of(const CreatePolicy& statement) {
        if (!sink_.relationMissing(statement.table, range_)) {
            newPart<Policy>(statement.table, statement.name.text, "policy", "table");
            policyColumns(statement);
        }
    }

    void of(const AlterPolicy& statement) {
        if (!sink_.relationMissing(statement.table, range_)) {
            policyColumns(statement);
        }
    }

    void policyColumns(const PolicyStatement& statement) {
        const Table* table = sink_.seenTable(statement.table);
        for (const Expression* one : {statement.usingExpression, statement.checkExpression}) {
            if (table != nullptr) {
                missingColumnFailures(
                    one, table->name,
                    [&](std::string_view name) { return sink_.lacksColumn(*table, name); }, start(),
                    sink_);
            }
        }
    }

    void of(const CreateRule& statement) {
        if (!sink_.relationMissing(statement.table, range_)) {
            for (const Query* action : statement.actions) {
                queryFailures(*action, range_, sink_);
            }
        }
    }

    void of(const CommentOn& statement) {
        const bool ofColumn = statement.objectKind == ObjectKind::Column;
        if (statement.objectKind != ObjectKind::Table && !ofColumn) {
            return;
        }
        if (sink_.relationMissing(statement.object.name, range_) || !ofColumn) {
            return;
        }
        const Table* table = sink_.seenTable(statement.object.name);
        const std::string_view column = statement.object.part.text;
        if (table != nullptr && sink_.lacksColumn(*table, column)) {
            sink_.add(FailureKind::UnknownColumn,
                      fmt::format("column \"{}\" of relation {} does not exist", column,
                                  quotedName(statement.object.name)),
                      placeOf(statement.object.name, range_), column);
        }
    }

    void of(const Copy& statement) {
        if (statement.query != nullptr) {
            queryFailures(*statement.query, range_, sink_);
            return;
        }
        const Table* table = sink_.seenTable(statement.table);
        if (sink_.relationMissing(statement.table, range_) || table == nullptr) {
            return;
        }
        for (const Name& column : statement.columns) {
            if (sink_.lacksColumn(*table, column.text)) {
                sink_.columnMissing(*table, column.text, placeOf(statement.table, range_));
            }
        }
    }

    void of(const Truncate& statement) {
        llvm::DenseSet<ObjectId> truncated;
        for (const QualifiedName& name : statement.tables) {
            sink_.relationMissing(name, range_);
            if (const Lookup<Table> table = catalog().table(name)) {
                truncated.insert(table->id);
            }
        }
        const auto isLeft = [&](const Table& from, const Constraint&) {
            return from.partitionOf == 0 && !truncated.contains(from.id);
        };
        for (const QualifiedName& name : statement.tables) {
            const Lookup<Table> table = catalog().table(name);
            if (table && !statement.cascade) {
                sink_.dependents("cannot truncate a table referenced in a foreign key constraint",
                                 start(), table->name, sink_.foreignKeysTo(*table, isLeft));
            }
        }
    }

    void of(const AlterSequence& statement) {
        if (!statement.ifExists) {
            sink_.relationMissing(statement.name, range_);
        }
        ownedBy(statement);
    }

    void of(const Reindex& statement) {
        if (statement.target == ReindexTarget::Index || statement.target == ReindexTarget::Table) {
            sink_.relationMissing(statement.name, range_);
        }
        const auto* index = as<Index>(catalog().relation(statement.name).object);
        const Table* table = index == nullptr ? nullptr : catalog().get<Table>(index->table);
        if (sink_.serverVersion() < 14 && table != nullptr && sink_.isCertain(*index) &&
            table->partitionedBy != PartitionStrategy::None) {
            sink_.add(FailureKind::InvalidDefinition,
                      "REINDEX is not yet implemented for partitioned indexes",
                      placeOf(statement.name, range_), index->name);
        }
    }

    void relations(std::span<const QualifiedName> names) {
        for (const QualifiedName& name : names) {
            sink_.relationMissing(name, range_);
        }
    }

    void relation(const QualifiedName& name) { sink_.relationMissing(name, range_); }

private:
    const Catalog& catalog() const { return sink_.catalog(); }
    Range start() const { return {range_.begin, range_.begin}; }

    void indexColumn(const Table& table, const Name& column) {
        if (!column.empty() && sink_.lacksColumn(table, column.text)) {
            sink_.add(FailureKind::UnknownColumn,
                      fmt::format("column \"{}\" does not exist", column.text.view()), start(),
                      column.text);
        }
    }

    void indexExpressions(const CreateIndex& statement, const Table& table) {
        const auto lacks = [&](std::string_view name) { return sink_.lacksColumn(table, name); };
        std::vector<Name> columns;
        for (const IndexKey& key : statement.keys) {
            expressionFailures(key.expression, ExpressionUse::IndexKey, start(), sink_);
            missingColumnFailures(key.expression, table.name, lacks, start(), sink_);
            if (!key.column.empty()) {
                columns.push_back(key.column);
            }
        }
        expressionFailures(statement.predicate, ExpressionUse::IndexPredicate, start(), sink_);
        missingColumnFailures(statement.predicate, table.name, lacks, start(), sink_);
        if (statement.unique) {
            partitionKeyFailures(columns, start(), partitionKeyOf(table), sink_);
        }
    }

    template <typename Part>
    void newPart(const QualifiedName& on, std::string_view name, std::string_view what,
                 std::string_view where) {
        const Table* table = sink_.seenTable(on);
        if (table == nullptr) {
            return;
        }
        for (const Part* part : catalog().partsOf<Part>(table->id)) {
            if (part->name == name) {
                sink_.alreadyExists(*part,
                                    fmt::format("{} \"{}\" for {} \"{}\" already exists", what,
                                                name, where, table->name),
                                    start());
            }
        }
    }

    Range range_;
    FailureSink& sink_;
};

} // namespace

void objectFailures(const Statement& statement, FailureSink& sink) {
    ObjectFailures failures(statement.range, sink);
    switch (statement.kind) {
    case StatementKind::CreateIndex: failures.of(*as<CreateIndex>(statement)); break;
    case StatementKind::CreateTableAs: failures.of(*as<CreateTableAs>(statement)); break;
    case StatementKind::CreateView: failures.of(*as<CreateView>(statement)); break;
    case StatementKind::CreateSequence: failures.of(*as<CreateSequence>(statement)); break;
    case StatementKind::CreateSchema: failures.of(*as<CreateSchema>(statement)); break;
    case StatementKind::CreateRoutine: failures.of(*as<CreateRoutine>(statement)); break;
    case StatementKind::CreateTrigger: failures.of(*as<CreateTrigger>(statement)); break;
    case StatementKind::CreateRule: failures.of(*as<CreateRule>(statement)); break;
    case StatementKind::CreatePolicy: failures.of(*as<CreatePolicy>(statement)); break;
    case StatementKind::AlterPolicy: failures.of(*as<AlterPolicy>(statement)); break;
    case StatementKind::RefreshMaterializedView:
        failures.relation(as<RefreshMaterializedView>(statement)->name);
        break;
    case StatementKind::Rename: renameFailures(*as<Rename>(statement), sink); break;
    case StatementKind::SetSchema: setSchemaFailures(*as<SetSchema>(statement), sink); break;
    case StatementKind::CommentOn: failures.of(*as<CommentOn>(statement)); break;
    case StatementKind::Copy: failures.of(*as<Copy>(statement)); break;
    case StatementKind::Truncate: failures.of(*as<Truncate>(statement)); break;
    case StatementKind::AlterSequence: failures.of(*as<AlterSequence>(statement)); break;
    case StatementKind::Cluster: failures.relation(as<Cluster>(statement)->table); break;
    case StatementKind::Reindex: failures.of(*as<Reindex>(statement)); break;
    case StatementKind::Vacuum: failures.relations(as<Vacuum>(statement)->tables); break;
    case StatementKind::LockTable: failures.relations(as<LockTable>(statement)->tables); break;
    default: typeFailures(statement, sink); break;
    }
}

} // namespace ironlaw
