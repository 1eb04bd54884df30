// Where one statement ends: follows its tokens as psql's lexer does (src/fe_utils/psqlscan.l), and
// in broken text looks ahead for a line that plainly starts the next statement.
#pragma once

#include "grammar/range.h"
#include "grammar/scanner.h"

#include <string_view>

namespace ironlaw {

/// The state between two semicolons. Tokens are handed in one by one, without comments.
class Splitter {
public:
    /// Statements of `text` that end at `end` at the latest.
    Splitter(std::string_view text, uint32_t end) : scanner_(text), text_(text), end_(end) {}

    /// Starts a new statement.
    void reset() { state_ = {}; }
    void see(const Token& token);
    /// Whether the semicolon is the statement's last token, rather than one inside of a routine's
    /// body, of a rule's actions or of parentheses that are still open.
    bool endsAt(const Token& semicolon) const;

    bool empty() const { return state_.last.kind == TokenKind::End; }
    /// From the first to the last token seen, without semicolons at the end: a text that ends
    /// within parentheses may have some.
    Range range() const { return {state_.first.range.begin, state_.end}; }
    const Token& first() const { return state_.first; }
    const Token& last() const { return state_.last; }
    const Token& beforeLast() const { return state_.beforeLast; }
    bool insideParentheses() const { return state_.parentheses > 0; }
    /// Whether BEGIN ATOMIC was seen and its END was not.
    bool insideBody() const { return state_.blocks > 0; }
    bool insideBrackets() const { return state_.brackets > 0; }
    /// Whether the statement is COPY … FROM STDIN, whose data follow in a psql script.
    bool copiesFromStdin() const { return state_.fromStdin; }

private:
    enum class Kind : uint8_t { Unseen, Create, Copy, Routine, Rule, Other };

    struct State {
        Token first;
        Token last;
        Token beforeLast;
        uint32_t end = 0; ///< of the last token that is no semicolon
        uint32_t parentheses = 0;
        uint32_t brackets = 0;
        uint32_t blocks = 0; ///< BEGIN ATOMIC and the CASEs in it that have no END yet
        Kind kind = Kind::Unseen;
        bool fromStdin = false;
    };

    void seeWord(const Token& token);
    void seeSymbol(char symbol);
    Kind kindAfter(const Token& word) const;
    bool statementFollows(uint32_t offset) const;
    bool unclosedLineFollows(uint32_t offset) const;

    Scanner scanner_;
    std::string_view text_;
    uint32_t end_;
    State state_;
};

} // namespace ironlaw
