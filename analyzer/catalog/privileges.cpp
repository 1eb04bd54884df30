// See privileges.h.
#include "analyzer/catalog/privileges.h"

#include <array>

namespace ironlaw {

namespace {

/// src/include/utils/acl.h; MAINTAIN since PostgreSQL 17.
constexpr std::array<std::string_view, 8> ofTables = {
    "delete", "insert", "references", "select", "trigger", "truncate", "update", "maintain"};
constexpr std::array<std::string_view, 3> ofSequences = {"select", "update", "usage"};
constexpr std::array<std::string_view, 2> ofSchemas = {"create", "usage"};
constexpr std::array<std::string_view, 3> ofDatabases = {"connect", "create", "temporary"};
constexpr std::array<std::string_view, 1> toExecute = {"execute"};
constexpr std::array<std::string_view, 1> toUse = {"usage"};

} // namespace

std::span<const std::string_view> allPrivileges(ObjectKind kind, int serverVersion) {
    switch (kind) {
    case ObjectKind::Table:
        return std::span(ofTables).first(ofTables.size() - (serverVersion >= 17 ? 0 : 1));
    case ObjectKind::Sequence: return ofSequences;
    case ObjectKind::Schema: return ofSchemas;
    case ObjectKind::Database: return ofDatabases;
    case ObjectKind::Function:
    case ObjectKind::Procedure:
    case ObjectKind::Routine: return toExecute;
    default: return toUse;
    }
}

std::vector<Privilege> defaultPrivileges(const CatalogObject& object) {
    switch (object.kind) {
    case CatalogKind::Routine: return {{"public", "execute"}};
    case CatalogKind::Type: return {{"public", "usage"}};
    case CatalogKind::Schema:
        return object.name == "public" ? std::vector<Privilege>{{"public", "usage"}}
                                       : std::vector<Privilege>();
    case CatalogKind::Definition:
        return static_cast<const Definition&>(object).objectKind == ObjectKind::Language
                   ? std::vector<Privilege>{{"public", "usage"}}
                   : std::vector<Privilege>();
    case CatalogKind::ServerObject: break;
    default: return {};
    }
    if (object.name.starts_with("database ")) {
        return {{"public", "connect"}, {"public", "temporary"}};
    }
    if (object.name.starts_with("default privileges on ") &&
        object.name.find(" in schema ") == std::string_view::npos) {
        if (object.name.find(" on routines") != std::string_view::npos) {
            return {{"public", "execute"}};
        }
        if (object.name.find(" on types") != std::string_view::npos) {
            return {{"public", "usage"}};
        }
    }
    return {};
}

} // namespace ironlaw
