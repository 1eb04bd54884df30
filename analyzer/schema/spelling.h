// SQL without what may be spelled in several ways: for texts of one author at two times. Within
// schema/ only.
#pragma once

#include <string>
#include <string_view>

namespace ironlaw {

/// The tokens of `text` with one blank between them, without comments, parentheses, the qualifiers
/// of names, and casts of string constants, which may all be left out or written without any
/// difference on a server; words in lower case unless quoted, type names as PostgreSQL prints
/// them. Two texts with different results surely do not say the same.
std::string withoutSpelling(std::string_view text);

} // namespace ironlaw
