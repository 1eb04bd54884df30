// Where the parts of a statement stand that PostgreSQL's parse tree gives no place for.
#pragma once

#include "grammar/range.h"

#include <string_view>
#include <vector>

namespace ironlaw {

/// The items between `begin` and the end of `statement` that top-level commas separate, each
/// without white space and comments around it: the actions of ALTER TABLE.
std::vector<Range> commaSeparated(std::string_view text, Range statement);

/// The items of the first parenthesised list at or behind `from` within `statement`: the elements
/// of CREATE TABLE. Empty if there is none.
std::vector<Range> parenthesisedItems(std::string_view text, Range statement, uint32_t from);

/// From the name at `offset` to its end: `a`, `"a"`, `a.b`, `a . "b"`.
Range qualifiedNameAt(std::string_view text, uint32_t offset);

/// The first word `keyword` (lower case) in `range`, outside of quotes and comments; an empty range
/// if there is none.
Range findWord(std::string_view text, Range range, std::string_view keyword);

} // namespace ironlaw
