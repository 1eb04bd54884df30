// From bytes to text that PostgreSQL's parser can read, and where its statements stand. What is not
// SQL (psql commands, COPY data, placeholders, section markers) is neutralised in place with equal
// length, so that every offset stays an offset of the file.
#pragma once

#include "grammar/arena.h"
#include "grammar/range.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ironlaw {

struct PrepareOptions {
    bool psql = true;         ///< backslash commands, :variables and COPY data are psql's
    bool placeholders = true; ///< ${name}, $name, {{ … }}, {% … %}, {name}, @name@, %(name)s, :name
    bool uncomment = false;   ///< the text is SQL behind `--` at each line's start (or in /* */)
    bool remarks = false;     ///< lines that start no statement where one has to start are no SQL
    std::span<const Range> unsent = {}; ///< what the server never gets, blanked out before all else
    /// Where statements end besides semicolons, at the first byte of something that is unsent.
    std::span<const uint32_t> cuts = {};
    /// The text is the copy that was made for an earlier section of the same file, which this one
    /// does not overlap but in comments: it may be written into.
    bool isCopy = false;
};

struct Comment {
    Range range;
    bool line = true; ///< `--` rather than `/* */`
};

/// Something found while preparing that the user has to know. Each becomes one diagnostic.
struct TextProblem {
    enum class Kind : uint8_t {
        Utf16, ///< the whole section: nothing of it is read
        InvalidUtf8,
        NulByte,
        UnterminatedString,
        UnterminatedQuotedName,
        UnterminatedComment,
        UnterminatedDollarString,
        UnterminatedCopyData,
        GeneratedStatements, ///< no mistake, but psql's \gexec runs what nobody sees here
        IncludedFile,        ///< likewise: \i runs another file
    };
    Kind kind;
    Range range; ///< the opening delimiter, the bytes in question, or the COPY without an end
};

/// So many runs of NUL bytes, and so many of bytes that are not UTF-8, are told of in a section.
inline constexpr size_t maxBadRuns = 20;

struct PreparedText {
    std::string_view text;         ///< as long as the file; the file's own bytes if nothing changed
    std::vector<Range> statements; ///< trimmed, without the semicolon, in order, none empty
    std::vector<Comment> comments; ///< outside of statements and inside, in order
    std::vector<Range> commands;   ///< psql backslash commands
    std::vector<uint32_t> joints;  ///< psql's `\;`, which join statements to one message
    std::vector<Range> copyData;   ///< the lines after COPY … FROM stdin, with the closing \.
    std::vector<Range> placeholders;
    std::vector<TextProblem> problems;
};

/// Prepares `section` of the file `bytes`; everything outside of it is left alone and not looked
/// at. `bytes` has to outlive the result; changed text is put into `arena`. Never fails, linear.
/// Statements end at a semicolon outside of quotes, comments, parentheses and BEGIN ATOMIC bodies,
/// and at the end of the section. What has no end is a problem and swallows nothing: the opening of
/// a string or quoted name is blanked out, and the text behind it read as if it were not there; a
/// comment or dollar string ends, with its statement, before the next line that plainly starts a
/// statement after a blank line or a line ending with a semicolon, the comment also before a
/// statement with a semicolon at a line's end. Parentheses that are still open end at a semicolon
/// with such a line behind it, or with one behind it that is indented no deeper than the statement,
/// if none of them is closed from there to such a line, to the end of the text or for 200 tokens.
PreparedText prepare(std::string_view bytes, Range section, const PrepareOptions& options,
                     Arena& arena);

/// What a line that starts a statement cannot stand in, when a refused statement is cut.
enum class Uncut : uint8_t {
    Literals,      ///< and comments: for a statement whose quotes are sound
    DollarStrings, ///< one missing quote makes the inside of all later literals the outside
};

/// Cuts a statement that PostgreSQL's parser refuses at every line that plainly starts a statement
/// after a blank line or a line ending with a semicolon, outside of what is `uncut` and has an end.
/// The pieces are trimmed and without semicolon; none if there is no such line.
std::vector<Range> resplit(std::string_view text, Range statement, Uncut uncut);

/// A common slip in a statement that PostgreSQL's parser refuses, and what to do about it.
struct Slip {
    std::string message; ///< what the statement does wrong, as a diagnostic message
    std::string help;    ///< one imperative step
    /// Where a new statement begins if the slip is a missing semicolon, or lines before it that are
    /// no SQL; else 0. May be set without a message.
    uint32_t restart = 0;
};

/// Where a broken statement stands. Bodies of routines have words of their own.
enum class SlipPlace : uint8_t { File, Body };

/// What the broken statement looks like; an empty message if nothing is recognised.
/// `errorOffset` is where the parser stopped, as an offset in `text`.
Slip recogniseSlip(std::string_view text, Range statement, uint32_t errorOffset,
                   SlipPlace place = SlipPlace::File);

/// The slip of the statement before `next`, which begins a statement of its own.
Slip missingSemicolon(std::string_view text, Range next);

/// The dialect that a broken statement plainly belongs to ("MySQL", "SQLite", "SQL Server"), or "".
std::string_view foreignDialect(std::string_view text, Range statement);

} // namespace ironlaw
