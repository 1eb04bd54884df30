// SQL without what may be spelled in several ways: for texts of one author at two times. Within
// schema/ only.
#pragma once

#include <string>
#include <string_view>

namespace ironlaw {

/// What `text`, an expression, query or definition, says: its tokens with one blank between them,
/// without comments, parentheses, casts and the qualifiers of names, which may all be left out or
/// written without any difference on a server; words in lower case unless quoted; type names as
/// PostgreSQL prints them; `x IN (1, 2)` and `x = ANY (ARRAY[1, 2])` as one. Two texts with
/// different results say something else.
std::string withoutSpelling(std::string_view text);

/// Without the line breaks, and what white space stands around them, outside of quotes.
std::string oneLine(std::string_view text);

} // namespace ironlaw
