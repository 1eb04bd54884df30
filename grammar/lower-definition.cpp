// Lowering of what is known by its name only: collations, operators, casts, text search, foreign
// servers, event triggers, languages.
#include "grammar/lower.h"

#include <algorithm>

namespace ironlaw {

CreateDefinition* Lowering::define(ObjectKind kind, const QualifiedName& name, Range range) {
    auto* result = start<CreateDefinition>(range);
    result->objectKind = kind;
    result->object.name = name;
    return result;
}

CreateDefinition* Lowering::define(ObjectKind kind, size_t tokens, const char* name, Range range) {
    const Range place = qualifiedNameAt(text_, behindTokens(text_, range, tokens));
    return define(kind, {{}, this->name(name), place}, range);
}

namespace {

/// The words in front of the name in CREATE: CREATE TEXT SEARCH PARSER has four.
size_t tokensOf(ObjectKind kind, bool guarded) {
    const std::string_view words = wordsOf(kind);
    const auto blanks = static_cast<size_t>(std::ranges::count(words, ' '));
    constexpr size_t guard = 3; // IF NOT EXISTS
    return 2 + blanks + (guarded ? guard : 0);
}

} // namespace

CreateDefinition* Lowering::createOperator(const ::DefineStmt* node, Range range) {
    CreateDefinition* result = define(ObjectKind::Operator, qualifiedName(node->defnames), range);
    result->object.hasArguments = true;
    std::vector<TypeName> operands(2);
    for (const auto* option : Nodes<::DefElem>(node->definition)) {
        const std::string_view which = option->defname;
        if (option->arg != nullptr && option->arg->type == T_TypeName &&
            (which == "leftarg" || which == "rightarg")) {
            operands[which == "leftarg" ? 0 : 1] = typeName(cast<::TypeName>(option->arg));
        }
    }
    result->object.arguments = arena_.copy(operands);
    return result;
}

const Statement* Lowering::createDefinition(const ::Node* node, Range range) {
    CreateDefinition* result = namedDefinition(node, range);
    result->settings = definitionSettings(node);
    return result;
}

CreateDefinition* Lowering::namedDefinition(const ::Node* node, Range range) {
    const auto named = [&](ObjectKind kind, const ::List* name, bool isDefault = false) {
        return define(kind, nameBehind(tokensOf(kind, false) + (isDefault ? 1 : 0), name, range),
                      range);
    };
    const auto global = [&](ObjectKind kind, const char* name, bool guarded = false) {
        CreateDefinition* result = define(kind, tokensOf(kind, guarded), name, range);
        result->ifNotExists = guarded;
        return result;
    };
    switch (nodeTag(node)) {
    case T_DefineStmt: {
        const auto* created = cast<::DefineStmt>(node);
        if (created->kind == OBJECT_OPERATOR) {
            return createOperator(created, range);
        }
        const ObjectKind kind = objectKindOf(created->kind);
        const size_t tokens = tokensOf(kind, created->if_not_exists);
        CreateDefinition* result =
            define(kind, nameBehind(tokens, created->defnames, range), range);
        result->ifNotExists = created->if_not_exists;
        return result;
    }
    case T_CreateCastStmt: {
        const auto* created = cast<::CreateCastStmt>(node);
        CreateDefinition* result = define(ObjectKind::Cast, {}, range);
        result->object = castReference(created->sourcetype, created->targettype);
        return result;
    }
    case T_CreateOpClassStmt:
        return named(ObjectKind::OperatorClass, cast<::CreateOpClassStmt>(node)->opclassname);
    case T_CreateOpFamilyStmt:
        return named(ObjectKind::OperatorFamily, cast<::CreateOpFamilyStmt>(node)->opfamilyname);
    case T_CreateConversionStmt:
        return named(ObjectKind::Conversion, cast<::CreateConversionStmt>(node)->conversion_name,
                     cast<::CreateConversionStmt>(node)->def);
    case T_CreateFdwStmt:
        return global(ObjectKind::ForeignDataWrapper, cast<::CreateFdwStmt>(node)->fdwname);
    case T_CreateForeignServerStmt:
        return global(ObjectKind::Server, cast<::CreateForeignServerStmt>(node)->servername,
                      cast<::CreateForeignServerStmt>(node)->if_not_exists);
    case T_CreateEventTrigStmt:
        return global(ObjectKind::EventTrigger, cast<::CreateEventTrigStmt>(node)->trigname);
    case T_CreatePLangStmt: {
        CreateDefinition* result =
            global(ObjectKind::Language, cast<::CreatePLangStmt>(node)->plname);
        result->ifNotExists = cast<::CreatePLangStmt>(node)->replace;
        return result;
    }
    default: return global(ObjectKind::AccessMethod, cast<::CreateAmStmt>(node)->amname);
    }
}

const Statement* Lowering::alterDefinition(const ::Node* node, Range range) {
    auto* result = start<AlterDefinition>(range);
    const auto of = [&](ObjectKind kind, const QualifiedName& name) {
        result->objectKind = kind;
        result->object.name = name;
    };
    switch (nodeTag(node)) {
    case T_AlterEventTrigStmt:
        of(ObjectKind::EventTrigger, {{}, name(cast<::AlterEventTrigStmt>(node)->trigname), {}});
        break;
    case T_AlterFdwStmt:
        of(ObjectKind::ForeignDataWrapper, {{}, name(cast<::AlterFdwStmt>(node)->fdwname), {}});
        break;
    case T_AlterForeignServerStmt:
        of(ObjectKind::Server, {{}, name(cast<::AlterForeignServerStmt>(node)->servername), {}});
        break;
    case T_AlterTSConfigurationStmt:
        of(ObjectKind::TextSearchConfiguration,
           qualifiedName(cast<::AlterTSConfigurationStmt>(node)->cfgname));
        break;
    case T_AlterTSDictionaryStmt:
        of(ObjectKind::TextSearchDictionary,
           qualifiedName(cast<::AlterTSDictionaryStmt>(node)->dictname));
        break;
    default:
        of(ObjectKind::OperatorFamily,
           qualifiedName(cast<::AlterOpFamilyStmt>(node)->opfamilyname));
        break;
    }
    result->settings = definitionSettings(node);
    return result;
}

} // namespace ironlaw
