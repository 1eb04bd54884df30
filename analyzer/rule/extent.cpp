// Reading the bounds out of WHERE.
#include "analyzer/rule/extent.h"

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// What keys are called in tables that nobody knows.
constexpr std::array<std::string_view, 4> usualKeys = {"code", "id", "key", "uuid"};

bool contains(const auto& list, const auto& value) {
    return std::ranges::find(list, value) != list.end();
}

class Bounds {
public:
    Bounds(const Query& query, const Table* table, const Catalog& catalog)
        : query_(query), table_(table), catalog_(catalog) {}

    bool found() { return bounds(query_.where) || isUnique(equal_); }

private:
    /// Notes the columns that a conjunction compares with one value; true if a part of it is a
    /// bound of its own.
    bool bounds(const Expression* condition) {
        if (condition == nullptr) {
            return false;
        }
        if (condition->kind == ExpressionKind::And) {
            bool found = false;
            for (const Expression* part : condition->operands) {
                found |= bounds(part);
            }
            return found;
        }
        if (condition->kind != ExpressionKind::Operator || condition->operands.size() < 2) {
            return false;
        }
        const std::span<const Expression* const> operands = condition->operands;
        const std::string_view column = ownColumn(*operands[0]);
        const std::string_view right = ownColumn(*operands[1]);
        if (!column.empty() && areValues(operands.subspan(1))) {
            return compares(condition->text, column, false);
        }
        return operands.size() == 2 && !right.empty() && areValues(operands.first(1)) &&
               compares(condition->text, right, true);
    }

    bool compares(std::string_view op, std::string_view column, bool turned) {
        const bool isList = op == "=" || op == "IN" || op == "= ANY";
        if (isList) {
            equal_.push_back(column);
        }
        // From below a range needs no bound: keys begin somewhere.
        const bool isBelow = turned ? op == ">" || op == ">=" : op == "<" || op == "<=";
        return (isBelow || op.starts_with("BETWEEN") || isList) &&
               (column == "ctid" || isUnique({column}));
    }

    /// The column of the table itself that the expression is; empty for everything else.
    std::string_view ownColumn(const Expression& expression) const {
        if (expression.kind != ExpressionKind::ColumnReference || expression.names.empty()) {
            return {};
        }
        const std::string_view column = expression.names.back().text;
        if (expression.names.size() > 1) {
            const Name& owner = expression.names[expression.names.size() - 2];
            const bool isOwn = query_.clauses->relationAlias.empty()
                                   ? owner == query_.relation.name
                                   : owner == query_.clauses->relationAlias;
            return isOwn ? column : std::string_view();
        }
        // A name that is no column may be a variable of PL/pgSQL.
        const bool isKnown = table_ == nullptr || column == "ctid" ||
                             table_->column(column) != nullptr || !table_->columnsComplete;
        return isKnown ? column : std::string_view();
    }

    /// Whether nothing in it depends on a row of another table.
    bool areValues(std::span<const Expression* const> expressions) const {
        bool values = true;
        for (const Expression* expression : expressions) {
            walkExpression(expression, [&](const Expression& node) {
                const bool isRow = node.kind == ExpressionKind::ColumnReference &&
                                   (!query_.from.empty() || !ownColumn(node).empty());
                values &= !isRow && node.kind != ExpressionKind::AnySubquery &&
                          node.kind != ExpressionKind::ArraySubquery;
                return true;
            });
        }
        return values;
    }

    /// Whether the columns hold all of some unique key.
    bool isUnique(const std::vector<std::string_view>& columns) const {
        if (table_ == nullptr || !table_->complete) {
            return std::ranges::any_of(columns,
                                       [](auto column) { return contains(usualKeys, column); });
        }
        return std::ranges::any_of(catalog_.indexesOf(table_->id), [&](const Index* index) {
            return index->unique && index->predicate == nullptr && !index->keys.empty() &&
                   std::ranges::all_of(index->keys, [&](const IndexColumn& key) {
                       const Column* column = table_->column(key.column);
                       return column != nullptr && contains(columns, column->name);
                   });
        });
    }

    const Query& query_;
    const Table* table_;
    const Catalog& catalog_;
    std::vector<std::string_view> equal_;
};

/// LIMIT, and lists of values to join with.
bool hasBatch(const Query& statement) {
    bool found = false;
    walkQueries(statement, QueryPlace::TopLevel, [&](const Query& query, QueryPlace place) {
        const bool isInsert = place == QueryPlace::TopLevel || place == QueryPlace::Source;
        found |= query.clauses->limit != nullptr || (query.kind == QueryKind::Values && !isInsert);
    });
    return found;
}

} // namespace

bool isBounded(const Query& query, const Query& statement, const Table* table,
               const Catalog& catalog) {
    return hasBatch(statement) || Bounds(query, table, catalog).found();
}

} // namespace ironlaw
