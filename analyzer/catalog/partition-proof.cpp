// See partition-proof.h.
#include "analyzer/catalog/partition-proof.h"

#include "analyzer/catalog/not-null-proof.h"

#include <algorithm>

namespace ironlaw {

namespace {

/// The constant behind casts; null if it is none.
const Expression* constantOf(const Expression* expression) {
    while (expression->kind == ExpressionKind::Cast) {
        expression = expression->operands.front();
    }
    const bool isConstant = expression->kind == ExpressionKind::Number ||
                            expression->kind == ExpressionKind::String ||
                            expression->kind == ExpressionKind::Boolean;
    return isConstant ? expression : nullptr;
}

bool sameConstant(const Expression* a, const Expression* b) {
    const Expression* left = constantOf(a);
    const Expression* right = constantOf(b);
    return left != nullptr && right != nullptr && left->text == right->text;
}

/// MINVALUE or MAXVALUE.
bool isOpen(const Expression& value) { return value.kind == ExpressionKind::ColumnReference; }

class Proof {
public:
    Proof(const Table& table, std::string_view column) : table_(table), column_(column) {}

    bool notNull() const {
        const Column* column = table_.column(column_);
        return (column != nullptr && column->notNull) ||
               std::ranges::any_of(table_.constraints, [&](const Constraint& check) {
                   return provesNotNull(check, column_);
               });
    }

    /// Whether some valid CHECK says `column op value`, alone or in a conjunction.
    bool says(std::string_view op, const Expression* value) const {
        return any([&](const Expression& node) {
            return comparesColumn(node, op) && sameConstant(node.operands[1], value);
        });
    }

    /// Whether some valid CHECK allows only values of the list.
    bool within(std::span<const Expression* const> list) const {
        auto listed = [&](const Expression* value) {
            return std::ranges::any_of(
                list, [&](const Expression* one) { return sameConstant(one, value); });
        };
        return any([&](const Expression& node) {
            if (comparesColumn(node, "=")) {
                return listed(node.operands[1]);
            }
            return node.kind == ExpressionKind::Operator && node.text == "IN" &&
                   isColumn(*node.operands.front()) &&
                   std::ranges::all_of(std::span(node.operands.begin() + 1, node.operands.end()),
                                       listed);
        });
    }

private:
    bool isColumn(const Expression& node) const {
        return node.kind == ExpressionKind::ColumnReference && node.text == column_;
    }
    bool comparesColumn(const Expression& node, std::string_view op) const {
        return node.kind == ExpressionKind::Operator && node.text == op &&
               node.operands.size() == 2 && isColumn(*node.operands.front());
    }

    template <typename Test> static bool anyPart(const Expression& node, const Test& test) {
        if (node.kind == ExpressionKind::And) {
            return std::ranges::any_of(
                node.operands, [&](const Expression* part) { return anyPart(*part, test); });
        }
        return test(node);
    }
    template <typename Test> bool any(const Test& test) const {
        return std::ranges::any_of(table_.constraints, [&](const Constraint& check) {
            return check.kind == ConstraintKind::Check && check.validated && check.enforced &&
                   check.expression != nullptr && anyPart(*check.expression, test);
        });
    }

    const Table& table_;
    std::string_view column_;
};

} // namespace

bool mayExcludeRows(const Table& defaultPartition, const Table& parent) {
    auto isKey = [&](ColumnNumber number) {
        const Column* own = defaultPartition.column(number);
        return own != nullptr &&
               std::ranges::any_of(parent.partitionColumns, [&](ColumnNumber key) {
                   const Column* column = parent.column(key);
                   return column != nullptr && column->name == own->name;
               });
    };
    return std::ranges::any_of(defaultPartition.constraints, [&](const Constraint& check) {
        return check.kind == ConstraintKind::Check && check.validated && check.enforced &&
               check.expression != nullptr && check.expression->kind != ExpressionKind::IsNotNull &&
               (parent.partitionColumns.empty() || std::ranges::any_of(check.mentioned, isKey));
    });
}

bool mayImplyBound(const Table& table, const Table& parent, const PartitionBound& bound) {
    if (bound.strategy == PartitionStrategy::Hash || !mayExcludeRows(table, parent)) {
        return false;
    }
    // Every bound but that of the default partition and of a list with NULL asks for IS NOT NULL.
    const bool allowsNull =
        bound.isDefault || std::ranges::any_of(bound.values, [](const Expression* value) {
            return value->kind == ExpressionKind::Null;
        });
    return allowsNull || std::ranges::all_of(parent.partitionColumns, [&](ColumnNumber key) {
               const Column* column = parent.column(key);
               return column != nullptr && Proof(table, column->name).notNull();
           });
}

bool impliesBound(const Table& table, const Table& parent, const PartitionBound& bound) {
    const Column* key = parent.partitionColumns.size() == 1
                            ? parent.column(parent.partitionColumns.front())
                            : nullptr;
    if (key == nullptr || bound.isDefault) {
        return false;
    }
    const Proof proof(table, key->name);
    if (!proof.notNull()) {
        return false;
    }
    switch (bound.strategy) {
    case PartitionStrategy::Range:
        return bound.from.size() == 1 && bound.to.size() == 1 &&
               (isOpen(*bound.from[0]) || proof.says(">=", bound.from[0])) &&
               (isOpen(*bound.to[0]) || proof.says("<", bound.to[0]));
    case PartitionStrategy::List: return proof.within(bound.values);
    default: return false;
    }
}

} // namespace ironlaw
