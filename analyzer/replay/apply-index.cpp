// Indexes.
#include "analyzer/catalog/naming.h"
#include "analyzer/replay/apply.h"

#include <algorithm>

namespace ironlaw {

namespace {

/// The columns of a predicate that is a conjunction of "column IS NOT NULL" and nothing else.
bool collectNotNull(const Expression* expression, std::vector<std::string_view>& columns) {
    if (expression == nullptr) {
        return false;
    }
    if (expression->kind == ExpressionKind::And) {
        return std::ranges::all_of(expression->operands, [&](const Expression* operand) {
            return collectNotNull(operand, columns);
        });
    }
    const Expression* test = expression;
    ExpressionKind wanted = ExpressionKind::IsNotNull;
    if (test->kind == ExpressionKind::Not && !test->operands.empty()) {
        test = test->operands.front();
        wanted = ExpressionKind::IsNull;
    }
    if (test->kind != wanted || test->operands.empty() ||
        test->operands.front()->kind != ExpressionKind::ColumnReference) {
        return false;
    }
    columns.push_back(test->operands.front()->text);
    return true;
}

} // namespace

ObjectId Applier::indexOn(const Table& table, const CreateIndex& statement, std::string_view name) {
    auto index = std::make_unique<Index>();
    index->schema = table.schema;
    index->table = table.id;
    index->method = statement.method;
    index->predicate = statement.predicate;
    index->unique = statement.unique;
    index->origin = replay_.originAt(statement.range);
    std::vector<ColumnNumber> columns;
    for (const IndexKey& key : statement.keys) {
        ColumnNumber number = 0;
        if (key.expression == nullptr) {
            number = columnNumbers(table.id, {&key.column, 1}).front();
        }
        index->keys.push_back({number, &key});
        columns.push_back(number);
    }
    std::vector<std::string_view> notNull;
    if (collectNotNull(statement.predicate, notNull)) {
        for (std::string_view column : notNull) {
            Name columnName{column, false};
            index->notNullPredicate.push_back(columnNumbers(table.id, {&columnName, 1}).front());
        }
    }
    const Table& current = *catalog_.get<Table>(table.id);
    index->name =
        !name.empty()
            ? name
            : catalog_.intern(chooseRelationName(catalog_, current.schema, current.name,
                                                 columnsForName(current, columns), "idx"));
    return catalog_.add(std::move(index));
}

void Applier::createIndex(const CreateIndex& statement) {
    Lookup<CatalogObject> target = catalog_.relation(statement.table);
    if (target && target->kind == CatalogKind::View) {
        return; // indexes of materialized views serve no rule yet; the view knows no column types
    }
    ObjectId tableId = tableToChange(statement.table);
    if (tableId == 0) {
        return;
    }
    const Table* table = catalog_.get<Table>(tableId);
    if (statement.ifNotExists && !statement.name.empty() &&
        catalog_.relation({{table->schema, false}, statement.name, {}}).object != nullptr) {
        return;
    }
    std::vector<ObjectId> partitions;
    if (table->partitionedBy != PartitionStrategy::None) {
        catalog_.each<Table>([&](const Table& one) {
            if (one.partitionOf == tableId) {
                partitions.push_back(one.id);
            }
        });
    }
    ObjectId index = indexOn(*table, statement, statement.name.text);
    if (statement.only && !partitions.empty()) {
        catalog_.edit<Index>(index)->valid = false;
        return;
    }
    for (ObjectId partition : partitions) {
        ObjectId copy = indexOn(*catalog_.get<Table>(partition), statement, "");
        catalog_.edit<Index>(copy)->parent = index;
    }
}

void Applier::validateParentIndex(ObjectId id) {
    const Index* parent = catalog_.get<Index>(id);
    bool everywhere = true;
    catalog_.each<Table>([&](const Table& table) {
        if (table.partitionOf == parent->table) {
            everywhere &=
                std::ranges::any_of(catalog_.indexesOf(table.id),
                                    [&](const Index* index) { return index->parent == id; });
        }
    });
    if (everywhere) {
        catalog_.edit<Index>(id)->valid = true;
    }
}

void Applier::dropIndex(ObjectId id) {
    const Index* index = catalog_.get<Index>(id);
    if (index == nullptr) {
        return;
    }
    ObjectId tableId = index->table;
    std::vector<ObjectId> attached;
    const Table* table = catalog_.get<Table>(tableId);
    if (table != nullptr && table->partitionedBy != PartitionStrategy::None) {
        catalog_.each<Index>([&](const Index& one) {
            if (one.parent == id) {
                attached.push_back(one.id);
            }
        });
    }
    catalog_.remove(id);
    for (ObjectId child : attached) {
        dropIndex(child);
    }
}

} // namespace ironlaw
