// Clauses are found by their words; PostgreSQL's parser has already accepted the text.
#include "grammar/clause.h"

#include "grammar/placed-scanner.h"

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// What may follow a column's default, which is a b_expr: none of these words can be a part of it
/// outside of parentheses and CASE, but for IS NOT DISTINCT FROM (ColQualList in
/// src/backend/parser/gram.y).
constexpr std::array<std::string_view, 11> constraintStarts = {
    "check", "collate", "constraint", "deferrable", "generated", "initially",
    "not",   "null",    "primary",    "references", "unique"};

bool startsConstraint(const PlacedScanner& scanner) {
    return std::ranges::any_of(constraintStarts,
                               [&](std::string_view word) { return scanner.isWord(word); });
}

/// The end of the default that begins with the scanner's token.
Range columnDefault(PlacedScanner& scanner) {
    Range result = scanner.range();
    int depth = 0;
    bool first = true;
    bool behindIs = false;
    do {
        if (depth == 0 && !first && !behindIs && startsConstraint(scanner)) {
            break;
        }
        behindIs = scanner.isWord("is");
        first = false;
        depth += scanner.opens() || scanner.isWord("case") ? 1 : 0;
        depth -= scanner.closes() || scanner.isWord("end") ? 1 : 0;
        if (depth < 0) {
            break;
        }
        result.end = scanner.range().end;
    } while (scanner.advance());
    return result;
}

/// Goes on to the last of `words` where they stand outside of parentheses; the range of the first.
Range seekWords(PlacedScanner& scanner, std::string_view words) {
    Range begin;
    std::string_view rest = words;
    int depth = 0;
    while (scanner.advance()) {
        const std::string_view word = rest.substr(0, rest.find(' '));
        if (depth == 0 && scanner.isWord(word)) {
            begin = begin.empty() ? scanner.range() : begin;
            if (word.size() == rest.size()) {
                return begin;
            }
            rest.remove_prefix(word.size() + 1);
            continue;
        }
        begin = {};
        rest = words;
        depth += scanner.opens() ? 1 : scanner.closes() ? -1 : 0;
    }
    return {};
}

} // namespace

Range defaultExpression(PlacedText text, Range definition) {
    PlacedScanner scanner(text, definition);
    int depth = 0;
    bool behindSet = false;
    bool ofReference = false; // ON DELETE SET DEFAULT
    while (scanner.advance()) {
        if (depth == 0 && scanner.isWord("default") && !ofReference && scanner.advance()) {
            return behindSet ? trimmedIn(text, {scanner.range().begin, definition.end})
                             : columnDefault(scanner);
        }
        const bool refers = scanner.isWord("delete") || scanner.isWord("update");
        behindSet = scanner.isWord("set");
        ofReference = refers || (ofReference && behindSet);
        depth += scanner.opens() ? 1 : scanner.closes() ? -1 : 0;
    }
    return {};
}

Range parenthesesBehind(PlacedText text, Range range, std::string_view words) {
    PlacedScanner scanner(text, range);
    if (seekWords(scanner, words).empty() || !scanner.advance() || !scanner.isSymbol("(")) {
        return {};
    }
    Range inside{scanner.range().end, scanner.range().end};
    for (int depth = 1; depth > 0 && scanner.advance();) {
        depth += scanner.opens() ? 1 : scanner.closes() ? -1 : 0;
        inside.end = depth == 0 ? scanner.range().begin : range.end;
    }
    return trimmedIn(text, inside);
}

Range fromWords(PlacedText text, Range range, std::string_view words) {
    PlacedScanner scanner(text, range);
    const Range begin = seekWords(scanner, words);
    return begin.empty() ? begin : trimmedIn(text, {begin.begin, range.end});
}

} // namespace ironlaw
