// Slips that show in the shape of a statement rather than in its words.
#include "grammar/name.h"
#include "grammar/slip-pattern.h"
#include "grammar/slip-words.h"
#include "grammar/statement-start.h"

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

template <size_t count>
bool isOneOf(const BrokenStatement& broken, size_t index,
             const std::array<std::string_view, count>& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return broken.isWord(index, word); });
}

bool startsLine(const BrokenStatement& broken, size_t index) {
    return indentation(broken.text, broken.at(index).range.begin).has_value();
}

std::string inQuotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// A character that looks like a quote or like nothing, which PostgreSQL takes as part of a name.
std::optional<Slip> unicodeSlip(std::string_view word) {
    constexpr std::array<std::string_view, 4> quotes = {"\u2018", "\u2019", "\u201C", "\u201D"};
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> invisible = {
        {{"\u00A0", "U+00A0"}, {"\u200B", "U+200B"}, {"\uFEFF", "U+FEFF"}, {"\u3000", "U+3000"}}};
    for (const std::string_view quote : quotes) {
        if (contains(word, quote)) {
            return Slip{"typographic quotes are taken as part of a name",
                        "write straight quotes: ' around strings, \" around names"};
        }
    }
    for (const auto& [character, name] : invisible) {
        if (contains(word, character)) {
            return Slip{"the invisible character " + std::string(name) +
                            " is taken as part of a name",
                        "replace it by a blank"};
        }
    }
    return std::nullopt;
}

bool isValue(TokenKind kind) { return kind == TokenKind::Number || kind == TokenKind::String; }

/// Whether the statement creates what has columns in parentheses: a table or a type.
bool hasColumns(const BrokenStatement& broken) {
    constexpr std::array<std::string_view, 2> kinds = {"table", "type"};
    return broken.isWord(0, "create") && (isOneOf(broken, 1, kinds) || isOneOf(broken, 2, kinds));
}

/// A comma that is missing between two columns or constraints.
std::optional<Slip> missingColumnComma(const BrokenStatement& broken) {
    const size_t error = broken.error;
    if (!hasColumns(broken) || broken.depthAt(error) != 1 || error < 3 ||
        broken.isSymbol(error - 1, "(") || broken.isSymbol(error - 1, ",")) {
        return std::nullopt;
    }
    constexpr std::array<std::string_view, 2> constraints = {"foreign", "constraint"};
    const size_t constraint = broken.isWord(error - 2, "constraint") ? error - 2 : error;
    if (isOneOf(broken, error, constraints) && readsOnWithInserted(broken, constraint, ",")) {
        return Slip{"no comma separates the constraint from the column before it",
                    "write a comma before " + upperCase(broken.textAt(constraint))};
    }
    const size_t keyword = broken.isWord(error - 1, "key") ? error - 2 : error - 1;
    const bool key = broken.isWord(keyword, "primary") || broken.isWord(keyword, "unique");
    if (key && broken.isSymbol(error, "(") && startsLine(broken, keyword)) {
        return Slip{"no comma separates the constraint from the column before it",
                    "write a comma before the constraint"};
    }
    const bool column =
        broken.isName(error) && (broken.isName(error + 1) || startsLine(broken, error));
    if (!column || !readsOnWithInserted(broken, error, ",")) {
        return std::nullopt;
    }
    const std::string name = inQuotes(broken.textAt(error));
    return Slip{"no comma separates the column " + name + " from the one before it",
                "write a comma before " + name};
}

} // namespace

std::optional<Slip> characterSlip(const BrokenStatement& broken) {
    const std::string_view stop = broken.textAt(broken.error);
    const size_t before = broken.error > 0 ? broken.error - 1 : 0;
    for (size_t index = 0; index < broken.tokens.size(); ++index) {
        const std::string_view mark = broken.textAt(index);
        if (broken.at(index).kind == TokenKind::Operator && startsLine(broken, index) &&
            (mark == "<<<<<<<" || mark == "=======" || mark == ">>>>>>>")) {
            return Slip{"a conflict marker of git stands in the statement", "resolve the conflict"};
        }
    }
    if (contains(stop, "`")) {
        return Slip{"backquotes around names are MySQL's syntax", "put names in double quotes"};
    }
    if (broken.isSymbol(broken.error, "[") && broken.isName(broken.error + 1) &&
        broken.isSymbol(broken.error + 2, "]") && !broken.isWord(before, "default")) {
        return Slip{"brackets around names are SQL Server's syntax", "put names in double quotes"};
    }
    if (broken.error < broken.tokens.size() && startsLine(broken, broken.error)) {
        if (stop.substr(0, 1) == "#" || stop.substr(0, 2) == "//") {
            return Slip{"a comment does not start with \"" + std::string(stop.substr(0, 2)) + "\"",
                        "start it with two dashes"};
        }
        if (stop == "/") {
            return Slip{"a slash ends no statement: it is a command of Oracle's client",
                        "write a semicolon"};
        }
    }
    if (broken.error > 0 && broken.at(before).kind == TokenKind::String &&
        broken.at(broken.error).kind == TokenKind::Word &&
        broken.at(before).range.end == broken.at(broken.error).range.begin) {
        return Slip{"an apostrophe ends the string before " + inQuotes(stop),
                    "write the apostrophe twice within the string"};
    }
    for (const size_t index : {broken.error, before}) {
        if (auto slip = unicodeSlip(broken.textAt(index))) {
            return slip;
        }
    }
    return std::nullopt;
}

std::optional<Slip> nameSlip(const BrokenStatement& broken) {
    constexpr std::array<std::string_view, 16> beforeNames = {
        "table", "column", "into", "index", "exists", "on",         "view",   "join",
        "from",  "update", "add",  "drop",  "schema", "references", "rename", "type"};
    // Reserved words that people use as names; a clause (WHERE, UNION) is hardly one.
    constexpr std::array<std::string_view, 25> likelyNames = {
        "all",        "analyze", "array", "asc",  "case",  "cast",   "check",  "column", "default",
        "desc",       "end",     "fetch", "from", "group", "limit",  "offset", "order",  "primary",
        "references", "table",   "to",    "user", "when",  "window", "grant"};
    const size_t error = broken.error;
    if (error == 0 || error >= broken.tokens.size()) {
        return std::nullopt;
    }
    const bool listed = (broken.isSymbol(error - 1, "(") || broken.isSymbol(error - 1, ",")) &&
                        broken.depthAt(error) == 1 &&
                        (broken.isWord(0, "create") || broken.isWord(0, "insert"));
    if (!listed && !isOneOf(broken, error - 1, beforeNames)) {
        return std::nullopt;
    }
    const std::string_view word = broken.textAt(error);
    if (broken.at(error).kind == TokenKind::String) {
        constexpr size_t longestName = 63;
        const bool name = word.size() > 2 && word.front() == '\'' && word.size() - 2 <= longestName;
        const std::string quoted = name ? inQuotes(word.substr(1, word.size() - 2)) : "";
        return name && readsOnWith(broken, quoted)
                   ? std::optional(Slip{"a name is written as a string: " + std::string(word),
                                        "put it in double quotes: " + quoted})
                   : std::nullopt;
    }
    const bool clause = broken.isWord(error + 1, "by") || broken.isWord(error + 1, "key");
    const bool typed =
        !listed || broken.at(error + 1).kind == TokenKind::Word || (broken.isWord(0, "insert"));
    const std::string quoted = inQuotes(foldedIdentifier(word));
    if (clause || !typed || !isOneOf(broken, error, likelyNames) || !readsOnWith(broken, quoted)) {
        return std::nullopt;
    }
    return Slip{"the reserved word " + inQuotes(word) + " is used as a name without quotes",
                "put it in double quotes: " + quoted};
}

std::optional<Slip> commaSlip(const BrokenStatement& broken) {
    constexpr std::array<std::string_view, 3> clauses = {"from", "where", "as"};
    const size_t error = broken.error;
    if (error == 0) {
        return std::nullopt;
    }
    const bool atEnd = error >= broken.tokens.size();
    const bool closes = broken.isSymbol(error, ")") || broken.isSymbol(error, ";");
    if (broken.isSymbol(error - 1, ",")) {
        if (atEnd) {
            return Slip{"the statement ends with a comma",
                        "remove the comma, or write what follows it"};
        }
        if (closes || isOneOf(broken, error, clauses)) {
            return Slip{"a comma stands before " + inQuotes(upperCase(broken.textAt(error))),
                        "remove the comma"};
        }
    }
    if (broken.isSymbol(error, ",") &&
        (broken.isSymbol(error - 1, ",") || broken.isSymbol(error - 1, "("))) {
        return Slip{"a comma has nothing before it", "remove the comma"};
    }
    constexpr uint32_t shown = 40;
    const Token last = broken.at(error - 1);
    const Token stop = broken.at(error);
    if (isValue(last.kind) && isValue(stop.kind) && broken.depthAt(error) > 0 &&
        last.range.size() <= shown && stop.range.size() <= shown &&
        readsOnWithInserted(broken, error, ",")) {
        return Slip{"no comma separates " + std::string(broken.textAt(error - 1)) + " and " +
                        std::string(broken.textAt(error)),
                    "write a comma between them"};
    }
    if (broken.isSymbol(error - 1, ")") && broken.isSymbol(error, "(") &&
        broken.isWord(0, "insert") && readsOnWithInserted(broken, error, ",")) {
        return Slip{"no comma separates two rows of VALUES", "write a comma between them"};
    }
    return missingColumnComma(broken);
}

std::optional<Slip> parenthesisSlip(const BrokenStatement& broken) {
    const size_t error = broken.error;
    if (broken.isSymbol(error, ")") && broken.depthAt(error) == 0) {
        return Slip{"a parenthesis is closed that is not open",
                    "remove it, or write the opening one"};
    }
    const bool atEnd = error >= broken.tokens.size() || broken.isSymbol(error, ";");
    if (!atEnd || broken.depthAt(error) == 0) {
        return std::nullopt;
    }
    std::vector<size_t> open;
    for (size_t index = 0; index < error; ++index) {
        if (broken.isSymbol(index, "(")) {
            open.push_back(index);
        } else if (broken.isSymbol(index, ")") && !open.empty()) {
            open.pop_back();
        }
    }
    const size_t before = open.back() > 0 ? open.back() - 1 : 0;
    const bool named = broken.at(before).kind == TokenKind::Word;
    return Slip{named
                    ? "the parenthesis behind " + inQuotes(broken.textAt(before)) + " is not closed"
                    : "a parenthesis is not closed",
                "write the closing parenthesis"};
}

std::optional<Slip> typingSlip(const BrokenStatement& broken) {
    if (broken.at(broken.error).kind != TokenKind::Word) {
        return std::nullopt;
    }
    const std::string_view word = broken.textAt(broken.error);
    const std::string keyword = upperCase(misspeltKeyword(word));
    if (keyword.empty()) {
        return std::nullopt;
    }
    return Slip{"the word " + inQuotes(word) + " is not an SQL keyword, " + keyword + " is",
                "write " + keyword};
}

} // namespace ironlaw
