// Anchors are found by counting commas and parentheses, which is all that the places of list items
// need; PostgreSQL's parser has already accepted the text.
#include "grammar/anchor.h"

#include "grammar/scanner.h"

namespace ironlaw {

namespace {

bool opens(const Scanner& scanner, const Token& token) {
    return scanner.isSymbol(token, "(") || scanner.isSymbol(token, "[");
}

bool closes(const Scanner& scanner, const Token& token) {
    return scanner.isSymbol(token, ")") || scanner.isSymbol(token, "]");
}

/// Items up to the end of `range` or an unmatched closing parenthesis.
std::vector<Range> items(std::string_view text, Range range) {
    std::vector<Range> result;
    Scanner scanner(text, range);
    Range item{range.begin, range.begin};
    bool started = false;
    int depth = 0;
    auto finish = [&] {
        if (started) {
            result.push_back(item);
        }
        started = false;
    };
    for (Token token = scanner.nextSignificant(); token.kind != TokenKind::End;
         token = scanner.nextSignificant()) {
        if (depth == 0 && scanner.isSymbol(token, ",")) {
            finish();
            continue;
        }
        if (opens(scanner, token)) {
            ++depth;
        } else if (closes(scanner, token) && --depth < 0) {
            break;
        }
        if (!started) {
            item.begin = token.range.begin;
            started = true;
        }
        item.end = token.range.end;
    }
    finish();
    return result;
}

} // namespace

std::vector<Range> commaSeparated(std::string_view text, Range statement) {
    return items(text, statement);
}

std::vector<Range> parenthesisedItems(std::string_view text, Range statement, uint32_t from) {
    Scanner scanner(text, {from, statement.end});
    for (Token token = scanner.nextSignificant(); token.kind != TokenKind::End;
         token = scanner.nextSignificant()) {
        if (scanner.isSymbol(token, "(")) {
            return items(text, {token.range.end, statement.end});
        }
    }
    return {};
}

Range qualifiedNameAt(std::string_view text, uint32_t offset) {
    Scanner scanner(text, {offset, static_cast<uint32_t>(text.size())});
    Token token = scanner.nextSignificant();
    Range range = token.range;
    while (true) {
        Token dot = scanner.nextSignificant();
        if (!scanner.isSymbol(dot, ".")) {
            return range;
        }
        token = scanner.nextSignificant();
        if (token.kind != TokenKind::Word && token.kind != TokenKind::QuotedIdentifier) {
            return range;
        }
        range.end = token.range.end;
    }
}

Range findWord(std::string_view text, Range range, std::string_view keyword) {
    Scanner scanner(text, range);
    for (Token token = scanner.nextSignificant(); token.kind != TokenKind::End;
         token = scanner.nextSignificant()) {
        if (scanner.is(token, keyword)) {
            return token.range;
        }
    }
    return {};
}

} // namespace ironlaw
