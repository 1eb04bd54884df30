// The statements of a history as one script for psql.
#pragma once

#include "analyzer/rule/parsed-history.h"

namespace ironlaw {

/// The statements that replay sees, in its order, up to and with the migration `last` (all of them
/// if it is empty): each migration in a session of its own, in the transaction of its tool if its
/// statements allow one. COPY from standard input comes without its data.
std::string scriptOf(const History& history, const ParsedHistory& parsed, std::string_view last);

/// The same with the ways back: each migration that has one, and is not
/// said to be irreversible, is run up, down, and up again. A line
/// in front of each way has psql print which one it is: `\echo 'up 0007'`, `\echo 'down 0007'`,
/// `\echo 'again 0007'`.
std::string roundTripsOf(const History& history, const ParsedHistory& parsed,
                         std::string_view last);

} // namespace ironlaw
