// Asks the kinds of slips one after another, the surest first.
#include "grammar/preparation.h"
#include "grammar/slip-pattern.h"
#include "grammar/slip-words.h"
#include "grammar/statement-start.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// Whether the token before a statement's first word says that this statement is part of another.
bool expectsMore(const BrokenStatement& broken, size_t index) {
    constexpr std::array<std::string_view, 18> openWords = {
        "all", "also",    "and",       "as",  "do", "else", "except", "for",   "from",
        "in",  "instead", "intersect", "not", "on", "or",   "then",   "union", "with"};
    return broken.at(index).kind == TokenKind::Operator || broken.isSymbol(index, ",") ||
           broken.isSymbol(index, "(") ||
           std::any_of(openWords.begin(), openWords.end(),
                       [&](std::string_view word) { return broken.isWord(index, word); });
}

StartStrength strengthAt(const BrokenStatement& broken, size_t index) {
    const Token token = broken.at(index);
    return token.kind == TokenKind::Word
               ? statementStartAt(broken.text, token.range.begin, broken.tokens.back().range.end)
               : StartStrength::None;
}

/// A semicolon alone is of no use where parentheses are open.
Slip semicolonBefore(const BrokenStatement& broken, size_t index) {
    Slip slip = missingSemicolon(broken.text,
                                 {broken.at(index).range.begin, broken.tokens.back().range.end});
    constexpr size_t mostWritten = 8;
    if (const size_t depth = broken.depthAt(index)) {
        const std::string end = std::string(std::min(depth, mostWritten), ')') + ";";
        slip.message +=
            depth > 1 ? ", and its parentheses are open" : ", and its parenthesis is open";
        slip.help = depth <= mostWritten && readsOnWithInserted(broken, index, end)
                        ? fmt::format("end it with \"{}\"", end)
                        : "close what is open, and end it with a semicolon";
    }
    return slip;
}

/// PostgreSQL stops at the first word of the next statement, or at the second if the first can be
/// an alias.
std::optional<Slip> semicolonSlip(const BrokenStatement& broken) {
    if (broken.tokens.empty()) {
        return std::nullopt;
    }
    const auto outer = indentation(broken.text, broken.tokens.front().range.begin).value_or(0);
    for (const size_t back : {size_t{0}, size_t{1}}) {
        if (broken.error < back + 1) {
            break;
        }
        const size_t index = broken.error - back;
        const StartStrength strength = strengthAt(broken, index);
        if (strength == StartStrength::None) {
            continue;
        }
        const auto inner = indentation(broken.text, broken.at(index).range.begin);
        if (inner && *inner <= outer && !expectsMore(broken, index - 1)) {
            return semicolonBefore(broken, index);
        }
    }
    return std::nullopt;
}

/// The same on one line, where only the strongest words prove it.
std::optional<Slip> inlineSemicolonSlip(const BrokenStatement& broken) {
    if (broken.error == 0 || strengthAt(broken, broken.error) != StartStrength::Always ||
        expectsMore(broken, broken.error - 1)) {
        return std::nullopt;
    }
    return semicolonBefore(broken, broken.error);
}

std::optional<Slip> patternSlip(const BrokenStatement& broken) {
    // What is wrong with a script's own commands in a file is sound, or worse, in a body.
    if (broken.place == SlipPlace::File) {
        if (auto slip = matchingSlip(scriptSlips(), broken)) {
            return slip;
        }
    }
    for (const auto slips :
         {dropSlips(), alterSlips(), createSlips(), dataSlips(), columnSlips()}) {
        if (auto slip = matchingSlip(slips, broken)) {
            return slip;
        }
    }
    return std::nullopt;
}

/// Where a line that is no SQL at all stands before a statement: the statement's first word.
uint32_t statementBehindNoise(const BrokenStatement& broken) {
    if (broken.error != 0) {
        return 0;
    }
    for (size_t index = 1; index < broken.tokens.size(); ++index) {
        const uint32_t begin = broken.at(index).range.begin;
        if (broken.at(index).kind == TokenKind::Word && indentation(broken.text, begin) &&
            strengthAt(broken, index) >= StartStrength::AfterEnd) {
            return begin;
        }
    }
    return 0;
}

} // namespace

Slip missingSemicolon(std::string_view text, Range next) {
    const uint32_t begin = Scanner(text, next).nextSignificant().range.begin;
    return {"the statement before " + startKeywords(text, begin, next.end) + " has no semicolon",
            "end it with a semicolon", begin};
}

Slip recogniseSlip(std::string_view text, Range statement, uint32_t errorOffset, SlipPlace place) {
    // The tokens of a statement of many megabytes (a dump's INSERT) take more memory than they are
    // worth.
    constexpr uint32_t farthestError = 4 << 20;
    constexpr uint32_t lookAhead = 64 << 10;
    if (errorOffset > statement.begin && errorOffset - statement.begin > farthestError) {
        return {};
    }
    if (errorOffset < statement.end && statement.end - errorOffset > lookAhead) {
        statement.end = errorOffset + lookAhead;
    }
    const BrokenStatement broken(text, statement, errorOffset, place);
    for (const auto recognise : {&characterSlip, &semicolonSlip, &inlineSemicolonSlip, &patternSlip,
                                 &nameSlip, &commaSlip, &parenthesisSlip, &typingSlip}) {
        if (auto slip = recognise(broken)) {
            if (slip->restart == 0) {
                slip->restart = statementBehindNoise(broken);
            }
            return *slip;
        }
    }
    Slip unknown;
    unknown.restart = statementBehindNoise(broken);
    return unknown;
}

} // namespace ironlaw
