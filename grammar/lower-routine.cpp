// Lowering of routines, DO blocks, triggers and policies.
#include "grammar/lower.h"

#include "grammar/scanner.h"

namespace ironlaw {

namespace {

/// The text between the quotes of the string token at `token`.
Range insideQuotes(std::string_view text, Range token) {
    std::string_view literal = text.substr(token.begin, token.size());
    if (literal.starts_with('$')) {
        size_t tag = literal.find('$', 1);
        uint32_t length = static_cast<uint32_t>(tag + 1);
        if (tag == std::string_view::npos || token.size() < 2 * length) {
            return {};
        }
        return {token.begin + length, token.end - length};
    }
    if (literal.starts_with('\'') && literal.size() >= 2) {
        return {token.begin + 1, token.end - 1};
    }
    return {};
}

/// The first string token of `range` behind the word `keyword`; DO has none, its body stands alone.
Range stringBehind(std::string_view text, Range range, std::string_view keyword) {
    Scanner scanner(text, range);
    bool behind = keyword.empty();
    int depth = 0;
    for (Token token = scanner.nextSignificant(); token.kind != TokenKind::End;
         token = scanner.nextSignificant()) {
        bool isString = token.kind == TokenKind::String || token.kind == TokenKind::DollarString;
        if (isString && behind) {
            return token.range;
        }
        if (scanner.isSymbol(token, "(")) {
            ++depth;
        } else if (scanner.isSymbol(token, ")")) {
            --depth;
        }
        if (!keyword.empty() && token.kind == TokenKind::Word && depth == 0) {
            behind = scanner.is(token, keyword);
        } else if (!keyword.empty()) {
            behind = false;
        }
    }
    return {};
}

} // namespace

Body Lowering::bodyOf(const ::Node* text, int location, std::string_view language) {
    Body result;
    result.language = language;
    result.readable = false;
    if (text == nullptr || location < 0) {
        return result;
    }
    Range token = stringBehind(text_, {offset(location), static_cast<uint32_t>(text_.size())}, "");
    Range body = insideQuotes(text_, token);
    if (body.empty()) {
        return result;
    }
    return readBody(text_, body, language, arena_);
}

void Lowering::routineOption(const ::DefElem* option, CreateRoutine& routine) {
    std::string_view which = option->defname;
    if (which == "language") {
        routine.body.language = arena_.copy(stringOf(option->arg));
    } else if (which == "volatility") {
        std::string_view value = stringOf(option->arg);
        routine.volatility = value == "immutable" ? Volatility::Immutable
                             : value == "stable"  ? Volatility::Stable
                                                  : Volatility::Volatile;
    } else if (which == "security" && option->arg != nullptr) {
        routine.securityDefiner = cast<::Boolean>(option->arg)->boolval;
    } else if (which == "strict" && option->arg != nullptr) {
        routine.strict = cast<::Boolean>(option->arg)->boolval;
    } else if (which == "set" && option->arg != nullptr) {
        const auto* set = cast<::VariableSetStmt>(option->arg);
        routine.setsSearchPath |=
            set->name != nullptr && std::string_view(set->name) == "search_path";
    }
}

std::span<const Statement* const> Lowering::atomicBody(const ::Node* node, Range range) {
    std::vector<const Statement*> result;
    if (node->type == T_List) {
        // BEGIN ATOMIC: a list that holds one list of statements.
        for (const auto* list : Nodes<::List>(cast<::List>(node))) {
            for (const auto* one : Nodes<::Node>(list)) {
                if (const Statement* lowered = statement(one, range)) {
                    result.push_back(lowered);
                }
            }
        }
    } else if (const Statement* lowered = statement(node, range)) {
        result.push_back(lowered);
    }
    return arena_.copy(result);
}

const Statement* Lowering::createRoutine(const ::CreateFunctionStmt* node, Range range) {
    CreateRoutine* result = start<CreateRoutine>(range);
    result->name = qualifiedName(node->funcname);
    result->procedure = node->is_procedure;
    result->orReplace = node->replace;
    std::vector<RoutineArgument> arguments;
    for (const auto* parameter : Nodes<::FunctionParameter>(node->parameters)) {
        RoutineArgument argument;
        argument.name = name(parameter->name);
        argument.type = typeName(parameter->argType);
        argument.mode =
            parameter->mode == FUNC_PARAM_DEFAULT ? 'i' : static_cast<char>(parameter->mode);
        argument.hasDefault = parameter->defexpr != nullptr;
        result->returnsTable |= argument.mode == 't';
        arguments.push_back(argument);
    }
    result->arguments = arena_.copy(arguments);
    result->result = typeName(node->returnType);
    result->body.language = "sql";
    result->body.readable = false;
    int bodyLocation = -1;
    for (const auto* option : Nodes<::DefElem>(node->options)) {
        routineOption(option, *result);
        if (std::string_view(option->defname) == "as") {
            bodyLocation = option->location;
        }
    }
    if (node->sql_body != nullptr) {
        result->body.atomic = true;
        result->body.readable = true;
        result->body.range = range;
        result->body.statements = atomicBody(node->sql_body, range);
    } else if (bodyLocation >= 0) {
        uint32_t as = offset(bodyLocation);
        result->body = bodyOf(reinterpret_cast<const ::Node*>(node), static_cast<int>(as - base_),
                              result->body.language);
    }
    return result;
}

const Statement* Lowering::doBlock(const ::DoStmt* node, Range range) {
    Do* result = start<Do>(range);
    result->body.language = "plpgsql";
    int location = -1;
    for (const auto* option : Nodes<::DefElem>(node->args)) {
        if (std::string_view(option->defname) == "language") {
            result->body.language = arena_.copy(stringOf(option->arg));
        } else {
            location = option->location;
        }
    }
    result->body = bodyOf(reinterpret_cast<const ::Node*>(node), location, result->body.language);
    return result;
}

const Statement* Lowering::createTrigger(const ::CreateTrigStmt* node, Range range) {
    CreateTrigger* result = start<CreateTrigger>(range);
    result->name = name(node->trigname);
    result->table = qualifiedName(node->relation);
    result->function = qualifiedName(node->funcname);
    result->columns = names(node->columns);
    result->when = expression(node->whenClause);
    result->orReplace = node->replace;
    result->constraint = node->isconstraint;
    result->row = node->row;
    return result;
}

const Statement* Lowering::policy(const ::Node* node, Range range) {
    if (nodeTag(node) == T_CreatePolicyStmt) {
        const auto* create = cast<::CreatePolicyStmt>(node);
        CreatePolicy* result = start<CreatePolicy>(range);
        result->name = name(create->policy_name);
        result->table = qualifiedName(create->table);
        result->command = copy(create->cmd_name);
        result->permissive = create->permissive;
        result->usingExpression = expression(create->qual);
        result->checkExpression = expression(create->with_check);
        return result;
    }
    const auto* alter = cast<::AlterPolicyStmt>(node);
    AlterPolicy* result = start<AlterPolicy>(range);
    result->name = name(alter->policy_name);
    result->table = qualifiedName(alter->table);
    result->usingExpression = expression(alter->qual);
    result->checkExpression = expression(alter->with_check);
    return result;
}

} // namespace ironlaw
