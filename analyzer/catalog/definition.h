// Names of what is known by its name only.
#pragma once

#include "analyzer/catalog/object.h"

#include <string>

namespace ironlaw {

/// Servers, languages, casts and their like lie in no schema.
bool liesInSchema(ObjectKind kind);
/// `collation ci`, `operator ###(int4, int4)`, `cast (text, pair)`.
std::string describedDefinition(ObjectKind kind, std::string_view name,
                                std::span<const TypeName> arguments);

} // namespace ironlaw
