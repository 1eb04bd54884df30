// Ways back that nobody runs: SQL behind comment signs, under a heading that says so.
#include "analyzer/project/layout.h"

#include "grammar/scanner.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

constexpr std::array<std::string_view, 5> headings = {"rollback", "down", "undo", "revert",
                                                      "to rollback"};
constexpr std::array<std::string_view, 10> headingTails = {
    "",        "migration", "script", "sql",   "section",
    "actions", "steps",     "plan",   "block", "this migration"};
constexpr std::array<std::string_view, 17> sqlStarts = {
    "alter",  "begin",    "comment", "create", "delete",   "do",     "drop", "grant",  "insert",
    "revoke", "rollback", "select",  "set",    "truncate", "update", "with", "reindex"};

/// The text of a line comment, without dashes and blanks; nothing if the line is none.
std::optional<std::string_view> commentText(std::string_view line) {
    line = strip(line);
    if (!line.starts_with("--")) {
        return std::nullopt;
    }
    return llvm::StringRef(line).ltrim("-").trim(" \t=*#");
}

bool startsSql(std::string_view text) {
    Scanner scanner(text);
    Token first = scanner.nextSignificant();
    return std::ranges::any_of(sqlStarts,
                               [&](std::string_view word) { return scanner.is(first, word); });
}

/// Whether a comment's text is such a heading. SQL on the same line, behind a colon, is returned in
/// `rest`.
bool isHeading(llvm::StringRef text, std::string_view& rest) {
    rest = {};
    for (std::string_view heading : headings) {
        if (!text.starts_with_insensitive(heading)) {
            continue;
        }
        llvm::StringRef tail = text.drop_front(heading.size());
        auto [words, behind] = tail.split(':');
        llvm::StringRef plain = words.trim(" \t-=*;");
        bool known = std::ranges::any_of(
            headingTails, [&](std::string_view one) { return plain.equals_insensitive(one); });
        if (known) {
            rest = strip(behind);
            return rest.empty() || startsSql(rest);
        }
    }
    return false;
}

} // namespace

std::optional<Section> commentedWayBack(FileId file, std::string_view text) {
    std::optional<Section> result;
    bool hasSql = false;
    eachLine(text, [&](std::string_view line, Range range) {
        std::optional<std::string_view> comment = commentText(line);
        std::string_view rest;
        if (comment && isHeading(*comment, rest)) {
            Section section;
            section.file = file;
            section.direction = Direction::Down;
            section.commentedOut = true;
            section.marker = {range.begin, range.begin + static_cast<uint32_t>(line.size())};
            uint32_t begin =
                rest.empty() ? range.end : static_cast<uint32_t>(rest.data() - text.data());
            section.range = {begin, static_cast<uint32_t>(text.size())};
            result = section;
            hasSql = !rest.empty();
        } else if (comment && result) {
            hasSql |= startsSql(*comment);
        } else if (!strip(line).empty()) {
            result.reset(); // live SQL behind it: the heading was no heading of a way back
            hasSql = false;
        }
    });
    return hasSql ? result : std::nullopt;
}

} // namespace ironlaw
