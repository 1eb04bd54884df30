// See index-cover.h.
#include "analyzer/catalog/index-cover.h"

#include <algorithm>

namespace ironlaw {

namespace {

bool contains(const std::vector<ColumnNumber>& columns, ColumnNumber column) {
    return std::ranges::find(columns, column) != columns.end();
}

} // namespace

bool servesColumns(const Index& index, const std::vector<ColumnNumber>& columns) {
    const bool singleColumn = index.method == "hash" || index.method == "spgist";
    const bool methodServes = index.method != "brin" && (!singleColumn || columns.size() == 1);
    if (!index.valid || !methodServes || index.keys.size() < columns.size() || columns.empty()) {
        return false;
    }
    if (index.predicate != nullptr) {
        bool onlyNulls = !index.notNullPredicate.empty() &&
                         std::ranges::all_of(index.notNullPredicate, [&](ColumnNumber column) {
                             return contains(columns, column);
                         });
        if (!onlyNulls) {
            return false;
        }
    }
    return std::ranges::all_of(columns, [&](ColumnNumber column) {
        auto leading = index.keys.begin() + static_cast<std::ptrdiff_t>(columns.size());
        return std::any_of(index.keys.begin(), leading,
                           [&](const IndexColumn& key) { return key.column == column; });
    });
}

} // namespace ironlaw
