// A tolerant lexer for PostgreSQL's SQL: it never fails and accounts for every byte. It serves
// splitting, anchors and preparation; what a statement means is decided by PostgreSQL's own parser.
#pragma once

#include "grammar/range.h"

#include <string_view>

namespace ironlaw {

enum class TokenKind : uint8_t {
    End,              ///< past the last byte
    Word,             ///< identifier or keyword without quotes
    QuotedIdentifier, ///< "…", U&"…"
    String,           ///< '…', E'…', N'…', U&'…', B'…', X'…'
    DollarString,     ///< $tag$…$tag$
    Number,
    Parameter, ///< $1
    Operator,  ///< a run of operator characters, as PostgreSQL's scan.l cuts it
    Symbol,    ///< one of ( ) [ ] , ; . : (also := and :: as one token)
    LineComment,
    BlockComment, ///< nested as PostgreSQL nests them
    Backslash,    ///< a single backslash; what follows is psql's
    Unknown,      ///< any other byte: NUL, control characters
};

struct Token {
    TokenKind kind = TokenKind::End;
    bool unterminated =
        false; ///< a string, comment or quoted name that runs to the end of the text
    Range range;
};

/// Walks over `text` from `begin` to `end`; ranges are offsets in `text`. Linear, no allocation.
class Scanner {
public:
    explicit Scanner(std::string_view text)
        : Scanner(text, {0, static_cast<uint32_t>(text.size())}) {}
    Scanner(std::string_view text, Range range)
        : text_(text), position_(range.begin), end_(range.end) {}

    /// The next token, comments included, white space not.
    Token next();
    /// The next token that is not a comment.
    Token nextSignificant();
    /// Goes on at `offset`, forwards or backwards.
    void seek(uint32_t offset) { position_ = offset; }
    uint32_t position() const { return position_; }

    std::string_view textOf(const Token& token) const {
        return text_.substr(token.range.begin, token.range.size());
    }
    /// Whether `token` is the word `keyword` (given in lower case), whatever its case.
    bool is(const Token& token, std::string_view keyword) const;
    /// Whether `token` is a symbol or operator with exactly this text.
    bool isSymbol(const Token& token, std::string_view symbol) const;

private:
    std::string_view text_;
    uint32_t position_;
    uint32_t end_;
};

/// The range of the token that starts at `offset` (an empty range at the end of the text).
Range tokenAt(std::string_view text, uint32_t offset);

/// `range` without white space and comments at its start and end.
Range trimmed(std::string_view text, Range range);

} // namespace ironlaw
