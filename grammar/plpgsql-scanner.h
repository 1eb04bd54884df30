// Finds its way through the text of a PL/pgSQL body. Within grammar/ only.
#pragma once

#include "grammar/scanner.h"

namespace ironlaw {

/// A scanner that knows where PL/pgSQL's statements and expressions end.
class PlPgSqlScanner : public Scanner {
public:
    using Scanner::Scanner;

    /// Goes behind the next `stop` (a word or a semicolon) outside of parentheses and CASE
    /// expressions, or behind a semicolon; the offset where that starts. What has a semicolon in it
    /// is broken, and ends there.
    uint32_t skipPast(std::string_view stop);
    /// Goes behind the semicolon that ends a statement whose parentheses may hold some; the offset
    /// where it starts.
    uint32_t skipStatement();
    /// Whether the last skipPast() has found what it was to find.
    bool found() const { return found_; }
    /// Whether nothing but comments is left.
    bool finished() const;

    bool atWord(std::string_view word) const;
    bool isAssignment(const Token& token) const {
        return isSymbol(token, ":=") || isSymbol(token, "=");
    }
    /// Whether the word before is a variable: comment := 'x', values[1] = 2, update.x = 1.
    bool assigns() const;

private:
    bool found_ = false;
    bool unbalanced_ = false; ///< a parenthesis was left open, so that none tells much any more
};

} // namespace ironlaw
