// Who may do what without a GRANT, and what ALL PRIVILEGES are.
#pragma once

#include "analyzer/catalog/object.h"

#include <span>

namespace ironlaw {

/// ALL PRIVILEGES on an object, or on those that default privileges are for.
std::span<const std::string_view> allPrivileges(ObjectKind kind, int serverVersion);

/// What everybody may do with an object without a GRANT (acldefault,
/// src/backend/utils/adt/acl.c).
std::vector<Privilege> defaultPrivileges(const CatalogObject& object);

} // namespace ironlaw
