// See not-null-proof.h.
#include "analyzer/catalog/not-null-proof.h"

#include <algorithm>

namespace ironlaw {

namespace {

bool isColumn(const Expression& node, std::string_view column) {
    return node.kind == ExpressionKind::ColumnReference && node.text == column;
}

bool says(const Expression& node, std::string_view column) {
    switch (node.kind) {
    case ExpressionKind::IsNotNull: return isColumn(*node.operands.front(), column);
    case ExpressionKind::And:
        return std::ranges::any_of(node.operands,
                                   [&](const Expression* part) { return says(*part, column); });
    case ExpressionKind::Not: {
        const Expression& inner = *node.operands.front();
        return inner.kind == ExpressionKind::IsNull && isColumn(*inner.operands.front(), column);
    }
    case ExpressionKind::Operator:
        return node.text == "IS DISTINCT FROM" && node.operands.size() == 2 &&
               isColumn(*node.operands[0], column) && isNullConstant(node.operands[1]);
    default: return false;
    }
}

} // namespace

bool provesNotNull(const Constraint& constraint, std::string_view column) {
    return constraint.kind == ConstraintKind::Check && constraint.validated &&
           constraint.enforced && constraint.expression != nullptr &&
           says(*constraint.expression, column);
}

bool isValidNotNull(const Table& table, const Column& column) {
    const NotNullConstraint* constraint = table.notNull(column.number);
    return column.notNull && (constraint == nullptr || constraint->validated);
}

bool holdsNoNull(const Table& table, const Column& column) {
    return isValidNotNull(table, column) ||
           std::ranges::any_of(table.constraints, [&](const Constraint& check) {
               return provesNotNull(check, column.name);
           });
}

} // namespace ironlaw
