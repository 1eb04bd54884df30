// Facts of PostgreSQL's own catalogs that effects depend on. The tables are the .def files beside
// this one; tools/facts reads them from servers.
#pragma once

#include "grammar/statements/routine.h"

#include <optional>
#include <string_view>
#include <vector>

namespace ironlaw {

/// The volatility of a function of PostgreSQL or one of its extensions; nothing if it has none of
/// this name.
std::optional<Volatility> volatilityOfBuiltin(std::string_view function, int serverVersion);
/// The first server version behind `serverVersion` that has the function or aggregate; none if that
/// has it too, or no later one has it.
std::optional<int> laterVersionWith(std::string_view function, int serverVersion);
/// Likewise for a type, as pg_type names it.
std::optional<int> laterVersionWithType(std::string_view type, int serverVersion);

/// Whether the function is one of PostgreSQL's aggregates or window functions, which
/// volatilityOfBuiltin() does not know.
bool isAggregate(std::string_view function);

/// Whether the function of PostgreSQL changes data or schema when a query calls it.
bool isChangingBuiltin(std::string_view function);

/// Whether a cast between two types only relabels the value. Types as format_type prints them.
bool isBinaryCast(std::string_view source, std::string_view target, int serverVersion);

/// Whether a well known extension brings a type of this name.
bool isTypeOfExtension(std::string_view type);

/// The types that an extension brings; empty if it has none or is not well known.
std::vector<std::string_view> typesOfExtension(std::string_view extension);

} // namespace ironlaw
