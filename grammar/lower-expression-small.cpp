// Expression nodes whose lowering is a line or two, and those of which only the operands are seen.
#include "grammar/lower.h"

#include <array>

extern "C" {
#include "nodes/nodeFuncs.h"
}

namespace ironlaw {

namespace {

ExpressionKind nullTestKind(const ::NullTest* node) {
    return node->nulltesttype == IS_NULL ? ExpressionKind::IsNull : ExpressionKind::IsNotNull;
}

std::string_view booleanTestWords(::BoolTestType type) {
    static constexpr std::string_view words[] = {"IS TRUE",      "IS NOT TRUE", "IS FALSE",
                                                 "IS NOT FALSE", "IS UNKNOWN",  "IS NOT UNKNOWN"};
    return words[type];
}

/// Nodes whose children PostgreSQL's own walker finds. It ends the program on a node that it does
/// not know, so these are named.
bool hasOnlyOperands(::NodeTag tag) {
    switch (tag) {
    case T_GroupingSet:
    case T_GroupingFunc:
    case T_XmlExpr:
    case T_XmlSerialize:
    case T_JsonObjectConstructor:
    case T_JsonArrayConstructor:
    case T_JsonArrayQueryConstructor:
    case T_JsonAggConstructor:
    case T_JsonObjectAgg:
    case T_JsonArrayAgg:
    case T_JsonKeyValue:
    case T_JsonValueExpr:
    case T_JsonIsPredicate:
    case T_JsonParseExpr:
    case T_JsonScalarExpr:
    case T_JsonSerializeExpr:
    case T_JsonFuncExpr:
    case T_JsonArgument:
    case T_JsonBehavior:
    case T_JsonOutput:
    case T_JsonTable:
    case T_JsonTableColumn:
    case T_RangeTableFunc:
    case T_RangeTableFuncCol: return true;
    default: return false;
    }
}

bool collectChild(::Node* node, void* children) {
    if (node != nullptr) {
        static_cast<std::vector<const ::Node*>*>(children)->push_back(node);
    }
    return false;
}

} // namespace

const Expression* Lowering::withOperand(Expression* result, const ::Node* operand) {
    if (const Expression* lowered = expression(operand)) {
        result->operands = arena_.copy(std::array{lowered});
    }
    return result;
}

const Expression* Lowering::smallNode(const ::Node* node) {
    switch (nodeTag(node)) {
    case T_TypeCast: {
        const auto* typeCast = cast<::TypeCast>(node);
        Expression* result = make(ExpressionKind::Cast, typeCast->location);
        result->setType(arena_.make<TypeName>(typeName(typeCast->typeName)));
        return withOperand(result, typeCast->arg);
    }
    case T_NullTest: {
        const auto* test = cast<::NullTest>(node);
        return withOperand(make(nullTestKind(test), test->location),
                           reinterpret_cast<const ::Node*>(test->arg));
    }
    case T_BooleanTest: {
        const auto* test = cast<::BooleanTest>(node);
        Expression* result = make(ExpressionKind::BooleanTest, test->location);
        result->text = booleanTestWords(test->booltesttype);
        return withOperand(result, reinterpret_cast<const ::Node*>(test->arg));
    }
    case T_CollateClause: {
        const auto* collate = cast<::CollateClause>(node);
        Expression* result = make(ExpressionKind::Collate, collate->location);
        result->names = names(collate->collname);
        return withOperand(result, collate->arg);
    }
    case T_ParamRef: return make(ExpressionKind::Parameter, cast<::ParamRef>(node)->location);
    case T_SetToDefault: return make(ExpressionKind::Default, cast<::SetToDefault>(node)->location);
    default: return listNode(node);
    }
}

const Expression* Lowering::listNode(const ::Node* node) {
    Expression* result = nullptr;
    const ::List* elements = nullptr;
    switch (nodeTag(node)) {
    case T_A_ArrayExpr:
        result = make(ExpressionKind::Array, cast<::A_ArrayExpr>(node)->location);
        elements = cast<::A_ArrayExpr>(node)->elements;
        break;
    case T_RowExpr:
        result = make(ExpressionKind::Row, cast<::RowExpr>(node)->location);
        elements = cast<::RowExpr>(node)->args;
        break;
    case T_List:
        result = make(ExpressionKind::Row, -1);
        elements = cast<::List>(node);
        break;
    case T_CoalesceExpr:
        result = make(ExpressionKind::Coalesce, cast<::CoalesceExpr>(node)->location);
        result->text = "coalesce";
        elements = cast<::CoalesceExpr>(node)->args;
        break;
    case T_MinMaxExpr:
        result = make(ExpressionKind::Coalesce, cast<::MinMaxExpr>(node)->location);
        result->text = cast<::MinMaxExpr>(node)->op == IS_GREATEST ? "greatest" : "least";
        elements = cast<::MinMaxExpr>(node)->args;
        break;
    default: return wrapperNode(node);
    }
    result->operands = expressions(elements);
    return result;
}

const Expression* Lowering::wrapperNode(const ::Node* node) {
    switch (nodeTag(node)) {
    case T_ResTarget: return expression(cast<::ResTarget>(node)->val);
    case T_SortBy: return expression(cast<::SortBy>(node)->node);
    case T_NamedArgExpr:
        return expression(reinterpret_cast<const ::Node*>(cast<::NamedArgExpr>(node)->arg));
    case T_MultiAssignRef: return assignedValue(node);
    default: return otherNode(node);
    }
}

const Expression* Lowering::otherNode(const ::Node* node) {
    if (nodeTag(node) == T_SelectStmt) {
        // JSON_ARRAY(SELECT …)
        Expression* result = make(ExpressionKind::ScalarSubquery, -1);
        result->setSubquery(query(node));
        return result;
    }
    note(node);
    Expression* result = make(ExpressionKind::Other, -1);
    if (!hasOnlyOperands(nodeTag(node))) {
        return result;
    }
    std::vector<const ::Node*> children;
    raw_expression_tree_walker(const_cast<::Node*>(node), collectChild, &children);
    std::vector<const Expression*> operands;
    for (const ::Node* child : children) {
        const Expression* lowered = expression(child);
        if (lowered != nullptr) {
            operands.push_back(lowered);
        }
    }
    result->operands = arena_.copy(operands);
    return result;
}

} // namespace ironlaw
