// How values become those of the type that their column had. Within rollback/ only.
#pragma once

#include "grammar/type-name.h"

#include <string>

namespace ironlaw {

/// What ALTER COLUMN TYPE needs behind USING for `column` to go from one type to another, which
/// SQL writes as `text`; empty where PostgreSQL assigns the values by itself, or refuses those that
/// do not fit: an explicit cast would cut them.
std::string conversionBack(const std::string& column, const TypeName& from, const TypeName& to,
                           const std::string& text);

} // namespace ironlaw
