// Recognises the lines of a file that plainly start a statement. It serves recovery: where text is
// broken, the next such line is where reading goes on.
#pragma once

#include "grammar/range.h"

#include <optional>
#include <string>
#include <string_view>

namespace ironlaw {

/// How much the two or three words at a place say about it.
enum class StartStrength : uint8_t {
    None,
    /// Starts a statement if the one before has ended (SELECT, WITH, SET: clauses start so, too).
    AfterEnd,
    /// Starts a statement that changes data (INSERT INTO …), which function bodies hold as well.
    Data,
    /// Starts a statement wherever it stands (CREATE TABLE …).
    Always,
};

/// What the words at `offset` say; they are read up to `end`.
StartStrength statementStartAt(std::string_view text, uint32_t offset, uint32_t end);

/// The keywords that the statement at `offset` begins with, as messages show them: "UPDATE",
/// "CREATE TABLE". Empty if it begins with none.
std::string startKeywords(std::string_view text, uint32_t offset, uint32_t end);

/// Whether the word at `offset` is one that some PostgreSQL statement begins with.
bool isStatementVerb(std::string_view text, uint32_t offset, uint32_t end);

/// Whether the words at `offset` start a statement where one may start: they say so, or the first
/// is a statement's verb in capitals or on a line that a semicolon ends. Tells SQL from prose.
bool startsStatementPlainly(std::string_view text, uint32_t offset, uint32_t end);

/// The number of bytes before `offset` on its line if they are all blanks.
std::optional<uint32_t> indentation(std::string_view text, uint32_t offset);

/// The next line in `range`, other than the one it begins in, that starts a statement at its first
/// column with at least `strength`, after a blank line or a line that ends with a semicolon.
std::optional<uint32_t> nextStatementLine(std::string_view text, Range range,
                                          StartStrength strength);

} // namespace ironlaw
