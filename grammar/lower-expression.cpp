// Lowering of expressions and type names.
#include "grammar/lower.h"

#include <llvm/ADT/SmallVector.h>

#include <algorithm>
#include <iterator>
#include <string>

namespace ironlaw {

Expression* Lowering::make(ExpressionKind kind, int location) {
    Expression* result = arena_.make<Expression>();
    result->kind = kind;
    result->location = offset(location);
    return result;
}

std::span<const Expression* const> Lowering::expressions(const ::List* list) {
    llvm::SmallVector<const Expression*, 16> result;
    for (const auto* node : Nodes<::Node>(list)) {
        if (const Expression* lowered = expression(node)) {
            result.push_back(lowered);
        }
    }
    return arena_.copy(result);
}

namespace {

/// A type modifier as it was written: a number, or a word as in geometry(Point, 4326).
std::string modifierText(const ::Node* node) {
    if (node->type == T_ColumnRef) {
        return std::string(stringOf(
            static_cast<const ::Node*>(llast(reinterpret_cast<const ::ColumnRef*>(node)->fields))));
    }
    if (node->type != T_A_Const || cast<::A_Const>(node)->isnull) {
        return "?";
    }
    const auto& value = cast<::A_Const>(node)->val;
    switch (value.node.type) {
    case T_Integer: return std::to_string(value.ival.ival);
    case T_Float: return value.fval.fval;
    case T_String: return value.sval.sval;
    default: return "?";
    }
}

bool isInteger(const ::Node* node) {
    return node->type == T_A_Const && !cast<::A_Const>(node)->isnull &&
           cast<::A_Const>(node)->val.node.type == T_Integer;
}

} // namespace

TypeName Lowering::typeName(const ::TypeName* node) {
    TypeName result;
    if (node == nullptr) {
        return result;
    }
    result.name = qualifiedName(node->names, node->location);
    std::vector<int64_t> modifiers;
    std::vector<std::string_view> texts;
    for (const auto* modifier : Nodes<::Node>(node->typmods)) {
        if (isInteger(modifier)) {
            modifiers.push_back(cast<::A_Const>(modifier)->val.ival.ival);
        }
        texts.push_back(arena_.copy(modifierText(modifier)));
    }
    result.modifiers = arena_.copy(modifiers);
    if (texts.size() > modifiers.size()) {
        result.modifierTexts = arena_.copy(texts);
    }
    result.dimensions =
        static_cast<uint8_t>(std::min<size_t>(Nodes<::Node>(node->arrayBounds).size(), 6));
    result.setOf = node->setof;
    result.columnType = node->pct_type;
    return result;
}

const Expression* Lowering::expression(const ::Node* node) {
    if (node == nullptr) {
        return nullptr;
    }
    DepthGuard guard(*this);
    if (!guard.allowed()) {
        return nullptr;
    }
    switch (nodeTag(node)) {
    case T_A_Const: return constant(cast<::A_Const>(node));
    case T_ColumnRef: return columnReference(cast<::ColumnRef>(node));
    case T_FuncCall: return functionCall(cast<::FuncCall>(node));
    case T_A_Expr: return operation(cast<::A_Expr>(node));
    case T_BoolExpr: return boolean(cast<::BoolExpr>(node));
    case T_SubLink: return subLink(cast<::SubLink>(node));
    case T_CaseExpr: return caseExpression(cast<::CaseExpr>(node));
    case T_A_Indirection: return indirection(cast<::A_Indirection>(node));
    case T_SQLValueFunction: return sqlValue(cast<::SQLValueFunction>(node));
    default: return smallNode(node);
    }
}

const Expression* Lowering::constant(const ::A_Const* node) {
    Expression* result = make(ExpressionKind::Null, node->location);
    if (node->isnull) {
        return result;
    }
    result->kind = ExpressionKind::String;
    switch (node->val.node.type) {
    case T_Integer:
        noteNumber(node);
        result->kind = ExpressionKind::Number;
        result->text = arena_.copy(std::to_string(node->val.ival.ival));
        break;
    case T_Float:
        noteNumber(node);
        result->kind = ExpressionKind::Number;
        result->text = copy(node->val.fval.fval);
        break;
    case T_Boolean:
        result->kind = ExpressionKind::Boolean;
        result->text = node->val.boolval.boolval ? "true" : "false";
        break;
    case T_BitString: result->text = copy(node->val.bsval.bsval); break;
    default: result->text = copy(node->val.sval.sval); break;
    }
    return result;
}

const Expression* Lowering::columnReference(const ::ColumnRef* node) {
    Expression* result = make(ExpressionKind::ColumnReference, node->location);
    result->names = names(node->fields);
    for (const auto* field : Nodes<::Node>(node->fields)) {
        if (field->type == T_A_Star) {
            result->kind = ExpressionKind::Star;
        }
    }
    if (result->kind == ExpressionKind::ColumnReference && !result->names.empty()) {
        result->text = result->names.back().text;
    }
    return result;
}

const Expression* Lowering::functionCall(const ::FuncCall* node) {
    Expression* result = make(ExpressionKind::FunctionCall, node->location);
    result->names = names(node->funcname);
    result->text = result->names.empty() ? CompactText() : result->names.back().text;
    result->star = node->agg_star;
    result->distinct = node->agg_distinct;
    result->window = node->over != nullptr;
    std::vector<const Expression*> operands;
    for (const ::List* list : {node->args, node->agg_order}) {
        for (const auto* argument : Nodes<::Node>(list)) {
            if (const Expression* lowered = expression(argument)) {
                operands.push_back(lowered);
            }
        }
    }
    if (const Expression* filter = expression(node->agg_filter)) {
        operands.push_back(filter);
    }
    if (node->over != nullptr) {
        for (const ::List* list : {node->over->partitionClause, node->over->orderClause}) {
            std::ranges::copy(expressions(list), std::back_inserter(operands));
        }
        for (const ::Node* bound : {node->over->startOffset, node->over->endOffset}) {
            if (const Expression* lowered = expression(bound)) {
                operands.push_back(lowered);
            }
        }
    }
    result->operands = arena_.copy(operands);
    return result;
}

std::string_view Lowering::operatorText(const ::List* name) {
    return name == nullptr ? std::string_view()
                           : arena_.copy(stringOf(static_cast<const ::Node*>(llast(name))));
}

const Expression* Lowering::operatorChain(const ::A_Expr* node) {
    // a || b || c is left-deep and may be thousands of operators long: the chain becomes one node.
    const std::string_view text = operatorText(node->name);
    llvm::SmallVector<const ::A_Expr*, 8> spine{node};
    while (spine.back()->lexpr->type == T_A_Expr) {
        const auto* left = cast<::A_Expr>(spine.back()->lexpr);
        if (left->kind != AEXPR_OP || left->lexpr == nullptr || left->name == nullptr ||
            stringOf(static_cast<const ::Node*>(llast(left->name))) != text) {
            break;
        }
        spine.push_back(left);
    }
    llvm::SmallVector<const Expression*, 8> operands;
    if (const Expression* first = expression(spine.back()->lexpr)) {
        operands.push_back(first);
    }
    std::ranges::reverse(spine);
    for (const ::A_Expr* link : spine) {
        if (const Expression* right = expression(link->rexpr)) {
            operands.push_back(right);
        }
    }
    Expression* result = make(ExpressionKind::Operator, node->location);
    result->text = text;
    result->operands = arena_.copy(operands);
    return result;
}

const Expression* Lowering::operation(const ::A_Expr* node) {
    if (node->kind == AEXPR_OP && node->name != nullptr && node->lexpr != nullptr) {
        return operatorChain(node);
    }
    Expression* result = make(ExpressionKind::Operator, node->location);
    const std::string_view text = operatorText(node->name);
    switch (node->kind) {
    case AEXPR_DISTINCT: result->text = "IS DISTINCT FROM"; break;
    case AEXPR_NOT_DISTINCT: result->text = "IS NOT DISTINCT FROM"; break;
    case AEXPR_NULLIF: result->text = "NULLIF"; break;
    case AEXPR_IN: result->text = text == "<>" ? "NOT IN" : "IN"; break;
    case AEXPR_OP_ANY: result->text = arena_.copy(std::string(text) + " ANY"); break;
    case AEXPR_OP_ALL: result->text = arena_.copy(std::string(text) + " ALL"); break;
    default: result->text = text; break;
    }
    llvm::SmallVector<const Expression*, 8> operands;
    for (const ::Node* side : {node->lexpr, node->rexpr}) {
        if (side != nullptr && side->type == T_List) {
            std::ranges::copy(expressions(cast<::List>(side)), std::back_inserter(operands));
        } else if (const Expression* lowered = expression(side)) {
            operands.push_back(lowered);
        }
    }
    result->operands = arena_.copy(operands);
    return result;
}

const Expression* Lowering::boolean(const ::BoolExpr* node) {
    static constexpr ExpressionKind kinds[] = {ExpressionKind::And, ExpressionKind::Or,
                                               ExpressionKind::Not};
    Expression* result = make(kinds[node->boolop], node->location);
    result->operands = expressions(node->args);
    return result;
}

const Expression* Lowering::subLink(const ::SubLink* node) {
    ExpressionKind kind = ExpressionKind::ScalarSubquery;
    switch (node->subLinkType) {
    case EXISTS_SUBLINK: kind = ExpressionKind::ExistsSubquery; break;
    case ANY_SUBLINK: kind = ExpressionKind::AnySubquery; break;
    case ALL_SUBLINK: kind = ExpressionKind::AllSubquery; break;
    case ARRAY_SUBLINK: kind = ExpressionKind::ArraySubquery; break;
    default: break;
    }
    Expression* result = make(kind, node->location);
    result->text = operatorText(node->operName);
    if (const Expression* test = expression(node->testexpr)) {
        result->operands = arena_.copy(std::vector<const Expression*>{test});
    }
    result->setSubquery(query(node->subselect));
    return result;
}

const Expression* Lowering::caseExpression(const ::CaseExpr* node) {
    Expression* result = make(ExpressionKind::Case, node->location);
    result->text = node->arg != nullptr ? "simple" : "searched";
    llvm::SmallVector<const Expression*, 16> operands;
    auto add = [&](const ::Node* part) {
        if (const Expression* lowered = expression(part)) {
            operands.push_back(lowered);
        }
    };
    add(reinterpret_cast<const ::Node*>(node->arg));
    for (const auto* when : Nodes<::CaseWhen>(node->args)) {
        add(reinterpret_cast<const ::Node*>(when->expr));
        add(reinterpret_cast<const ::Node*>(when->result));
    }
    add(reinterpret_cast<const ::Node*>(node->defresult));
    result->operands = arena_.copy(operands);
    return result;
}

const Expression* Lowering::indirection(const ::A_Indirection* node) {
    Expression* result = make(ExpressionKind::Subscript, -1);
    std::vector<const Expression*> operands;
    if (const Expression* argument = expression(node->arg)) {
        result->location = argument->location;
        operands.push_back(argument);
    }
    for (const auto* part : Nodes<::Node>(node->indirection)) {
        if (part->type == T_A_Star) {
            result->star = true;
        } else if (part->type == T_A_Indices) {
            for (const ::Node* bound :
                 {cast<::A_Indices>(part)->lidx, cast<::A_Indices>(part)->uidx}) {
                if (const Expression* lowered = expression(bound)) {
                    operands.push_back(lowered);
                }
            }
        } else if (part->type == T_String) {
            result->text = copy(cast<::String>(part)->sval);
        }
    }
    result->operands = arena_.copy(operands);
    return result;
}

const Expression* Lowering::sqlValue(const ::SQLValueFunction* node) {
    Expression* result = make(ExpressionKind::SqlValue, node->location);
    // In the order of enum SQLValueFunctionOp (src/include/nodes/primnodes.h).
    static constexpr std::string_view functions[] = {
        "current_date", "current_time", "current_time",   "current_timestamp", "current_timestamp",
        "localtime",    "localtime",    "localtimestamp", "localtimestamp",    "current_role",
        "current_user", "user",         "session_user",   "current_catalog",   "current_schema"};
    auto op = static_cast<size_t>(node->op);
    result->text = op < std::size(functions) ? functions[op] : "current_user";
    return result;
}

bool isNullConstant(const Expression* expression) {
    while (expression != nullptr && expression->kind == ExpressionKind::Cast &&
           !expression->operands.empty()) {
        expression = expression->operands.front();
    }
    return expression != nullptr && expression->kind == ExpressionKind::Null;
}

} // namespace ironlaw
