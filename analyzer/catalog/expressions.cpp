// See expressions.h.
#include "analyzer/catalog/expressions.h"

#include "grammar/query.h"

#include <algorithm>

namespace ironlaw {

std::vector<std::string_view> columnsIn(const Expression* expression) {
    std::vector<std::string_view> result;
    walkExpression(expression, [&](const Expression& node) {
        if (node.kind == ExpressionKind::ColumnReference &&
            std::ranges::find(result, node.text.view()) == result.end()) {
            result.push_back(node.text);
        }
        return true;
    });
    return result;
}

bool sameExpression(const Expression* a, const Expression* b) {
    if (a == nullptr || b == nullptr) {
        return a == b;
    }
    const bool alike = a->kind == b->kind && a->text == b->text && a->star == b->star &&
                       a->distinct == b->distinct && a->window == b->window &&
                       std::ranges::equal(a->names, b->names) && a->subquery() == b->subquery() &&
                       (a->type() == nullptr) == (b->type() == nullptr) &&
                       (a->type() == nullptr || formatType(*a->type()) == formatType(*b->type()));
    return alike && std::ranges::equal(a->operands, b->operands, sameExpression);
}

namespace {

struct FoundName {
    std::string_view name;
    bool strong = false; ///< of a column or a function, which the name of a type gives way to
};

FoundName findName(const Expression* expression);

FoundName findNameOfCase(const Expression& node) {
    // The last operand is ELSE if there is an even number behind the argument.
    const size_t pairs = node.operands.size() - (node.text == "simple" ? 1 : 0);
    const FoundName otherwise = pairs % 2 == 1 ? findName(node.operands.back()) : FoundName();
    return otherwise.strong ? otherwise : FoundName{"case"};
}

FoundName findNameOfSubquery(const Expression& node) {
    const Query* query = node.subquery();
    while (query != nullptr && !query->clauses->arms.empty()) {
        query = query->clauses->arms.front();
    }
    if (query == nullptr || query->targets.empty()) {
        return {};
    }
    const Target& first = query->targets.front();
    return first.name.empty() ? findName(first.value) : FoundName{first.name.text, true};
}

FoundName findName(const Expression* expression) {
    if (expression == nullptr) {
        return {};
    }
    const Expression& node = *expression;
    const Expression* first = node.operands.empty() ? nullptr : node.operands.front();
    switch (node.kind) {
    case ExpressionKind::ColumnReference:
    case ExpressionKind::FunctionCall:
    case ExpressionKind::SqlValue:
    case ExpressionKind::Coalesce: return {node.text, true};
    case ExpressionKind::Operator:
        return node.text == "NULLIF" ? FoundName{"nullif", true} : FoundName();
    case ExpressionKind::Subscript:
        return node.text.empty() ? findName(first) : FoundName{node.text, true};
    case ExpressionKind::Collate: return findName(first);
    case ExpressionKind::Cast: {
        const FoundName argument = findName(first);
        return argument.strong ? argument : FoundName{node.type()->name.name.text};
    }
    case ExpressionKind::Case: return findNameOfCase(node);
    case ExpressionKind::Array:
    case ExpressionKind::ArraySubquery: return {"array", true};
    case ExpressionKind::Row: return {"row", true};
    case ExpressionKind::ExistsSubquery: return {"exists", true};
    case ExpressionKind::ScalarSubquery: return findNameOfSubquery(node);
    default: return {};
    }
}

} // namespace

std::string_view columnNameOf(const Expression* expression) { return findName(expression).name; }

} // namespace ironlaw
