// Types as a server prints them whose search_path is the default schema.
#pragma once

#include "analyzer/catalog/catalog.h"

#include <string>

namespace ironlaw {

/// What format_type prints: the default schema is left out, every other one stands there.
std::string typeText(const Catalog& catalog, TypeName type);
/// The same of a routine's argument, which has no modifiers: character is not called bpchar there.
std::string argumentTypeText(const Catalog& catalog, const TypeName& type);

/// Whether both are types of the same arguments.
bool sameTypes(const Catalog& catalog, const std::vector<TypeName>& a,
               const std::vector<TypeName>& b);

} // namespace ironlaw
