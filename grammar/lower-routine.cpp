// Lowering of routines, DO blocks, triggers and policies.
#include "grammar/body.h"
#include "grammar/lower.h"
#include "grammar/scanner.h"

#include <algorithm>

namespace ironlaw {

namespace {

/// The string that begins with the next string token of `range`; an empty range if SQL joins it
/// with a second one on a later line.
Range nextString(std::string_view text, Range range) {
    Scanner scanner(text, range);
    for (Token token = scanner.nextSignificant(); token.kind != TokenKind::End;
         token = scanner.nextSignificant()) {
        if (token.kind == TokenKind::String || token.kind == TokenKind::DollarString) {
            return scanner.nextSignificant().kind == TokenKind::String ? Range() : token.range;
        }
    }
    return {};
}

} // namespace

Body Lowering::bodyOf(int location, uint32_t end, std::string_view language) {
    Body result;
    result.language = language;
    result.readable = false;
    if (location < 0 || bodyDepth_ >= maxBodyDepth) {
        return result;
    }
    const Range local{offset(location) - text_.base, end - text_.base};
    const Range token = nextString(text_.bytes, local);
    const auto body = quotedText(text_, {token.begin + text_.base, token.end + text_.base});
    return body ? readBody(text_, *body, language, arena_, bodyDepth_ + 1) : result;
}

void Lowering::routineOption(const ::DefElem* option, CreateRoutine& routine) {
    std::string_view which = option->defname;
    if (which == "language") {
        routine.body.language = arena_.copy(foldedIdentifier(stringOf(option->arg)));
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

Body Lowering::atomicBody(const ::Node* node, Range range) {
    Body result;
    result.language = "sql";
    result.atomic = true;
    std::vector<const ::Node*> nodes;
    std::vector<Range> ranges;
    if (node->type == T_List) {
        // BEGIN ATOMIC: a list that holds one list of statements.
        for (const auto* list : Nodes<::List>(cast<::List>(node))) {
            for (const auto* one : Nodes<::Node>(list)) {
                nodes.push_back(one);
            }
        }
        const Range begin = findWord(text_, range, "begin");
        const Range atomic = findWord(text_, {begin.end, range.end}, "atomic");
        constexpr uint32_t endLength = 3;
        result.range = trimmedIn(text_, {atomic.end, range.end - endLength});
        ranges = semicolonSeparated(text_, result.range);
    } else {
        nodes.push_back(node);
        result.range = {findWord(text_, range, "return").begin, range.end};
        ranges.push_back(result.range);
    }
    if (ranges.size() != nodes.size()) {
        ranges.assign(nodes.size(), range);
    }
    std::vector<const Statement*> statements;
    for (const ::Node* one : nodes) {
        if (const Statement* lowered = statement(one, ranges[statements.size()])) {
            statements.push_back(lowered);
        }
    }
    result.statements = arena_.copy(statements);
    return result;
}

std::span<const RoutineArgument> Lowering::routineArguments(const ::List* parameters) {
    std::vector<RoutineArgument> arguments;
    for (const auto* parameter : Nodes<::FunctionParameter>(parameters)) {
        RoutineArgument argument;
        argument.name = name(parameter->name);
        argument.type = typeName(parameter->argType);
        argument.mode =
            parameter->mode == FUNC_PARAM_DEFAULT ? 'i' : static_cast<char>(parameter->mode);
        argument.hasDefault = parameter->defexpr != nullptr;
        arguments.push_back(argument);
    }
    return arena_.copy(arguments);
}

const Statement* Lowering::createAggregate(const ::DefineStmt* node, Range range) {
    CreateRoutine* result = start<CreateRoutine>(range);
    result->name = nameBehind(node->replace ? 4 : 2, node->defnames, range);
    result->kindOfRoutine = RoutineKind::Aggregate;
    result->orReplace = node->replace;
    // The arguments, and how many of them are direct ones.
    result->arguments = routineArguments(static_cast<const ::List*>(linitial(node->args)));
    result->body.language = "internal";
    return result;
}

uint32_t Lowering::optionsBegin(const ::CreateFunctionStmt* node, Range range) {
    uint32_t result = range.end;
    for (const auto* option : Nodes<::DefElem>(node->options)) {
        result = std::min(result, offset(option->location));
    }
    if (node->sql_body != nullptr && result == range.end) {
        const Range body =
            findWord(text_, range, node->sql_body->type == T_List ? "begin" : "return");
        result = body.empty() ? result : body.begin;
    }
    return result;
}

const Statement* Lowering::createRoutine(const ::CreateFunctionStmt* node, Range range) {
    CreateRoutine* result = start<CreateRoutine>(range);
    result->name = nameBehind(node->replace ? 4 : 2, node->funcname, range);
    result->kindOfRoutine = node->is_procedure ? RoutineKind::Procedure : RoutineKind::Function;
    result->orReplace = node->replace;
    result->arguments = routineArguments(node->parameters);
    for (const RoutineArgument& argument : result->arguments) {
        result->returnsTable |= argument.mode == 't';
    }
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
    result->settings = routineSettings(node->options);
    result->optionsBegin = optionsBegin(node, range);
    if (node->sql_body != nullptr) {
        result->body = atomicBody(node->sql_body, range);
    } else {
        result->body = bodyOf(bodyLocation, range.end, result->body.language);
    }
    return result;
}

const Statement* Lowering::doBlock(const ::DoStmt* node, Range range) {
    Do* result = start<Do>(range);
    result->body.language = "plpgsql";
    int location = -1;
    for (const auto* option : Nodes<::DefElem>(node->args)) {
        if (std::string_view(option->defname) == "language") {
            result->body.language = arena_.copy(foldedIdentifier(stringOf(option->arg)));
        } else {
            location = option->location;
        }
    }
    result->body = bodyOf(location, range.end, result->body.language);
    return result;
}

const Statement* Lowering::createTrigger(const ::CreateTrigStmt* node, Range range) {
    CreateTrigger* result = start<CreateTrigger>(range);
    result->name = name(node->trigname);
    result->table = qualifiedName(node->relation);
    result->function = qualifiedName(node->funcname);
    // EXECUTE FUNCTION name, which stands last: a column of WHEN may be called so.
    for (Range execute = findWord(text_, range, "execute"); !execute.empty();
         execute = findWord(text_, {execute.end, range.end}, "execute")) {
        result->function.range =
            qualifiedNameAt(text_, behindTokens(text_, {execute.begin, range.end}, 2));
    }
    result->columns = names(node->columns);
    result->when = expression(node->whenClause);
    result->orReplace = node->replace;
    result->constraint = node->isconstraint;
    result->row = node->row;
    return result;
}

const Statement* Lowering::createRule(const ::RuleStmt* node, Range range) {
    CreateRule* result = start<CreateRule>(range);
    result->name = name(node->rulename);
    result->table = qualifiedName(node->relation);
    switch (node->event) {
    case CMD_INSERT: result->event = QueryKind::Insert; break;
    case CMD_UPDATE: result->event = QueryKind::Update; break;
    case CMD_DELETE: result->event = QueryKind::Delete; break;
    default: break;
    }
    result->condition = expression(node->whereClause);
    std::vector<const Query*> actions;
    for (const ::Node* action : Nodes<::Node>(node->actions)) {
        if (const Query* lowered = query(action)) {
            actions.push_back(lowered);
        }
    }
    result->actions = arena_.copy(actions);
    result->instead = node->instead;
    result->orReplace = node->replace;
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
        result->roles = roleNames(create->roles);
        return result;
    }
    const auto* alter = cast<::AlterPolicyStmt>(node);
    AlterPolicy* result = start<AlterPolicy>(range);
    result->name = name(alter->policy_name);
    result->table = qualifiedName(alter->table);
    result->usingExpression = expression(alter->qual);
    result->checkExpression = expression(alter->with_check);
    result->roles = roleNames(alter->roles);
    return result;
}

} // namespace ironlaw
