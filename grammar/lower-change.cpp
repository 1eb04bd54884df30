// Lowering of the statements that change nothing that a definition tells: roles, settings of
// databases and routines, default privileges, user mappings, subscriptions, labels.
#include "grammar/lower.h"

#include <fmt/format.h>

namespace ironlaw {

SettingChange Lowering::change(ObjectKind kind, std::string_view name,
                               const std::vector<Setting>& settings) {
    SettingChange result;
    result.objectKind = kind;
    result.object.name.name = {arena_.copy(name), false};
    result.settings = arena_.copy(settings);
    return result;
}

namespace {

struct RoleOption {
    std::string_view option; ///< as PostgreSQL's parser calls it
    std::string_view words;
    bool byDefault = false;
};

constexpr RoleOption roleOptions[] = {
    {"superuser", "SUPERUSER"}, {"inherit", "INHERIT", true}, {"createrole", "CREATEROLE"},
    {"createdb", "CREATEDB"},   {"canlogin", "LOGIN"},        {"isreplication", "REPLICATION"},
    {"bypassrls", "BYPASSRLS"},
};

std::string membership(std::string_view group) { return fmt::format("membership in {}", group); }

} // namespace

Setting Lowering::roleSetting(const ::DefElem* option) {
    const std::string_view which = option->defname;
    for (const RoleOption& known : roleOptions) {
        if (known.option == which) {
            const bool on = cast<::Boolean>(option->arg)->boolval;
            return setting(known.words, on == known.byDefault ? "" : on ? "on" : "off");
        }
    }
    if (which == "password") {
        return setting("password", option->arg == nullptr ? "" : "of its own");
    }
    if (which == "validUntil") {
        return setting("VALID UNTIL", stringOf(option->arg));
    }
    return setting("CONNECTION LIMIT", std::to_string(cast<::Integer>(option->arg)->ival));
}

std::vector<SettingChange> Lowering::roleChanges(std::string_view role, const ::List* options,
                                                 bool joins) {
    std::vector<Setting> own;
    std::vector<SettingChange> result(1);
    for (const auto* option : Nodes<::DefElem>(options)) {
        const std::string_view which = option->defname;
        if (which == "sysid") {
            continue;
        }
        const bool ofMembers = which == "rolemembers" || which == "adminmembers";
        if (!ofMembers && which != "addroleto") {
            own.push_back(roleSetting(option));
            continue;
        }
        for (const Name& other :
             roleNames(cast<::List>(reinterpret_cast<const ::Node*>(option->arg)))) {
            const std::string value = !joins                    ? ""
                                      : which == "adminmembers" ? "with ADMIN"
                                                                : "granted";
            if (ofMembers) {
                result.push_back(
                    change(ObjectKind::Role, other.text, {setting(membership(role), value)}));
            } else {
                own.push_back(setting(membership(other.text), value));
            }
        }
    }
    result.front() = change(ObjectKind::Role, role, own);
    return result;
}

std::vector<SettingChange> Lowering::roleStatement(const ::Node* node) {
    switch (nodeTag(node)) {
    case T_CreateRoleStmt: {
        const auto* create = cast<::CreateRoleStmt>(node);
        std::vector<SettingChange> result = roleChanges(create->role, create->options, true);
        if (create->stmt_type == ROLESTMT_USER) {
            std::vector<Setting> own{{"LOGIN", "on"}};
            own.insert(own.end(), result.front().settings.begin(), result.front().settings.end());
            result.front().settings = arena_.copy(own);
        }
        result.front().makes = true;
        return result;
    }
    case T_AlterRoleStmt: {
        const auto* alter = cast<::AlterRoleStmt>(node);
        return roleChanges(roleName(alter->role).text, alter->options, alter->action > 0);
    }
    case T_AlterRoleSetStmt: {
        const auto* alter = cast<::AlterRoleSetStmt>(node);
        const std::string where =
            alter->database == nullptr ? "" : fmt::format(" in database {}", alter->database);
        const std::string_view role = alter->role == nullptr ? std::string_view("all roles")
                                                             : roleName(alter->role).text.view();
        return {change(ObjectKind::Role, role, {variable(alter->setstmt, where)})};
    }
    default: break;
    }
    const auto* grant = cast<::GrantRoleStmt>(node);
    std::vector<SettingChange> result;
    for (const Name& member : roleNames(grant->grantee_roles)) {
        std::vector<Setting> own;
        for (const auto* group : Nodes<::AccessPriv>(grant->granted_roles)) {
            const bool onlyOption = !grant->is_grant && grant->opt != nullptr;
            own.push_back(setting(membership(group->priv_name),
                                  !grant->is_grant && !onlyOption ? ""
                                  : grant->is_grant && optionIsOn(grant->opt, "admin")
                                      ? "with ADMIN"
                                      : "granted"));
        }
        result.push_back(change(ObjectKind::Role, member.text, own));
    }
    return result;
}

namespace {

/// The objects of ALTER DEFAULT PRIVILEGES in words: "tables".
std::string_view defaultsOf(::ObjectType type) {
    switch (type) {
    case OBJECT_TABLE: return "tables";
    case OBJECT_SEQUENCE: return "sequences";
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE: return "routines";
    case OBJECT_TYPE: return "types";
    case OBJECT_SCHEMA: return "schemas";
    default: return "large objects";
    }
}

} // namespace

void Lowering::defaultPrivileges(const ::AlterDefaultPrivilegesStmt* node, OtherStatement& result) {
    std::vector<std::string> schemas;
    std::vector<std::string> roles;
    for (const auto* option : Nodes<::DefElem>(node->options)) {
        const auto* list = cast<::List>(option->arg);
        if (std::string_view(option->defname) == "schemas") {
            for (const Name& schema : names(list)) {
                schemas.push_back(fmt::format(" in schema \"{}\"", schema.text.view()));
            }
        } else {
            for (const Name& role : roleNames(list)) {
                roles.push_back(fmt::format(" of role \"{}\"", role.text.view()));
            }
        }
    }
    schemas.resize(std::max<size_t>(schemas.size(), 1));
    roles.resize(std::max<size_t>(roles.size(), 1));
    std::vector<SettingChange> changes;
    for (const std::string& role : roles) {
        for (const std::string& schema : schemas) {
            const std::string name = fmt::format("default privileges on {}{}{}",
                                                 defaultsOf(node->action->objtype), role, schema);
            changes.push_back(change(ObjectKind::Other, name, {}));
        }
    }
    result.changes = arena_.copy(changes);
    result.defaults = static_cast<const Grant*>(grant(node->action, result.range));
}

std::vector<SettingChange> Lowering::outerObject(const ::Node* node) {
    const auto one = [&](std::string_view kind, std::string_view name,
                         const std::vector<Setting>& settings) {
        return std::vector<SettingChange>{
            change(ObjectKind::Other, fmt::format("{} \"{}\"", kind, name), settings)};
    };
    const auto mapping = [&](const ::RoleSpec* user, const char* server, const ::List* options) {
        return std::vector<SettingChange>{
            change(ObjectKind::Other,
                   fmt::format("user mapping of \"{}\" on server \"{}\"",
                               roleName(user).text.view(), server),
                   settings(options, "option "))};
    };
    std::vector<SettingChange> result;
    switch (nodeTag(node)) {
    case T_CreateUserMappingStmt: {
        const auto* create = cast<::CreateUserMappingStmt>(node);
        result = mapping(create->user, create->servername, create->options);
        result.front().makes = true;
        return result;
    }
    case T_AlterUserMappingStmt: {
        const auto* alter = cast<::AlterUserMappingStmt>(node);
        return mapping(alter->user, alter->servername, alter->options);
    }
    case T_DropUserMappingStmt: {
        const auto* drop = cast<::DropUserMappingStmt>(node);
        result = mapping(drop->user, drop->servername, nullptr);
        result.front().removes = true;
        return result;
    }
    case T_CreateSubscriptionStmt: {
        const auto* create = cast<::CreateSubscriptionStmt>(node);
        result = one("subscription", create->subname, {});
        result.front().makes = true;
        return result;
    }
    case T_DropSubscriptionStmt:
        result = one("subscription", cast<::DropSubscriptionStmt>(node)->subname, {});
        result.front().removes = true;
        return result;
    case T_AlterDatabaseSetStmt: {
        const auto* alter = cast<::AlterDatabaseSetStmt>(node);
        return {change(ObjectKind::Database, alter->dbname, {variable(alter->setstmt)})};
    }
    default: {
        const auto* alter = cast<::AlterDatabaseStmt>(node);
        return {change(ObjectKind::Database, alter->dbname, settings(alter->options))};
    }
    }
}

std::vector<SettingChange> Lowering::changes(const ::Node* node) {
    SettingChange result;
    switch (nodeTag(node)) {
    case T_CreateRoleStmt:
    case T_AlterRoleStmt:
    case T_AlterRoleSetStmt:
    case T_GrantRoleStmt: return roleStatement(node);
    case T_CreateUserMappingStmt:
    case T_AlterUserMappingStmt:
    case T_DropUserMappingStmt:
    case T_CreateSubscriptionStmt:
    case T_DropSubscriptionStmt:
    case T_AlterDatabaseStmt:
    case T_AlterDatabaseSetStmt: return outerObject(node);
    case T_AlterFunctionStmt: {
        const auto* alter = cast<::AlterFunctionStmt>(node);
        result.objectKind = objectKindOf(alter->objtype);
        result.object = reference(reinterpret_cast<const ::Node*>(alter->func), alter->objtype);
        result.settings = routineSettings(alter->actions);
        return {result};
    }
    case T_AlterStatsStmt: {
        const auto* alter = cast<::AlterStatsStmt>(node);
        result.objectKind = ObjectKind::Statistics;
        result.object.name = qualifiedName(alter->defnames);
        result.settings = arena_.copy(std::vector<Setting>{statisticsTarget(alter)});
        return {result};
    }
    case T_AlterExtensionStmt: {
        const auto* alter = cast<::AlterExtensionStmt>(node);
        std::vector<Setting> own; // without TO, nobody knows which version it becomes
        for (const auto* option : Nodes<::DefElem>(alter->options)) {
            own.push_back(setting("version", stringOf(option->arg)));
        }
        return {change(ObjectKind::Extension, alter->extname, own)};
    }
    case T_AlterObjectDependsStmt: {
        const auto* depends = cast<::AlterObjectDependsStmt>(node);
        result.objectKind = objectKindOf(depends->objectType);
        result.object = reference(depends->object, depends->objectType);
        if (depends->relation != nullptr) {
            result.object.part = result.object.name.name;
            result.object.name = qualifiedName(depends->relation);
        }
        result.settings = arena_.copy(std::vector<Setting>{
            setting(fmt::format("dependence on extension {}", depends->extname->sval),
                    depends->remove ? "" : "declared")});
        return {result};
    }
    case T_SecLabelStmt: {
        const auto* label = cast<::SecLabelStmt>(node);
        result.objectKind = objectKindOf(label->objtype);
        result.object = reference(label->object, label->objtype);
        result.settings = arena_.copy(std::vector<Setting>{
            setting("security label", label->label == nullptr ? "" : label->label)});
        return {result};
    }
    default: return {};
    }
}

} // namespace ironlaw
