// The tokens of a piece of a file, at their offsets in the file.
#pragma once

#include "grammar/anchor.h"
#include "grammar/scanner.h"

namespace ironlaw {

/// A scanner over a range of a placed text, whose tokens stand at offsets of the file.
class PlacedScanner {
public:
    PlacedScanner(PlacedText text, Range range)
        : scanner_(text.bytes, {range.begin - text.base, range.end - text.base}), base_(text.base) {
    }

    /// The next token that is no comment; false at the end.
    bool advance() {
        token_ = scanner_.nextSignificant();
        return token_.kind != TokenKind::End;
    }
    Range range() const { return {token_.range.begin + base_, token_.range.end + base_}; }
    bool isName() const {
        return token_.kind == TokenKind::Word || token_.kind == TokenKind::QuotedIdentifier;
    }
    bool isWord(std::string_view keyword) const { return scanner_.is(token_, keyword); }
    bool isSymbol(std::string_view symbol) const { return scanner_.isSymbol(token_, symbol); }
    bool opens() const { return isSymbol("(") || isSymbol("["); }
    bool closes() const { return isSymbol(")") || isSymbol("]"); }

private:
    Scanner scanner_;
    Token token_;
    uint32_t base_;
};

} // namespace ironlaw
