// See index-cover.h.
#include "analyzer/catalog/index-cover.h"

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

bool contains(const std::vector<ColumnNumber>& columns, ColumnNumber column) {
    return std::ranges::find(columns, column) != columns.end();
}

/// As written; empty: that of the column.
std::string_view collationOf(const IndexColumn& key) {
    if (key.key == nullptr) {
        return {};
    }
    const Expression* expression = key.key->expression;
    if (expression != nullptr && expression->kind == ExpressionKind::Collate) {
        return expression->names.back().text;
    }
    return key.key->collation.text;
}

/// The collation of the column; empty where its type has one that is not known here.
std::string_view collationOf(const Column& column) {
    constexpr std::array<std::string_view, 4> types = {"bpchar", "citext", "text", "varchar"};
    const bool isText = column.type != nullptr &&
                        std::ranges::find(types, column.type->name.name.text.view()) != types.end();
    return column.collation.empty() && isText ? "default" : column.collation;
}

bool hasCollationOfColumn(const IndexColumn& key, const Table& table) {
    const Column* column = table.column(key.column);
    const std::string_view written = collationOf(key);
    const std::string_view own = column == nullptr ? std::string_view() : collationOf(*column);
    return written.empty() || own.empty() || written == own;
}

} // namespace

bool servesColumns(const Index& index, const Table& table,
                   const std::vector<ColumnNumber>& columns) {
    const bool singleColumn = index.method == "hash" || index.method == "spgist";
    const bool methodServes = index.method != "brin" && (!singleColumn || columns.size() == 1);
    if (!index.valid || !methodServes || index.keys.size() < columns.size() || columns.empty()) {
        return false;
    }
    const auto hasOne = [&](const std::vector<ColumnNumber>& list) {
        return std::ranges::any_of(list,
                                   [&](ColumnNumber column) { return contains(columns, column); });
    };
    const bool onlyNulls =
        index.notNullPredicate && std::ranges::all_of(*index.notNullPredicate, hasOne);
    if (index.predicate != nullptr && !onlyNulls) {
        return false;
    }
    return std::ranges::all_of(columns, [&](ColumnNumber column) {
        auto leading = index.keys.begin() + static_cast<std::ptrdiff_t>(columns.size());
        return std::any_of(index.keys.begin(), leading, [&](const IndexColumn& key) {
            return key.column == column && hasCollationOfColumn(key, table);
        });
    });
}

} // namespace ironlaw
