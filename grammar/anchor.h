// Where the parts of a statement stand that PostgreSQL's parse tree gives no place for.
#pragma once

#include "grammar/range.h"

#include <string_view>
#include <vector>

namespace ironlaw {

/// A text whose first byte stands at `base` of its file. All ranges are offsets of the file.
struct PlacedText {
    std::string_view bytes;
    uint32_t base = 0;

    // A text that starts its file.
    PlacedText(std::string_view whole) : bytes(whole) {}
    PlacedText(std::string_view piece, uint32_t offset) : bytes(piece), base(offset) {}

    uint32_t end() const { return base + static_cast<uint32_t>(bytes.size()); }
    std::string_view at(Range range) const {
        return bytes.substr(range.begin - base, range.size());
    }
};

/// The items of `range` that top-level commas separate, each without white space and comments
/// around it: the actions of ALTER TABLE. They end at a closing parenthesis that is not opened.
std::vector<Range> commaSeparated(PlacedText text, Range range);

/// The items of the first parenthesised list at or behind `from` within `statement`: the elements
/// of CREATE TABLE. Empty if there is none.
std::vector<Range> parenthesisedItems(PlacedText text, Range statement, uint32_t from);

/// The statements of `range`, a BEGIN ATOMIC body without its first and last word, that semicolons
/// separate.
std::vector<Range> semicolonSeparated(PlacedText text, Range range);

/// From the name at `offset` to its end: `a`, `"a"`, `a.b`, `a . "b"`.
Range qualifiedNameAt(PlacedText text, uint32_t offset);

/// The first word `keyword` (lower case) in `range`, outside of quotes, comments and parentheses;
/// an empty range if there is none.
Range findWord(PlacedText text, Range range, std::string_view keyword);

/// Where the token behind the first `count` tokens of `range` begins, or the end of `range`.
uint32_t behindTokens(PlacedText text, Range range, size_t count);

/// `range` without white space and comments at its start and end.
Range trimmedIn(PlacedText text, Range range);

} // namespace ironlaw
