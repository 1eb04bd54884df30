// Statement ends, in sound text by psql's rules and in broken text by looking at the next lines.
#include "grammar/splitter.h"

#include "grammar/bytes.h"
#include "grammar/preparation.h"
#include "grammar/statement-start.h"

namespace ironlaw {

void Splitter::see(const Token& token) {
    if (empty()) {
        state_.first = token;
    }
    // Before the token counts as the last one: its meaning depends on the one before.
    if (token.kind == TokenKind::Word) {
        seeWord(token);
    } else if (token.kind == TokenKind::Symbol && token.range.size() == 1) {
        seeSymbol(text_[token.range.begin]);
    }
    if (text_[token.range.begin] != ';') {
        state_.end = token.range.end;
    }
    state_.beforeLast = state_.last;
    state_.last = token;
}

void Splitter::seeSymbol(char symbol) {
    switch (symbol) {
    case '(': ++state_.parentheses; break;
    case ')': state_.parentheses -= state_.parentheses > 0 ? 1 : 0; break;
    case '[': ++state_.brackets; break;
    case ']': state_.brackets -= state_.brackets > 0 ? 1 : 0; break;
    default: break;
    }
}

Splitter::Kind Splitter::kindAfter(const Token& word) const {
    if (state_.kind == Kind::Unseen) {
        if (scanner_.is(word, "create")) {
            return Kind::Create;
        }
        return scanner_.is(word, "copy") ? Kind::Copy : Kind::Other;
    }
    if (scanner_.is(word, "or") || scanner_.is(word, "replace")) {
        return Kind::Create;
    }
    if (scanner_.is(word, "function") || scanner_.is(word, "procedure")) {
        return Kind::Routine;
    }
    return scanner_.is(word, "rule") ? Kind::Rule : Kind::Other;
}

void Splitter::seeWord(const Token& token) {
    switch (state_.kind) {
    case Kind::Unseen:
    case Kind::Create: state_.kind = kindAfter(token); break;
    case Kind::Copy:
        if (state_.parentheses == 0 && scanner_.is(token, "stdin") &&
            scanner_.is(state_.last, "from")) {
            state_.fromStdin = true;
        }
        break;
    case Kind::Routine:
        if (state_.parentheses > 0) {
            break;
        }
        if (state_.blocks == 0) {
            state_.blocks = scanner_.is(token, "atomic") && scanner_.is(state_.last, "begin");
        } else if (scanner_.is(token, "case")) {
            ++state_.blocks;
        } else if (scanner_.is(token, "end")) {
            --state_.blocks;
        }
        break;
    case Kind::Rule:
    case Kind::Other: break;
    }
}

bool Splitter::endsAt(const Token& semicolon) const {
    return (state_.parentheses == 0 && state_.blocks == 0) ||
           statementFollows(semicolon.range.end) || unclosedLineFollows(semicolon.range.end);
}

/// Whether a line follows that is indented no deeper than the statement, and nothing closes the
/// open parenthesis before a semicolon with a statement behind it, within reach or up to the text's
/// end: only rules and routines have semicolons in them, but one may be meant as a comma between
/// columns.
bool Splitter::unclosedLineFollows(uint32_t offset) const {
    constexpr int reach = 200; // tokens: bounds what one semicolon costs
    if (state_.blocks > 0 || state_.kind == Kind::Rule) {
        return false;
    }
    Scanner ahead(text_, {offset, end_});
    Token token = ahead.nextSignificant();
    const auto inner = indentation(text_, token.range.begin);
    const auto outer = indentation(text_, state_.first.range.begin);
    if (token.kind != TokenKind::Word || !inner || *inner > outer.value_or(0)) {
        return false;
    }
    uint32_t open = 0;
    for (int i = 0; i < reach && token.kind != TokenKind::End; ++i) {
        if (ahead.isSymbol(token, ")") && open-- == 0) {
            return false;
        }
        open += ahead.isSymbol(token, "(") ? 1 : 0;
        const bool ends = ahead.isSymbol(token, ";");
        token = ahead.nextSignificant();
        if (ends && statementStartAt(text_, token.range.begin, end_) >= StartStrength::AfterEnd) {
            return true;
        }
    }
    return true;
}

bool Splitter::statementFollows(uint32_t offset) const {
    Scanner ahead(text_, {offset, end_});
    const uint32_t word = ahead.nextSignificant().range.begin;
    if (!indentation(text_, word)) {
        return false;
    }
    // Rules and routines hold queries and data changes, but no CREATE or GRANT.
    const bool holdsStatements = state_.blocks > 0 || state_.kind == Kind::Rule;
    return statementStartAt(text_, word, end_) >=
           (holdsStatements ? StartStrength::Always : StartStrength::AfterEnd);
}

namespace {

bool isUncut(const Token& token, Uncut uncut) {
    switch (token.kind) {
    case TokenKind::DollarString: return !token.unterminated;
    case TokenKind::String:
    case TokenKind::QuotedIdentifier:
    case TokenKind::BlockComment: return uncut == Uncut::Literals && !token.unterminated;
    default: return false;
    }
}

} // namespace

std::vector<Range> resplit(std::string_view text, Range statement, Uncut uncut) {
    std::vector<Range> pieces;
    Scanner scanner(text, statement);
    Token whole = scanner.next();
    uint32_t begin = statement.begin;
    const auto add = [&](uint32_t end) {
        while (end > begin && (text[end - 1] == ';' || isBlankOrLineEnd(text[end - 1]))) {
            --end;
        }
        if (end > begin) {
            pieces.push_back({begin, end});
        }
    };
    uint32_t from = begin;
    while (const auto line =
               nextStatementLine(text, {from, statement.end}, StartStrength::AfterEnd)) {
        while (whole.kind != TokenKind::End &&
               (!isUncut(whole, uncut) || whole.range.end <= *line)) {
            whole = scanner.next();
        }
        if (whole.kind != TokenKind::End && whole.range.begin < *line) {
            from = whole.range.end;
            continue;
        }
        add(*line);
        from = begin = *line;
    }
    if (!pieces.empty()) {
        add(statement.end);
    }
    return pieces;
}

} // namespace ironlaw
