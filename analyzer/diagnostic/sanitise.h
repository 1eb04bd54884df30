// Text of the input, made fit to be printed. A migration may come from a stranger's pull request:
// its text must neither steer the terminal nor speak to the CI system that reads our output, and a
// reader must see what is really there. Nothing here knows the escaping of an output format.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ironlaw {

/// A character of the input. A byte that is no UTF-8 is a character of its own, U+FFFD.
struct Character {
    std::string_view bytes; ///< in the input
    uint32_t codePoint = 0;
};

/// Appends the first character of `text`, which is not empty, as people may see it, and says which
/// it was: controls (C0, DEL) as pictures (␛); C1 controls, marks that reorder or hide text and
/// line separators as <U+202E>; the first character of a CI command (`##[`, `##vso[`,
/// `##teamcity[`) likewise; bytes that are no UTF-8 as U+FFFD; everything else as it is.
Character appendVisible(std::string_view text, std::string& out);

/// Lines of text, for standard output: line breaks and tabs stay, other white space is a space,
/// other characters are as above, and no line starts with `::`.
std::string sanitiseLines(std::string_view text);

/// JSON with the same values: what is not printable, and the first character of a CI command, as
/// \u and four hexadecimal digits. Only the strings of a JSON text can hold such characters.
std::string escapeJson(std::string_view json);

/// One line of printable text: as above, but line breaks and tabs as a space.
std::string sanitise(std::string_view text);

/// The same for a path that starts a line of output, where `::` would start a command too. What is
/// shown still names the file, unless it has unprintable characters.
std::string sanitisePath(std::string_view path);

} // namespace ironlaw
