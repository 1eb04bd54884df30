// Indexes.
#include "analyzer/catalog/expressions.h"
#include "analyzer/catalog/naming.h"
#include "analyzer/replay/apply.h"
#include "analyzer/replay/partition-index.h"

namespace ironlaw {

namespace {

using NameLists = std::vector<std::vector<std::string_view>>;

/// More lists than anybody asks for: a predicate with more counts as one that says something else.
constexpr size_t maxLists = 64;

std::optional<NameLists> notNullLists(const Expression& predicate, bool negated);

/// What holds where all operands hold.
std::optional<NameLists> listsOfAll(const Expression& node, bool negated) {
    NameLists result;
    for (const Expression* operand : node.operands) {
        const std::optional<NameLists> lists = notNullLists(*operand, negated);
        if (!lists || result.size() + lists->size() > maxLists) {
            return std::nullopt;
        }
        result.insert(result.end(), lists->begin(), lists->end());
    }
    return result;
}

/// What holds where one operand holds.
std::optional<NameLists> listsOfAny(const Expression& node, bool negated) {
    NameLists result{{}};
    for (const Expression* operand : node.operands) {
        const std::optional<NameLists> lists = notNullLists(*operand, negated);
        if (!lists || result.size() * lists->size() > maxLists) {
            return std::nullopt;
        }
        NameLists either;
        for (const std::vector<std::string_view>& one : result) {
            for (const std::vector<std::string_view>& other : *lists) {
                either.push_back(one);
                either.back().insert(either.back().end(), other.begin(), other.end());
            }
        }
        result = std::move(either);
    }
    return result;
}

/// The predicate, or its negation, as Index::notNullPredicate has it, with names.
std::optional<NameLists> notNullLists(const Expression& predicate, bool negated) {
    switch (predicate.kind) {
    case ExpressionKind::Boolean:
        return (predicate.text == "true") != negated ? NameLists() : NameLists{{}};
    case ExpressionKind::Not: return notNullLists(*predicate.operands.front(), !negated);
    case ExpressionKind::And:
        return negated ? listsOfAny(predicate, negated) : listsOfAll(predicate, negated);
    case ExpressionKind::Or:
        return negated ? listsOfAll(predicate, negated) : listsOfAny(predicate, negated);
    case ExpressionKind::IsNull:
    case ExpressionKind::IsNotNull: {
        const bool asksForNull = (predicate.kind == ExpressionKind::IsNull) != negated;
        const Expression& operand = *predicate.operands.front();
        if (asksForNull || operand.kind != ExpressionKind::ColumnReference) {
            return std::nullopt;
        }
        return NameLists{{operand.text}};
    }
    default: return std::nullopt;
    }
}

std::unique_ptr<Index> newIndex(const CreateIndex& statement, Origin origin) {
    std::unique_ptr<Index> index = indexOf(statement);
    index->origin = origin;
    index->place = origin.location;
    return index;
}

std::vector<std::string_view> mentionedIn(const CreateIndex& statement) {
    std::vector<std::string_view> result = columnsIn(statement.predicate);
    for (const IndexKey& key : statement.keys) {
        std::ranges::copy(columnsIn(key.expression), std::back_inserter(result));
    }
    return result;
}

} // namespace

void Applier::createIndexOfView(const CreateIndex& statement, const View& view) {
    auto numberOf = [&](std::string_view name) {
        auto column = std::ranges::find(view.columns, name);
        return column == view.columns.end()
                   ? ColumnNumber(0)
                   : static_cast<ColumnNumber>(column - view.columns.begin() + 1);
    };
    auto index = newIndex(statement, replay_.originAt(statement.range));
    take(*index, statement.settings);
    index->schema = view.schema;
    index->table = view.id;
    for (const IndexKey& key : statement.keys) {
        index->keys.push_back({numberOf(key.column.text), &key});
    }
    for (const Name& column : statement.included) {
        index->included.push_back(numberOf(column.text));
    }
    if (index->name.empty()) {
        // A table of the view's name stands in for it.
        Table named;
        named.schema = view.schema;
        named.name = view.name;
        index->name = catalog_.intern(chooseIndexName(catalog_, named, *index, "idx"));
    }
    if (claimRelation(index->schema, index->name, statement.ifNotExists, view.id)) {
        catalog_.add(std::move(index));
    }
}

void Applier::createIndex(const CreateIndex& statement) {
    Lookup<CatalogObject> target = catalog_.relation(statement.table);
    if (const View* view = as<View>(target.object)) {
        createIndexOfView(statement, *view);
        return;
    }
    const ObjectId tableId = tableToChange(statement.table);
    if (tableId == 0) {
        return;
    }
    auto index = newIndex(statement, replay_.originAt(statement.range));
    take(*index, statement.settings);
    index->table = tableId;
    for (const IndexKey& key : statement.keys) {
        const std::string_view column = plainColumn(key);
        index->keys.push_back(
            {column.empty() ? ColumnNumber(0) : columnNumber(tableId, column), &key});
    }
    index->included = columnNumbers(tableId, statement.included);
    index->mentioned = columnNumbers(tableId, mentionedIn(statement));
    Needs needs(catalog_);
    needs.expression(statement.predicate);
    for (const IndexKey& key : statement.keys) {
        needs.expression(key.expression);
    }
    index->needs = needs.take();
    if (statement.predicate != nullptr) {
        if (const auto lists = notNullLists(*statement.predicate, false)) {
            index->notNullPredicate.emplace();
            for (const std::vector<std::string_view>& names : *lists) {
                index->notNullPredicate->push_back(columnNumbers(tableId, names));
            }
        }
    }
    const Table& table = *catalog_.get<Table>(tableId);
    index->schema = table.schema;
    if (index->name.empty()) {
        index->name = catalog_.intern(chooseIndexName(catalog_, table, *index, "idx"));
    }
    const std::vector<ObjectId> partitions = table.partitionedBy == PartitionStrategy::None
                                                 ? std::vector<ObjectId>()
                                                 : catalog_.children(tableId);
    index->valid = !statement.only || partitions.empty();
    if (!claimRelation(index->schema, index->name, statement.ifNotExists, tableId)) {
        return;
    }
    nameColumns(*index, *catalog_.get<Table>(tableId));
    const ObjectId id = catalog_.add(std::move(index));
    for (ObjectId partition : statement.only ? std::vector<ObjectId>() : partitions) {
        indexForPartitions(id, partition);
    }
}

void Applier::nameColumns(Index& index, const Table& table) {
    for (const std::string& name : indexColumnNames(table, index)) {
        index.columnNames.push_back(catalog_.intern(name));
    }
}

void Applier::nameIndexesAnew(ObjectId id, ColumnNumber column) {
    const auto has = [&](const std::vector<ColumnNumber>& columns) {
        return std::ranges::find(columns, column) != columns.end();
    };
    for (const Index* index : catalog_.indexesOf(id)) {
        const bool isKey =
            std::ranges::find(index->keys, column, &IndexColumn::column) != index->keys.end();
        if (isKey || has(index->included) || has(index->mentioned)) {
            Index* changed = catalog_.edit<Index>(index->id);
            changed->columnNames.clear();
            nameColumns(*changed, *catalog_.get<Table>(id));
        }
    }
}

ObjectId Applier::addClone(std::unique_ptr<Index> clone, const Table& from, ObjectId sourceIndex) {
    const ObjectId tableId = clone->table;
    const Table& table = *catalog_.get<Table>(tableId);
    auto ofSource = std::ranges::find(from.constraints, sourceIndex, &Constraint::index);
    std::string_view label = "idx";
    Constraint constraint;
    if (clone->ofConstraint && ofSource != from.constraints.end()) {
        constraint = *ofSource;
        label = constraint.kind == ConstraintKind::PrimaryKey  ? "pkey"
                : constraint.kind == ConstraintKind::Exclusion ? "excl"
                                                               : "key";
        constraint.columns = mapped(constraint.columns, from, table);
        constraint.inherited = clone->parent != 0;
        constraint.local = clone->parent == 0;
        constraint.inheritCount = clone->parent != 0 ? 1 : 0;
    }
    clone->name = catalog_.intern(chooseIndexName(catalog_, table, *clone, label));
    const std::string_view name = clone->name;
    const Origin origin = clone->origin;
    const ObjectId id = catalog_.add(std::move(clone));
    if (label == "idx") {
        return id;
    }
    constraint.name = name;
    constraint.origin = origin;
    constraint.index = id;
    if (constraint.kind == ConstraintKind::PrimaryKey) {
        keyIsNotNull(tableId, constraint.columns, false);
    }
    catalog_.addConstraint(tableId, std::move(constraint));
    return id;
}

void Applier::indexForPartitions(ObjectId parentIndex, ObjectId partition) {
    std::vector<std::pair<ObjectId, ObjectId>> wanted{{parentIndex, partition}};
    for (size_t i = 0; i < wanted.size(); ++i) {
        const auto [above, table] = wanted[i];
        const ObjectId index = indexForPartition(above, table);
        for (ObjectId child : catalog_.children(table)) {
            if (catalog_.get<Table>(child)->partitionOf == table) {
                wanted.emplace_back(index, child);
            }
        }
    }
}

ObjectId Applier::indexForPartition(ObjectId parentIndex, ObjectId partitionId) {
    const Index& source = *catalog_.get<Index>(parentIndex);
    const Table& from = *catalog_.get<Table>(source.table);
    const Table& partition = *catalog_.get<Table>(partitionId);
    if (const Index* existing = matchingIndex(source, from, partition, catalog_)) {
        const ObjectId index = existing->id;
        attachToParent(index, parentIndex);
        return index;
    }
    std::unique_ptr<Index> wanted = indexLike(source, from, partition);
    wanted->parent = parentIndex;
    return addClone(std::move(wanted), from, parentIndex);
}

void Applier::attachToParent(ObjectId id, ObjectId parent) {
    Index* index = catalog_.edit<Index>(id);
    index->parent = parent;
    const Table* table = catalog_.get<Table>(index->table);
    const bool ofConstraint = table != nullptr && index->ofConstraint;
    const Index* parentIndex = catalog_.get<Index>(parent);
    if (!ofConstraint || !parentIndex->ofConstraint) {
        return;
    }
    auto& constraints = catalog_.edit<Table>(index->table)->constraints;
    auto constraint = std::ranges::find(constraints, id, &Constraint::index);
    if (constraint != constraints.end()) {
        constraint->inherited = true;
        constraint->local = false;
        constraint->inheritCount = 1;
    }
}

void Applier::validateParentIndex(ObjectId id) {
    for (const Index* parent = catalog_.get<Index>(id); parent != nullptr && !parent->valid;
         parent = catalog_.get<Index>(parent->parent)) {
        const std::vector<ObjectId> partitions = catalog_.children(parent->table);
        const bool everywhere = std::ranges::all_of(partitions, [&](ObjectId partition) {
            return std::ranges::any_of(catalog_.indexesOf(partition), [&](const Index* index) {
                return index->parent == parent->id && index->valid;
            });
        });
        if (!everywhere) {
            return;
        }
        Index* changed = catalog_.edit<Index>(parent->id);
        changed->valid = true;
        parent = changed;
    }
}

void Applier::removeIndex(ObjectId id) {
    std::vector<ObjectId> removed{id};
    for (size_t i = 0; i < removed.size(); ++i) {
        const ObjectId one = removed[i];
        const Index* index = catalog_.get<Index>(one);
        if (index == nullptr) {
            continue;
        }
        const ObjectId tableId = index->table;
        const bool ofConstraint = index->ofConstraint;
        std::ranges::copy(catalog_.children(one), std::back_inserter(removed));
        catalog_.remove(one);
        dropForeignKeysTo(tableId,
                          [&](const Constraint& key) { return key.referencedIndex == one; });
        if (ofConstraint) {
            eraseConstraints(tableId, [&](const Constraint& key) { return key.index == one; });
        }
    }
}

} // namespace ironlaw
