// Slips written down as patterns of tokens. PostgreSQL stops at a token; what stands before and
// behind it mostly tells what was meant.
#pragma once

#include "grammar/preparation.h"
#include "grammar/scanner.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ironlaw {

/// A statement that PostgreSQL refuses, as tokens without comments.
struct BrokenStatement {
    std::string_view text;
    std::vector<Token> tokens;
    size_t error = 0; ///< the token where PostgreSQL stopped; the number of tokens for the end
    SlipPlace place;

    BrokenStatement(std::string_view text, Range statement, uint32_t errorOffset,
                    SlipPlace place = SlipPlace::File);

    /// The token at `index`, or one of kind End.
    Token at(size_t index) const { return index < tokens.size() ? tokens[index] : Token{}; }
    std::string_view textAt(size_t index) const;
    bool isWord(size_t index, std::string_view keyword) const;
    bool isSymbol(size_t index, std::string_view symbol) const;
    /// A word that PostgreSQL takes as a name, or a quoted name.
    bool isName(size_t index) const;
    /// How many of the parentheses before the token `index` are open there.
    size_t depthAt(size_t index) const;
    /// "CREATE TABLE", "DROP INDEX": what messages call the statement.
    std::string kind() const;
};

/// `pattern` is a row of elements separated by blanks: a keyword in lower case (or several with `|`
/// between them), a symbol, or one of
///   <name> <type> <string> <quoted> <number>  a token, or a qualified name, of that kind
///             (a type with its length; a name other than CASCADE and RESTRICT)
///   <table>   a name with IF EXISTS or ONLY before it
///   <operator>
///   <end>     the end of the statement
///   ?exists   IF EXISTS or IF NOT EXISTS, or nothing
///   ..        any tokens
///   ^         where PostgreSQL stopped; without it the pattern may end anywhere
/// Names, types and strings are kept: `%1` in the texts is the first one in double quotes, `'1` in
/// single quotes, `$1` the same as it was written. `$0` is the statement's kind, `$^` the word
/// where PostgreSQL stopped. Where the first `?exists` stands for something, `$?` is IF EXISTS and
/// `$!` IF NOT EXISTS, with a blank behind it: a statement takes one of them, whichever was
/// written. `$?2` and `$!2` ask the second `?exists` first, and then the one before it.
struct SlipPattern {
    std::string_view pattern;
    std::string_view message;
    std::string_view help;
    /// What the help puts before ^: it holds only if PostgreSQL reads on then.
    std::string_view inserted = {};
};

/// The first of `patterns` that `broken` fits.
std::optional<Slip> matchingSlip(std::span<const SlipPattern> patterns,
                                 const BrokenStatement& broken);

/// Whether `broken` fits one pattern.
bool fitsPattern(std::string_view pattern, const BrokenStatement& broken);

/// The patterns, by what the statement does; the first that fits counts.
std::span<const SlipPattern> alterSlips();
std::span<const SlipPattern> createSlips();
std::span<const SlipPattern> columnSlips();
std::span<const SlipPattern> dropSlips();
std::span<const SlipPattern> dataSlips();
std::span<const SlipPattern> scriptSlips();

/// Whether PostgreSQL reads past the token where it stopped if `written` stands in its place.
/// Always in a body, whose pieces are not all statements.
bool readsOnWith(const BrokenStatement& broken, std::string_view written);
/// The same with `written` before the token `index`, which is that one or one before.
bool readsOnWithInserted(const BrokenStatement& broken, size_t index, std::string_view written);

/// Slips that are no matter of words: characters of another language, commas, parentheses, names
/// that are reserved or written as strings, typing mistakes.
std::optional<Slip> characterSlip(const BrokenStatement& broken);
std::optional<Slip> nameSlip(const BrokenStatement& broken);
std::optional<Slip> commaSlip(const BrokenStatement& broken);
std::optional<Slip> parenthesisSlip(const BrokenStatement& broken);
std::optional<Slip> typingSlip(const BrokenStatement& broken);

} // namespace ironlaw
