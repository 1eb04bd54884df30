// See plain-sections.h.
#include "analyzer/project/plain-sections.h"

#include "analyzer/project/layout.h"

#include "grammar/preparation.h"
#include "grammar/scanner.h"
#include "grammar/splitter.h"
#include "grammar/statement-start.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace ironlaw {

namespace {

/// The markers of tools that have no layout of their own here: sql-migrate and rambler in front of
/// the direction, tern and MyBatis for the way back.
constexpr std::array<std::string_view, 2> foreignPrefixes = {"+migrate ", "rambler "};
constexpr std::array<std::string_view, 2> foreignDowns = {"create above / drop below", "//@undo"};

/// "-- up", "-- Down migration", "--- DOWN ---", "-- rollback:", "-- +migrate Up notransaction".
std::optional<Marker> classify(std::string_view line) {
    llvm::StringRef text = strip(line);
    if (!text.consume_front("--")) {
        return std::nullopt;
    }
    text = text.trim(" \t-=:@!");
    for (const std::string_view prefix : foreignPrefixes) {
        if (text.consume_front_insensitive(prefix)) {
            text.consume_back_insensitive(" notransaction");
        }
    }
    if (std::ranges::any_of(foreignDowns,
                            [&](std::string_view down) { return text.equals_insensitive(down); })) {
        return Marker{Direction::Down, false};
    }
    text.consume_back_insensitive("migration");
    text.consume_back_insensitive("section");
    text = text.trim(" \t-=:@!");
    if (text.equals_insensitive("up") || text.equals_insensitive("ups")) {
        return Marker{Direction::Up, false};
    }
    if (text.equals_insensitive("down") || text.equals_insensitive("downs") ||
        text.equals_insensitive("rollback")) {
        return Marker{Direction::Down, false};
    }
    return std::nullopt;
}

/// Finds where the line comments begin that may be headings: not those in a literal, COPY data or a
/// block comment; nor those in a routine's body or a transaction block, unless it has no end; nor
/// those in parentheses, unless a statement starts behind them.
class HeadingPlaces {
public:
    explicit HeadingPlaces(const PreparedText& prepared)
        : prepared_(prepared),
          splitter_(prepared.text, static_cast<uint32_t>(prepared.text.size())) {}

    std::vector<uint32_t> find() {
        auto statement = prepared_.statements.begin();
        Scanner scanner(prepared_.text);
        for (Token token = scanner.next(); token.kind != TokenKind::End; token = scanner.next()) {
            if (statement != prepared_.statements.end() && token.range.begin >= statement->begin) {
                startStatement(*statement);
                ++statement;
            }
            if (token.kind == TokenKind::LineComment) {
                places_.push_back(token.range.begin);
                doubtful_ += parentheses_ > 0 ? 1 : 0;
            } else if (token.kind != TokenKind::BlockComment) {
                see(scanner, token);
            }
        }
        return std::move(places_);
    }

private:
    void startStatement(Range statement) {
        parentheses_ = 0;
        doubtful_ = 0;
        splitter_.reset();
        Scanner words(prepared_.text, statement);
        const Token first = words.nextSignificant();
        if (words.is(first, "begin") || words.is(first, "start")) {
            transaction_ = places_.size();
        } else if (transaction_ && endsTransaction(words, first)) {
            places_.resize(*transaction_);
            transaction_.reset();
        }
    }

    /// COMMIT, END, ABORT, and ROLLBACK but not to a savepoint.
    static bool endsTransaction(Scanner& words, const Token& first) {
        if (!words.is(first, "rollback")) {
            return words.is(first, "commit") || words.is(first, "end") || words.is(first, "abort");
        }
        Token next = words.nextSignificant();
        if (words.is(next, "work") || words.is(next, "transaction")) {
            next = words.nextSignificant();
        }
        return !words.is(next, "to");
    }

    void see(const Scanner& scanner, const Token& token) {
        const auto size = static_cast<uint32_t>(prepared_.text.size());
        if (doubtful_ > 0 &&
            statementStartAt(prepared_.text, token.range.begin, size) < StartStrength::Data) {
            places_.resize(places_.size() - doubtful_);
        }
        doubtful_ = 0;
        parentheses_ += scanner.isSymbol(token, "(") ? 1 : 0;
        parentheses_ -= scanner.isSymbol(token, ")") && parentheses_ > 0 ? 1 : 0;
        const bool inBody = splitter_.insideBody();
        splitter_.see(token);
        if (!inBody && splitter_.insideBody()) {
            body_ = places_.size();
        } else if (inBody && !splitter_.insideBody()) {
            places_.resize(body_);
        }
    }

    const PreparedText& prepared_;
    Splitter splitter_;
    std::vector<uint32_t> places_;
    size_t parentheses_ = 0;
    size_t doubtful_ = 0;               ///< how many of the last places stand in parentheses
    size_t body_ = 0;                   ///< how many places stand before the open body
    std::optional<size_t> transaction_; ///< how many stand before the open transaction block
};

bool marksUp(const std::vector<Section>& sections) {
    return std::ranges::any_of(
        sections, [](const Section& section) { return section.direction == Direction::Up; });
}

/// The sections under headings that begin at one of `places`, which are sorted.
std::vector<Section> sectionsAt(const std::vector<uint32_t>& places, FileId file,
                                std::string_view text) {
    return sectionsOf(file, text, [&](std::string_view line) {
        const std::string_view heading = strip(line);
        const auto begin = static_cast<uint32_t>(heading.data() - text.data());
        return std::ranges::binary_search(places, begin) ? classify(line) : std::nullopt;
    });
}

} // namespace

std::vector<Section> plainSections(FileId file, std::string_view text) {
    if (sectionsOf(file, text, classify).empty()) {
        return {};
    }
    Arena arena;
    const auto size = static_cast<uint32_t>(text.size());
    const PreparedText prepared = prepare(text, {0, size}, {}, arena);
    std::vector<uint32_t> places = HeadingPlaces(prepared).find();
    std::vector<Section> found = sectionsAt(places, file, text);
    if (!marksUp(found)) {
        std::set<uint32_t> commentedOut;
        for (const Section& section : commentedWayBack(file, text)) {
            commentedOut.insert(section.marker.begin);
        }
        std::erase_if(places, [&](uint32_t place) { return commentedOut.contains(place); });
        found = sectionsAt(places, file, text);
        std::erase_if(found,
                      [&](const Section& section) { return !firstSql(text, section.range); });
    }
    if (found.empty()) {
        return found;
    }
    const Range above{0, found.front().marker.begin};
    if (found.front().direction == Direction::Up) {
        found.front().range.begin = firstSql(text, above) ? 0 : found.front().range.begin;
    } else if (!marksUp(found) || firstSql(text, above)) {
        Section up = wholeFile(file, text, Direction::Up);
        up.range = above;
        found.insert(found.begin(), up);
    }
    return found;
}

} // namespace ironlaw
