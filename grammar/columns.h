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

    /// Linear in the length of the offset's line, logarithmic in the number of lines.
    Position at(uint32_t offset) const;
    /// The bytes of a line (from 1) without its line ending.
    Range line(uint32_t number) const;
    uint32_t lineOf(uint32_t offset) const;
    uint32_t count() const { return static_cast<uint32_t>(starts_.size()); }

private:
    std::string_view text_;
    std::vector<uint32_t> starts_;
};

} // namespace ironlaw
