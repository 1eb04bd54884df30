// The statements of a history's way up as one script for psql.
#pragma once

#include "analyzer/rule/parsed-history.h"

namespace ironlaw {

/// The statements that replay sees, in its order, up to and with the migration `last` (all of them
/// if it is empty): each migration in a session of its own, in the transaction of its tool if its
/// statements allow one. COPY from standard input comes without its data.
std::string scriptOf(const History& history, const ParsedHistory& parsed, std::string_view last);

} // namespace ironlaw
