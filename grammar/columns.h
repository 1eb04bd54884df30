// Lines and columns of byte offsets, for reporters.
#pragma once

#include "grammar/range.h"

#include <string_view>
#include <vector>

namespace ironlaw {

/// A position as people and editors count: all from 1. A byte that is not valid UTF-8 counts as one
/// character.
struct Position {
    uint32_t line = 1;
    uint32_t column = 1;      ///< in Unicode code points
    uint32_t utf16Column = 1; ///< in UTF-16 code units
};

/// The line starts of one text. Lines end with LF, CRLF, or CR alone.
class LineTable {
public:
    explicit LineTable(std::string_view text);

    /// Logarithmic in the size of the text.
    Position at(uint32_t offset) const;
    /// The bytes of a line (from 1) without its line ending.
    Range line(uint32_t number) const;
    uint32_t lineOf(uint32_t offset) const;
    uint32_t count() const { return static_cast<uint32_t>(starts_.size()); }

private:
    /// A place in a long line, at the start of a character.
    struct Mark {
        uint32_t offset = 0;
        Position position;
    };

    /// Moves `mark`, which is in the line that ends at `lineEnd`, forwards to the character with
    /// the byte at `offset`.
    void advance(Mark& mark, uint32_t offset, uint32_t lineEnd) const;
    void markLongLines();

    std::string_view text_;
    std::vector<uint32_t> starts_;
    std::vector<Mark> marks_; ///< in the order of the text
};

} // namespace ironlaw
