// See row-change.h.
#include "analyzer/replay/row-change.h"

#include <algorithm>

namespace ironlaw {

namespace {

bool isDefault(const Expression* value) {
    return value != nullptr && value->kind == ExpressionKind::Default;
}

Names columnNames(const RelationUse& relation) {
    Names result;
    if (const Table* table = relation.table()) {
        std::ranges::transform(table->columns, std::back_inserter(result), &Column::name);
    } else if (const View* view = as<View>(relation.object)) {
        result = view->columns;
    }
    return result;
}

bool knowsColumns(const RelationUse& relation) {
    const Table* table = relation.table();
    const View* view = as<View>(relation.object);
    return table != nullptr ? table->columnsComplete : view != nullptr && view->columnsComplete;
}

/// How many columns the rows of a query have, if it says so.
std::optional<size_t> widthOf(const Query& query) {
    switch (query.kind) {
    case QueryKind::Values: return query.rows.empty() ? 0 : query.rows.front()->operands.size();
    case QueryKind::Select: {
        const bool hasStar = std::ranges::any_of(query.targets, [](const Target& target) {
            return target.value != nullptr && target.value->kind == ExpressionKind::Star;
        });
        return hasStar ? std::nullopt : std::optional<size_t>(query.targets.size());
    }
    default: return std::nullopt;
    }
}

/// The columns that the rows of an INSERT have; nothing if that cannot be told.
std::optional<Names> givenColumns(const Query& insert, const RelationUse& relation) {
    if (insert.source == nullptr) {
        return Names();
    }
    Names result;
    for (const Target& target : insert.targets) {
        result.push_back(target.name.text);
    }
    if (insert.targets.empty()) {
        const std::optional<size_t> width = widthOf(*insert.source);
        if (!width || !knowsColumns(relation)) {
            return std::nullopt;
        }
        result = columnNames(relation);
        result.resize(std::min(result.size(), *width));
    }
    std::vector<bool> isDefaulted(result.size());
    for (const Expression* row : insert.source->rows) {
        for (size_t i = 0; i < std::min(result.size(), row->operands.size()); ++i) {
            isDefaulted[i] = isDefaulted[i] || isDefault(row->operands[i]);
        }
    }
    std::erase_if(result,
                  [&, i = size_t(0)](std::string_view) mutable { return isDefaulted[i++]; });
    return result;
}

void addSet(std::span<const Target> targets, RowChange& change) {
    for (const Target& target : targets) {
        (isDefault(target.value) ? change.defaulted : change.set).push_back(target.name.text);
    }
}

void addMerge(const MergeAction& action, const RelationUse& relation, RowChange& change) {
    switch (action.kind) {
    case MergeActionKind::Nothing: break;
    case MergeActionKind::Delete: change.deletes = true; break;
    case MergeActionKind::Update:
        change.updates = true;
        addSet(action.assignments, change);
        break;
    case MergeActionKind::Insert: {
        change.inserts = true;
        const Names columns = columnNames(relation);
        Names given;
        for (size_t i = 0; i < action.assignments.size(); ++i) {
            const Target& target = action.assignments[i];
            const bool isNamed = !target.name.empty();
            if (!isDefault(target.value) && (isNamed || i < columns.size())) {
                given.push_back(isNamed ? target.name.text.view() : columns[i]);
            }
        }
        if (knowsColumns(relation)) {
            change.given.push_back(std::move(given));
        }
        break;
    }
    }
}

} // namespace

RowChange changeOf(const Query& query, const RelationUse& relation) {
    RowChange change;
    change.only = query.only;
    change.inserts = query.kind == QueryKind::Insert;
    change.deletes = query.kind == QueryKind::Delete;
    change.updates = query.kind == QueryKind::Update || !query.clauses->assignments.empty();
    if (query.kind == QueryKind::Update) {
        addSet(query.targets, change);
    }
    addSet(query.clauses->assignments, change);
    if (change.inserts) {
        if (std::optional<Names> given = givenColumns(query, relation)) {
            change.given.push_back(std::move(*given));
        }
    }
    for (const MergeAction& action : query.clauses->mergeActions) {
        addMerge(action, relation, change);
    }
    return change;
}

RowChange changeOf(const Copy& statement, const RelationUse& relation) {
    RowChange change;
    change.inserts = true;
    Names& given = change.given.emplace_back();
    for (const Name& column : statement.columns) {
        given.push_back(column.text);
    }
    if (statement.columns.empty()) {
        given = columnNames(relation);
    }
    return change;
}

} // namespace ironlaw
