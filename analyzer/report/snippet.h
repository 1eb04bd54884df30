// A source line as it is shown below a diagnostic, with the range that is meant underlined. Knows
// widths on a terminal and nothing of colours or files.
#pragma once

#include "grammar/range.h"

#include <string>
#include <string_view>

namespace ironlaw {

struct Snippet {
    std::string text;       ///< printable; cut with … where the line is too long
    uint32_t indent = 0;    ///< terminal columns before the underlined part
    uint32_t underline = 1; ///< terminal columns, at least one
};

/// Lines that need more terminal columns are cut around the range.
inline constexpr uint32_t maxSnippetWidth = 160;

/// Shows `line`, a line without its ending, and underlines `range`, which is relative to it. What
/// of the range is past the end of the line is left out.
Snippet makeSnippet(std::string_view line, Range range);

} // namespace ironlaw
