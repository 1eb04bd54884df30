// See plpgsql-scanner.h.
#include "grammar/plpgsql-scanner.h"

namespace ironlaw {

uint32_t PlPgSqlScanner::skipPast(std::string_view stop) {
    int parentheses = 0;
    int cases = 0;
    for (Token token = nextSignificant(); token.kind != TokenKind::End; token = nextSignificant()) {
        const bool free = parentheses <= 0 && cases <= 0;
        found_ = isSymbol(token, stop) || (free && is(token, stop));
        if (found_ || isSymbol(token, ";")) {
            return token.range.begin;
        }
        parentheses += isSymbol(token, "(") ? 1 : 0;
        parentheses -= isSymbol(token, ")") ? 1 : 0;
        cases += is(token, "case") ? 1 : 0;
        cases -= cases > 0 && is(token, "end") ? 1 : 0;
    }
    found_ = false;
    return position();
}

uint32_t PlPgSqlScanner::skipStatement() {
    const uint32_t begin = position();
    int depth = 0;
    if (unbalanced_) {
        return skipPast(";");
    }
    for (Token token = nextSignificant(); token.kind != TokenKind::End; token = nextSignificant()) {
        if (depth == 0 && isSymbol(token, ";")) {
            return token.range.begin;
        }
        depth += isSymbol(token, "(") ? 1 : isSymbol(token, ")") ? -1 : 0;
    }
    unbalanced_ = true;
    seek(begin);
    return skipPast(";");
}

bool PlPgSqlScanner::finished() const {
    Scanner ahead = *this;
    return ahead.nextSignificant().kind == TokenKind::End;
}

bool PlPgSqlScanner::atWord(std::string_view word) const {
    Scanner ahead = *this;
    return ahead.is(ahead.nextSignificant(), word);
}

bool PlPgSqlScanner::assigns() const {
    Scanner ahead = *this;
    const Token next = ahead.nextSignificant();
    return isAssignment(next) || ahead.isSymbol(next, "[") || ahead.isSymbol(next, ".");
}

} // namespace ironlaw
