// PostgreSQL's keywords, from its own list (src/include/parser/kwlist.h).
#pragma once

#include <string>
#include <string_view>

namespace ironlaw {

/// Whether PostgreSQL never takes `word` (in any case) as a name without quotes.
bool isReservedWord(std::string_view word);

/// `name` as it has to be written in SQL: in double quotes if it needs them, because of its
/// characters or because it is a keyword that is not free everywhere (quote_identifier in
/// src/backend/utils/adt/ruleutils.c).
std::string quotedIdentifier(std::string_view name);

} // namespace ironlaw
