// What PostgreSQL's manual calls a statement.
#pragma once

#include "grammar/statements.h"

namespace ironlaw {

/// With the kind of its object, where the command alone does not tell it: "ALTER INDEX", "INSERT",
/// "CREATE MATERIALIZED VIEW".
std::string commandOf(const Statement& statement);

} // namespace ironlaw
