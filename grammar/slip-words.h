// Words that matter to whoever guesses what a broken statement was meant to be.
#pragma once

#include <string>
#include <string_view>

namespace ironlaw {

/// `word` in upper case, in ASCII, as messages show keywords.
std::string upperCase(std::string_view word);

/// Whether `word` begins the name of a built-in type, of PostgreSQL or of another database.
bool isTypeWord(std::string_view word);

/// The keyword that `word` is a typing mistake of (one letter wrong, missing, too much, or two
/// swapped), in lower case; empty if there is none.
std::string_view misspeltKeyword(std::string_view word);

} // namespace ironlaw
