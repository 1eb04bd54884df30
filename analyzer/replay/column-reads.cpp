// See column-reads.h.
#include "analyzer/replay/column-reads.h"

#include "grammar/query-scope.h"

#include <llvm/ADT/DenseSet.h>

#include <algorithm>

namespace ironlaw {

namespace {

class ColumnReads {
public:
    ColumnReads(const Table& table, const Column& column, const Catalog& catalog)
        : table_(table), column_(column), catalog_(catalog) {}

    bool in(const Query& root) {
        std::vector<std::pair<const FromItem*, const Query*>> own;
        eachRelationRead(root, [&](const FromItem& entry, const Query& query) {
            relations_.insert(&entry);
            if (isTable(entry) && entry.columns.empty()) {
                own.emplace_back(&entry, &query);
            }
        });
        return std::ranges::any_of(own,
                                   [&](const auto& one) { return reads(*one.second, *one.first); });
    }

private:
    bool isTable(const FromItem& entry) const {
        return catalog_.relation(entry.relation).object == &table_;
    }

    bool isNamed(std::string_view name) const {
        return name == column_.name ||
               std::ranges::find(column_.formerNames, name) != column_.formerNames.end();
    }

    /// Whether an expression of the query itself names the column of its entry in FROM.
    bool reads(const Query& query, const FromItem& entry) const {
        const Name& alias = entry.alias.empty() ? entry.relation.name : entry.alias;
        const bool isAlone = query.from.size() == 1 && query.from.front() == &entry;
        const std::span<const Expression* const> sorted = query.clauses->orderBy;
        bool found = false;
        eachExpression(query, [&](const Expression* root) {
            // ORDER BY looks for a lone name among the outputs first.
            const bool isSorted = std::ranges::find(sorted, root) != sorted.end();
            walkExpression(root, [&](const Expression& node) {
                if (node.kind == ExpressionKind::ColumnReference &&
                    isNamed(node.names.back().text)) {
                    found |= node.names.size() == 2 && node.names.front() == alias;
                    found |= node.names.size() == 1 && isAlone && !(isSorted && &node == root);
                }
                return !found;
            });
        });
        return found || (!isAlone && readsUnqualified(query));
    }

    /// Likewise by its name alone, which no other table in FROM has.
    bool readsUnqualified(const Query& query) const {
        if (!std::ranges::all_of(query.from,
                                 [&](const FromItem* one) { return leavesName(*one); })) {
            return false;
        }
        bool found = false;
        for (const Target& target : query.targets) {
            walkExpression(target.value, [&](const Expression& node) {
                found |= node.kind == ExpressionKind::ColumnReference && node.names.size() == 1 &&
                         isNamed(node.names.back().text);
                return !found;
            });
        }
        return found;
    }

    /// Nothing in the item but the table itself has a column of a name that the column had.
    bool leavesName(const FromItem& item) const {
        if (item.kind == FromKind::Join) {
            return leavesName(*item.left) && leavesName(*item.right);
        }
        if (!relations_.contains(&item) || !item.columns.empty()) {
            return false;
        }
        const Table* other = catalog_.table(item.relation).object;
        return other == &table_ || (other != nullptr && other->columnsComplete &&
                                    std::ranges::none_of(other->columns, [&](const Column& one) {
                                        return isNamed(one.name);
                                    }));
    }

    const Table& table_;
    const Column& column_;
    const Catalog& catalog_;
    llvm::DenseSet<const FromItem*> relations_; ///< that are no common table expressions
};

} // namespace

bool surelyReads(const Query& query, const Table& table, const Column& column,
                 const Catalog& catalog) {
    return ColumnReads(table, column, catalog).in(query);
}

} // namespace ironlaw
