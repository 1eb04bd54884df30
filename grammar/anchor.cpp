// Anchors are found by counting commas and parentheses, which is all that the places of list items
// need; PostgreSQL's parser has already accepted the text.
#include "grammar/anchor.h"

#include "grammar/placed-scanner.h"

namespace ironlaw {

namespace {

/// Gathers tokens into items.
class Items {
public:
    void add(Range token) {
        if (item_.empty()) {
            item_.begin = token.begin;
        }
        item_.end = token.end;
    }
    void finish() {
        if (!item_.empty()) {
            items_.push_back(item_);
        }
        item_ = {};
    }
    std::vector<Range> take() {
        finish();
        return std::move(items_);
    }

private:
    Range item_;
    std::vector<Range> items_;
};

} // namespace

std::vector<Range> commaSeparated(PlacedText text, Range range) {
    PlacedScanner scanner(text, range);
    Items items;
    int depth = 0;
    while (scanner.advance()) {
        if (depth == 0 && scanner.isSymbol(",")) {
            items.finish();
            continue;
        }
        if (scanner.opens()) {
            ++depth;
        } else if (scanner.closes() && --depth < 0) {
            break;
        }
        items.add(scanner.range());
    }
    return items.take();
}

std::vector<Range> parenthesisedItems(PlacedText text, Range statement, uint32_t from) {
    PlacedScanner scanner(text, {from, statement.end});
    while (scanner.advance()) {
        if (scanner.isSymbol("(")) {
            return commaSeparated(text, {scanner.range().end, statement.end});
        }
    }
    return {};
}

std::vector<Range> semicolonSeparated(PlacedText text, Range range) {
    PlacedScanner scanner(text, range);
    Items items;
    int depth = 0;
    while (scanner.advance()) {
        if (depth == 0 && scanner.isSymbol(";")) {
            items.finish();
            continue;
        }
        depth += scanner.opens() ? 1 : scanner.closes() ? -1 : 0;
        items.add(scanner.range());
    }
    return items.take();
}

Range qualifiedNameAt(PlacedText text, uint32_t offset) {
    PlacedScanner scanner(text, {offset, text.end()});
    scanner.advance();
    Range range = scanner.range();
    while (scanner.advance() && scanner.isSymbol(".") && scanner.advance() && scanner.isName()) {
        range.end = scanner.range().end;
    }
    return range;
}

Range findWord(PlacedText text, Range range, std::string_view keyword) {
    PlacedScanner scanner(text, range);
    int depth = 0;
    while (scanner.advance()) {
        if (depth == 0 && scanner.isWord(keyword)) {
            return scanner.range();
        }
        depth += scanner.opens() ? 1 : scanner.closes() ? -1 : 0;
    }
    return {};
}

uint32_t behindTokens(PlacedText text, Range range, size_t count) {
    PlacedScanner scanner(text, range);
    for (size_t i = 0; i < count; ++i) {
        scanner.advance();
    }
    return scanner.advance() ? scanner.range().begin : range.end;
}

Range trimmedIn(PlacedText text, Range range) {
    Range local = trimmed(text.bytes, Range{range.begin - text.base, range.end - text.base});
    return {local.begin + text.base, local.end + text.base};
}

} // namespace ironlaw
