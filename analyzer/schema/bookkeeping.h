// What migration tools keep in a database for themselves. Within schema/ only.
#pragma once

#include <string_view>

namespace ironlaw {

/// Whether a table of this name is one in which a migration tool writes down what it has run, or
/// lies in a schema that is nothing but its own.
bool isBookkeeping(std::string_view schema, std::string_view table);
/// Whether all of the schema is a migration tool's own.
bool isBookkeepingSchema(std::string_view schema);

} // namespace ironlaw
