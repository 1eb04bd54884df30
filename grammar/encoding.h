// Bytes that PostgreSQL cannot read as UTF-8 text.
#pragma once

#include "grammar/range.h"

#include <string_view>

namespace ironlaw {

/// A run of bytes that are no text: NULs, or bytes that are not UTF-8 (stray, overlong, surrogates,
/// beyond U+10FFFF, cut off).
struct BadBytes {
    Range range; ///< empty if there are none
    bool nul = false;
};

/// The first run of bad bytes in `range` of `text`.
BadBytes nextBadBytes(std::string_view text, Range range);

/// Whether the text begins with the byte order mark of UTF-16.
bool isUtf16(std::string_view text);

} // namespace ironlaw
