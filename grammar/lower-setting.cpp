// Lowering of what is set beside definitions: storage parameters, options, states.
#include "grammar/lower.h"

#include <algorithm>
#include <array>
#include <string>

namespace ironlaw {

namespace {

/// What it is the same to set as not to set. Storage parameters:
/// src/backend/access/common/reloptions.c; roles: CreateRole in src/backend/commands/user.c.
constexpr std::array defaults = {
    Setting{"CONNECTION LIMIT", "-1"},
    Setting{"access method", "heap"},
    Setting{"autovacuum_enabled", "true"},
    Setting{"compression", "default"},
    Setting{"publish", "insert, update, delete, truncate"},
    Setting{"publish_via_partition_root", "false"},
    Setting{"replica identity", "DEFAULT"},
    Setting{"security_barrier", "false"},
    Setting{"security_invoker", "false"},
    Setting{"statistics target", "-1"},
    Setting{"tablespace", "pg_default"},
};

std::string inOneSpelling(std::string_view value) {
    const std::string folded = foldedIdentifier(value);
    if (folded == "on" || folded == "yes" || folded == "true") {
        return "true";
    }
    return folded == "off" || folded == "no" || folded == "false" ? "false" : std::string(value);
}

std::string textOf(const ::Node* node);

std::string listText(const ::List* list, std::string_view separator) {
    std::string result;
    for (const auto* one : Nodes<::Node>(list)) {
        result += result.empty() ? "" : separator;
        result += textOf(one);
    }
    return result;
}

/// The value of an option in words.
std::string textOf(const ::Node* node) {
    if (node == nullptr) {
        return "";
    }
    switch (nodeTag(node)) {
    case T_String: return cast<::String>(node)->sval;
    case T_Float: return cast<::Float>(node)->fval;
    case T_Integer: return std::to_string(cast<::Integer>(node)->ival);
    case T_Boolean: return cast<::Boolean>(node)->boolval ? "true" : "false";
    case T_A_Const: {
        const auto* constant = cast<::A_Const>(node);
        return constant->isnull ? "null" : textOf(&constant->val.node);
    }
    case T_TypeCast: return textOf(cast<::TypeCast>(node)->arg);
    case T_TypeName: return listText(cast<::TypeName>(node)->names, ".");
    case T_List: return listText(cast<::List>(node), ", ");
    default: return "";
    }
}

} // namespace

Setting Lowering::setting(std::string_view name, std::string_view value) {
    const bool isDefault = std::ranges::any_of(
        defaults, [&](const Setting& known) { return known.name == name && known.value == value; });
    return {arena_.copy(name), isDefault ? std::string_view() : arena_.copy(value)};
}

std::vector<Setting> Lowering::settings(const ::List* options, std::string_view prefix,
                                        bool resets) {
    std::vector<Setting> result;
    for (const auto* option : Nodes<::DefElem>(options)) {
        std::string name(prefix);
        name += option->defnamespace == nullptr ? "" : std::string(option->defnamespace) + ".";
        name += option->defname;
        const bool gone = resets || option->defaction == DEFELEM_DROP;
        const std::string value = option->arg == nullptr ? "true" : textOf(option->arg);
        result.push_back(setting(name, gone ? std::string() : inOneSpelling(value)));
    }
    return result;
}

std::span<const Setting> Lowering::storage(const ::List* options, const char* tablespace,
                                           const char* accessMethod) {
    std::vector<Setting> result = settings(options);
    if (tablespace != nullptr) {
        result.push_back(setting("tablespace", tablespace));
    }
    if (accessMethod != nullptr) {
        result.push_back(setting("access method", accessMethod));
    }
    return arena_.copy(result);
}

std::span<const Setting> Lowering::actionSettings(const ::AlterTableCmd* node) {
    const auto* list = cast<::List>(node->def);
    const auto one = [&](std::string_view name, std::string_view value) {
        return arena_.copy(std::vector<Setting>{setting(name, value)});
    };
    switch (node->subtype) {
    case AT_SetRelOptions:
    case AT_SetOptions: return arena_.copy(settings(list));
    case AT_ResetRelOptions:
    case AT_ResetOptions: return arena_.copy(settings(list, "", true));
    case AT_GenericOptions:
    case AT_AlterColumnGenericOptions: return arena_.copy(settings(list, "option "));
    case AT_SetStatistics: {
        const std::string target = textOf(node->def);
        return one("statistics target", target == "" ? "-1" : target);
    }
    case AT_SetStorage: return one("storage", foldedIdentifier(textOf(node->def)));
    case AT_SetCompression: return one("compression", foldedIdentifier(textOf(node->def)));
    case AT_ChangeOwner: return one("owner", roleName(node->newowner).text);
    case AT_SetAccessMethod: return one("access method", node->name == nullptr ? "" : node->name);
    case AT_SetTableSpace: return one("tablespace", node->name);
    case AT_ReplicaIdentity:
        switch (cast<::ReplicaIdentityStmt>(node->def)->identity_type) {
        case 'f': return one("replica identity", "FULL");
        case 'n': return one("replica identity", "NOTHING");
        case 'i': return one("replica identity", "INDEX");
        default: return one("replica identity", "DEFAULT");
        }
    case AT_ClusterOn: return one("clustering", "on");
    case AT_DropCluster: return one("clustering", "");
    case AT_EnableTrig:
    case AT_EnableTrigAll:
    case AT_EnableTrigUser:
    case AT_EnableRule: return one("state", "");
    case AT_EnableAlwaysTrig:
    case AT_EnableAlwaysRule: return one("state", "ALWAYS");
    case AT_EnableReplicaTrig:
    case AT_EnableReplicaRule: return one("state", "REPLICA");
    case AT_DisableTrig:
    case AT_DisableTrigAll:
    case AT_DisableTrigUser:
    case AT_DisableRule: return one("state", "DISABLED");
    default: return {};
    }
}

Setting Lowering::variable(const ::VariableSetStmt* node, std::string_view behind) {
    const bool all = node->kind == VAR_RESET_ALL;
    const std::string name =
        "setting " + (all ? "*" : std::string(node->name)) + std::string(behind);
    switch (node->kind) {
    case VAR_SET_VALUE: return setting(name, listText(node->args, ", "));
    case VAR_SET_CURRENT: return setting(name, "current");
    default: return setting(name, "");
    }
}

std::span<const Setting> Lowering::routineSettings(const ::List* options) {
    std::vector<Setting> result;
    for (const auto* option : Nodes<::DefElem>(options)) {
        const std::string_view which = option->defname;
        const std::string value = textOf(option->arg);
        const auto flag = [&](std::string_view name) {
            result.push_back(setting(name, value == "true" ? value : ""));
        };
        if (which == "set") {
            result.push_back(variable(cast<::VariableSetStmt>(option->arg)));
        } else if (which == "strict" || which == "leakproof" || which == "window") {
            flag(which);
        } else if (which == "security") {
            flag("SECURITY DEFINER");
        } else if (which == "volatility" || which == "parallel") {
            const bool isDefault = value == "volatile" || value == "unsafe";
            result.push_back(setting(which, isDefault ? "" : value));
        } else if (which == "cost" || which == "rows") {
            const bool isDefault = value == (which == "cost" ? "100" : "1000");
            result.push_back(setting(which, isDefault ? "" : value));
        } else if (which == "support") {
            result.push_back(setting(which, value));
        }
    }
    return arena_.copy(result);
}

std::span<const Setting> Lowering::sequenceSettings(const ::List* options) {
    std::vector<Setting> result;
    for (const auto* option : Nodes<::DefElem>(options)) {
        const std::string_view which = option->defname;
        if (which == "increment" || which == "minvalue" || which == "maxvalue" ||
            which == "start" || which == "cache" || which == "cycle") {
            result.push_back({copy(option->defname), arena_.copy(textOf(option->arg))});
        } else if (which == "as") {
            const auto* type = cast<::TypeName>(option->arg);
            result.push_back({"as", lastName(type->names).text});
        }
    }
    return arena_.copy(result);
}

std::span<const Setting> Lowering::columnSettings(const ::ColumnDef* node) {
    std::vector<Setting> result = settings(node->fdwoptions, "option ");
    if (node->storage_name != nullptr) {
        result.push_back(setting("storage", foldedIdentifier(node->storage_name)));
    }
    if (node->compression != nullptr) {
        result.push_back(setting("compression", foldedIdentifier(node->compression)));
    }
    return arena_.copy(result);
}

Setting Lowering::statisticsTarget(const ::AlterStatsStmt* node) {
    const std::string target = textOf(node->stxstattarget);
    return setting("statistics target", target.empty() ? "-1" : target);
}

void Lowering::viewSettings(const ::ViewStmt* node, CreateView& view) {
    std::vector<Setting> result = settings(node->options);
    if (node->withCheckOption != NO_CHECK_OPTION) {
        result.push_back(setting(
            "check_option", node->withCheckOption == LOCAL_CHECK_OPTION ? "local" : "cascaded"));
    }
    view.settings = arena_.copy(result);
}

std::span<const Setting> Lowering::definitionSettings(const ::Node* node) {
    std::vector<Setting> result;
    const auto text = [&](std::string_view name, const char* value) {
        if (value != nullptr) {
            result.push_back(setting(name, value));
        }
    };
    const auto options = [&](const ::List* list) {
        const std::vector<Setting> all = settings(list, "option ");
        result.insert(result.end(), all.begin(), all.end());
    };
    switch (nodeTag(node)) {
    case T_CreateFdwStmt: options(cast<::CreateFdwStmt>(node)->options); break;
    case T_AlterFdwStmt: options(cast<::AlterFdwStmt>(node)->options); break;
    case T_CreateForeignServerStmt: {
        const auto* server = cast<::CreateForeignServerStmt>(node);
        text("foreign-data wrapper", server->fdwname);
        text("type", server->servertype);
        text("version", server->version);
        options(server->options);
        break;
    }
    case T_AlterForeignServerStmt:
        text("version", cast<::AlterForeignServerStmt>(node)->version);
        options(cast<::AlterForeignServerStmt>(node)->options);
        break;
    case T_AlterEventTrigStmt:
        switch (cast<::AlterEventTrigStmt>(node)->tgenabled) {
        case 'D': text("state", "DISABLED"); break;
        case 'R': text("state", "REPLICA"); break;
        case 'A': text("state", "ALWAYS"); break;
        default: text("state", ""); break;
        }
        break;
    case T_AlterTSDictionaryStmt:
        for (const auto* option : Nodes<::DefElem>(cast<::AlterTSDictionaryStmt>(node)->options)) {
            result.push_back(
                setting(std::string("option ") + option->defname, textOf(option->arg)));
        }
        break;
    case T_AlterTSConfigurationStmt: return mappings(cast<::AlterTSConfigurationStmt>(node));
    default: break;
    }
    return arena_.copy(result);
}

std::span<const Setting> Lowering::mappings(const ::AlterTSConfigurationStmt* node) {
    std::vector<Setting> result;
    for (const auto* token : Nodes<::String>(node->tokentype)) {
        result.push_back(
            setting(std::string("mapping of ") + token->sval, listText(node->dicts, ", ")));
    }
    return arena_.copy(result);
}

} // namespace ironlaw
