// A broken statement as a row of tokens.
#include "grammar/keyword.h"
#include "grammar/slip-pattern.h"
#include "grammar/statement-start.h"

#include <algorithm>

namespace ironlaw {

BrokenStatement::BrokenStatement(std::string_view file, Range statement, uint32_t errorOffset,
                                 SlipPlace where)
    : text(file), place(where) {
    Scanner scanner(file, statement);
    for (Token token = scanner.nextSignificant(); token.kind != TokenKind::End;
         token = scanner.nextSignificant()) {
        tokens.push_back(token);
    }
    const auto stop = std::find_if(tokens.begin(), tokens.end(), [errorOffset](const Token& token) {
        return token.range.end > errorOffset;
    });
    error = static_cast<size_t>(stop - tokens.begin());
}

std::string_view BrokenStatement::textAt(size_t index) const {
    const Range range = at(index).range;
    return text.substr(range.begin, range.size());
}

bool BrokenStatement::isWord(size_t index, std::string_view keyword) const {
    return Scanner(text).is(at(index), keyword);
}

bool BrokenStatement::isSymbol(size_t index, std::string_view symbol) const {
    const TokenKind kind = at(index).kind;
    return (kind == TokenKind::Symbol || kind == TokenKind::Operator) && textAt(index) == symbol;
}

bool BrokenStatement::isName(size_t index) const {
    constexpr uint32_t longest = 200;
    const Token token = at(index);
    if (token.range.size() > longest) {
        return false;
    }
    return token.kind == TokenKind::QuotedIdentifier ||
           (token.kind == TokenKind::Word && !isReservedWord(textAt(index)));
}

size_t BrokenStatement::depthAt(size_t index) const {
    size_t depth = 0;
    for (size_t i = 0; i < index; ++i) {
        if (isSymbol(i, "(")) {
            ++depth;
        } else if (isSymbol(i, ")") && depth > 0) {
            --depth;
        }
    }
    return depth;
}

std::string BrokenStatement::kind() const {
    return tokens.empty()
               ? ""
               : startKeywords(text, tokens.front().range.begin, tokens.back().range.end);
}

} // namespace ironlaw
