// Where the clauses of a definition stand: for those who want an expression as it was written.
#pragma once

#include "grammar/anchor.h"

namespace ironlaw {

/// The expression behind DEFAULT within the definition of a column or domain, or within SET
/// DEFAULT; empty if there is none.
Range defaultExpression(PlacedText text, Range definition);

/// What stands in the parentheses that follow the words `words` of `range`, which stand outside of
/// any other: CHECK (…), AS (…), WITH CHECK (…). Empty if there are none.
Range parenthesesBehind(PlacedText text, Range range, std::string_view words);

/// From the first of the words `words`, which stand outside of parentheses, to the end of `range`;
/// empty if they are not there.
Range fromWords(PlacedText text, Range range, std::string_view words);

} // namespace ironlaw
