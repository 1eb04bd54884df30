// What SQL reads between the quotes of a string literal: the bodies of routines, and what EXECUTE
// is given. Within grammar/ only.
#pragma once

#include "grammar/anchor.h"
#include "grammar/statement.h"

#include <optional>
#include <string>
#include <vector>

namespace ironlaw {

struct QuotedText {
    Range range;       ///< between the quotes
    std::string bytes; ///< as SQL reads it, but as long as it is written: offsets hold
};

/// The text of the string literal that is the token at `token`. None if that is no whole literal or
/// cannot be shown with equal length: one with U& or with numbers for characters.
std::optional<QuotedText> quotedText(PlacedText text, Range token);

/// The text of a body between single quotes as SQL reads it, with equal length: of each doubled
/// quote one half becomes a blank, beside the string where that is possible and else within it.
std::string undoubledQuotes(std::string_view body);

/// Statements that were read from within the quotes of `body`, and end with a quote, get the other
/// half of it as well.
void coverQuotes(PlacedText text, Range body, const std::vector<const Statement*>& statements);

} // namespace ironlaw
