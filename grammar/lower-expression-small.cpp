// Expression nodes whose lowering is a line or two, and those of which only the operands are seen.
#include "grammar/lower.h"

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

} // namespace

const Expression* Lowering::smallNode(const ::Node* node) {
    auto one = [&](Expression* result, const ::Node* operand) {
        if (const Expression* lowered = expression(operand)) {
            result->operands = arena_.copy(std::vector<const Expression*>{lowered});
        }
        return result;
    };
    switch (nodeTag(node)) {
    case T_TypeCast: {
        const auto* typeCast = cast<::TypeCast>(node);
        Expression* result = make(ExpressionKind::Cast, typeCast->location);
        result->type = arena_.make<TypeName>(typeName(typeCast->typeName));
        return one(result, typeCast->arg);
    }
    case T_NullTest: {
        const auto* test = cast<::NullTest>(node);
        return one(make(nullTestKind(test), test->location),
                   reinterpret_cast<const ::Node*>(test->arg));
    }
    case T_BooleanTest: {
        const auto* test = cast<::BooleanTest>(node);
        Expression* result = make(ExpressionKind::BooleanTest, test->location);
        result->text = booleanTestWords(test->booltesttype);
        return one(result, reinterpret_cast<const ::Node*>(test->arg));
    }
    case T_CollateClause: {
        const auto* collate = cast<::CollateClause>(node);
        Expression* result = make(ExpressionKind::Collate, collate->location);
        result->names = names(collate->collname);
        return one(result, collate->arg);
    }
    case T_ParamRef: return make(ExpressionKind::Parameter, cast<::ParamRef>(node)->location);
    case T_SetToDefault: return make(ExpressionKind::Default, cast<::SetToDefault>(node)->location);
    case T_ResTarget: return expression(cast<::ResTarget>(node)->val);
    case T_SortBy: return expression(cast<::SortBy>(node)->node);
    case T_NamedArgExpr:
        return expression(reinterpret_cast<const ::Node*>(cast<::NamedArgExpr>(node)->arg));
    case T_MultiAssignRef: return expression(cast<::MultiAssignRef>(node)->source);
    case T_A_ArrayExpr: {
        Expression* result = make(ExpressionKind::Array, cast<::A_ArrayExpr>(node)->location);
        result->operands = expressions(cast<::A_ArrayExpr>(node)->elements);
        return result;
    }
    case T_RowExpr: {
        Expression* result = make(ExpressionKind::Row, cast<::RowExpr>(node)->location);
        result->operands = expressions(cast<::RowExpr>(node)->args);
        return result;
    }
    case T_List: {
        Expression* result = make(ExpressionKind::Row, -1);
        result->operands = expressions(cast<::List>(node));
        return result;
    }
    case T_CoalesceExpr: {
        Expression* result = make(ExpressionKind::Coalesce, cast<::CoalesceExpr>(node)->location);
        result->text = "coalesce";
        result->operands = expressions(cast<::CoalesceExpr>(node)->args);
        return result;
    }
    case T_MinMaxExpr: {
        const auto* minMax = cast<::MinMaxExpr>(node);
        Expression* result = make(ExpressionKind::Coalesce, minMax->location);
        result->text = minMax->op == IS_GREATEST ? "greatest" : "least";
        result->operands = expressions(minMax->args);
        return result;
    }
    case T_GroupingSet: {
        Expression* result = make(ExpressionKind::Other, cast<::GroupingSet>(node)->location);
        result->operands = expressions(cast<::GroupingSet>(node)->content);
        return result;
    }
    case T_XmlExpr: {
        Expression* result = make(ExpressionKind::Other, cast<::XmlExpr>(node)->location);
        result->operands = expressions(cast<::XmlExpr>(node)->args);
        return result;
    }
    default: return make(ExpressionKind::Other, -1);
    }
}

} // namespace ironlaw
