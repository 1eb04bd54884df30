// Ways back that nobody runs: SQL behind comment signs, under a heading that says so.
#include "analyzer/project/layout.h"

#include "grammar/parser.h"
#include "grammar/scanner.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <array>
#include <ranges>
#include <span>

namespace ironlaw {

namespace {

constexpr std::array<std::string_view, 15> headings = {
    "rollback", "roll back",   "roll-back",    "down",     "undo",
    "revert",   "to rollback", "to roll back", "to undo",  "to revert",
    "reverse",  "backout",     "back out",     "back-out", "migrate down"};
/// What stands behind these, as in "To rollback, run:".
constexpr std::array<std::string_view, 5> requests = {"run the following", "run", "execute", "use",
                                                      "with"};
/// What frames a heading: "[rollback]", "--- DOWN ---", lines of box drawing.
constexpr std::string_view frame = " \t\r\n-=*#@<>[]~\xE2\x94\x80\x81\x95\x90";
constexpr std::array<std::string_view, 19> headingTails = {
    "",           "migration",      "script",        "sql",          "section",
    "actions",    "steps",          "plan",          "block",        "commands",
    "statements", "queries",        "manually",      "instructions", "procedure",
    "this",       "this migration", "the migration", "this change"};
constexpr std::array<std::string_view, 17> sqlStarts = {
    "alter",  "begin",    "comment", "create", "delete",   "do",     "drop", "grant",  "insert",
    "revoke", "rollback", "select",  "set",    "truncate", "update", "with", "reindex"};

/// The first words of a one-liner without a colon: the others are prose as often as SQL.
constexpr std::array<std::string_view, 10> plainStarts = {"alter",    "comment", "create", "delete",
                                                          "drop",     "grant",   "insert", "revoke",
                                                          "truncate", "update"};

/// How many blocks of one file are looked at that something stands behind: to bring out the SQL of
/// one later takes a copy of the file, and these stay within so many bytes.
size_t maxBlocks(std::string_view text) {
    constexpr size_t bytes = 32U << 20U;
    constexpr size_t always = 16;
    return std::max(always, bytes / std::max<size_t>(text.size(), 1));
}

bool startsWithOneOf(std::string_view text, std::span<const std::string_view> words) {
    Scanner scanner(text);
    Token first = scanner.nextSignificant();
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return scanner.is(first, word); });
}

bool startsSql(std::string_view text) { return startsWithOneOf(text, sqlStarts); }

/// Whether `text` is nothing but whole statements.
bool isSql(std::string_view text, const PrepareOptions& options) {
    Arena arena;
    ParsedSection parsed = parse(text, {0, static_cast<uint32_t>(text.size())}, options, arena);
    return parsed.errors.empty() && parsed.prepared.problems.empty() && !parsed.statements.empty();
}

/// Whether the statement that ends at `end` has a semicolon there, and that nothing behind it on
/// its line but comments.
bool isEndedByLine(std::string_view text, uint32_t end) {
    llvm::StringRef behind = llvm::StringRef(text).drop_front(end).ltrim();
    const bool isEnded = behind.consume_front(";");
    const llvm::StringRef rest = behind.split('\n').first.trim();
    return isEnded && (rest.empty() || rest.starts_with("--") || rest.starts_with("/*"));
}

/// Whether something in `text` is plainly meant as SQL: PostgreSQL takes a statement of it, or one
/// that it refuses is written as a statement. "drop table t by hand" is neither.
bool holdsSql(std::string_view text, const PrepareOptions& options) {
    Arena arena;
    const ParsedSection parsed =
        parse(text, {0, static_cast<uint32_t>(text.size())}, options, arena);
    return !parsed.statements.empty() ||
           std::ranges::any_of(parsed.errors, [&](const SyntaxError& error) {
               return isEndedByLine(text, error.statement.end);
           });
}

/// "(run manually if needed)" says when, not what.
llvm::StringRef withoutRemark(llvm::StringRef words) {
    const size_t open = words.find('(');
    const bool has = open != llvm::StringRef::npos && words.find(')', open) == words.size() - 1;
    return has ? words.take_front(open).rtrim() : words;
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
        llvm::StringRef plain = withoutRemark(words.trim(frame).rtrim(';'));
        for (std::string_view request : requests) {
            if (plain.consume_back_insensitive(request)) {
                plain = plain.rtrim(" ,");
                break;
            }
        }
        bool known = std::ranges::any_of(
            headingTails, [&](std::string_view one) { return plain.equals_insensitive(one); });
        if (known) {
            rest = strip(behind);
            return rest.empty() || startsSql(rest);
        }
    }
    return false;
}

/// The SQL of a one-liner: "rollback: DROP TABLE t", "rollback DROP TABLE t;", "undo -> DROP TABLE
/// t". Empty if it is none.
std::string_view oneLiner(llvm::StringRef text) {
    for (std::string_view heading : headings) {
        if (!text.starts_with_insensitive(heading)) {
            continue;
        }
        llvm::StringRef rest = text.drop_front(heading.size());
        llvm::StringRef sql = rest.ltrim(" \t:-=>");
        bool colon = rest.ltrim(" \t").starts_with(":");
        bool plain = rest.starts_with(" ") || rest.starts_with("\t");
        if ((colon && startsSql(sql)) || (plain && startsWithOneOf(sql, plainStarts))) {
            const bool whole = isSql(sql, {});
            return whole ? std::string_view(sql) : std::string_view();
        }
    }
    return {};
}

/// Goes over the comments of one file.
class Finder {
public:
    Finder(FileId file, std::string_view text) : file_(file), text_(text) {}

    std::vector<Section> find() {
        Scanner scanner(text_);
        for (Token token = scanner.next(); token.kind != TokenKind::End; token = scanner.next()) {
            if (token.kind == TokenKind::LineComment) {
                lineComment(token.range);
            } else if (token.kind == TokenKind::BlockComment) {
                blockComment(token.range);
            } else {
                live(token.range.begin);
            }
        }
        if (block_ && inline_ && !more_) {
            add(*inline_);
        } else if (block_ && hasSql_ && hasStatements(*block_)) {
            add(*block_);
        }
        // What was done last is undone first.
        std::vector<Section> result;
        for (const auto& group : std::views::reverse(groups_)) {
            result.insert(result.end(), group.begin(), group.end());
        }
        return result;
    }

private:
    void lineComment(Range range) {
        llvm::StringRef comment = text_.substr(range.begin, range.size());
        std::string_view inner = comment.ltrim(frame).rtrim(" \t\r=*#");
        std::string_view rest;
        std::string_view sql = oneLiner(inner);
        if (!sql.empty() || isHeading(inner, rest)) {
            closeBlock(range.begin);
            rest = sql.empty() ? rest : sql;
            uint32_t size = static_cast<uint32_t>(text_.size());
            uint32_t begin = rest.empty() ? std::min(range.end + 1, size) : offsetOf(rest);
            block_ = section({begin, size}, range);
            block_->behindDashes = true;
            hasSql_ = !rest.empty();
            if (!sql.empty()) {
                inline_ = section({begin, begin + static_cast<uint32_t>(sql.size())}, range);
            }
        } else if (block_) {
            if (hasSql_ && runEnd_ == 0 && isBlankLineAbove(range.begin)) {
                runEnd_ = range.begin;
            }
            const bool beginsSql = startsSql(inner);
            hasSql_ = hasSql_ || beginsSql;
            more_ = more_ || beginsSql;
        }
    }

    bool isBlankLineAbove(uint32_t offset) const {
        const auto above = llvm::StringRef(text_.substr(0, offset)).rtrim(" \t");
        return above.ends_with("\n\n") || above.ends_with("\n\r\n");
    }

    /// A heading stands in it, or on the line above.
    void blockComment(Range range) {
        if (range.size() < 4) {
            return;
        }
        std::string_view inner = text_.substr(range.begin + 2, range.size() - 4);
        const bool underHeading = block_ && !hasSql_;
        llvm::StringRef first = llvm::StringRef(inner).ltrim(" \t\r\n*");
        first = first.split('\n').first.trim(" \t\r=*#-");
        std::string_view sql = oneLiner(first);
        std::string_view rest;
        bool heading = !sql.empty() || isHeading(first, rest);
        if (!heading && !underHeading) {
            live(range.begin);
            return;
        }
        uint32_t begin = !sql.empty()    ? offsetOf(sql)
                         : !rest.empty() ? offsetOf(rest)
                         : heading       ? offsetOf(first) + static_cast<uint32_t>(first.size())
                                         : range.begin + 2;
        Range marker = heading ? Range{range.begin, begin} : block_->marker;
        closeBlock(range.begin);
        block_ = section({begin, range.end - 2}, marker);
        block_->unsent = starsIn(block_->range);
        hasSql_ = hasStatements(*block_);
        if (!hasSql_) {
            // What is announced may stand below it.
            block_ = section({range.end, static_cast<uint32_t>(text_.size())}, marker);
            block_->behindDashes = true;
        }
    }

    /// The stars in front of the lines of a block comment, if each but the first has one.
    std::vector<Range> starsIn(Range comment) const {
        std::vector<Range> stars;
        bool all = true;
        eachLine(text_.substr(comment.begin, comment.size()), [&](std::string_view line, Range at) {
            const std::string_view words = strip(line);
            if (at.begin > 0 && words.starts_with('*')) {
                stars.push_back({offsetOf(words), offsetOf(words) + 1});
            }
            all = all && (at.begin == 0 || words.empty() || words.starts_with('*'));
        });
        return all ? stars : std::vector<Range>();
    }

    /// SQL that runs, or a comment of its own.
    void live(uint32_t begin) {
        closeBlock(begin);
        groupIsOpen_ = false;
    }

    /// A block with something behind it holds if it is whole statements up to there, or else up to
    /// its first blank line: a comment that belongs to what follows often reads like SQL.
    void closeBlock(uint32_t end) {
        if (block_ && hasSql_ && (!inline_ || more_) && blocks_ < maxBlocks(text_)) {
            ++blocks_;
            Section whole = *block_;
            whole.range.end = std::min(whole.range.end, end);
            Section run = whole;
            run.range.end = std::min(run.range.end, runEnd_);
            if (isWhole(whole)) {
                add(whole);
            } else if (runEnd_ > 0 && isWhole(run)) {
                add(run);
            } else if (inline_) {
                add(*inline_);
            }
        } else if (inline_) {
            add(*inline_);
        }
        block_.reset();
        inline_.reset();
        hasSql_ = false;
        more_ = false;
        runEnd_ = 0;
    }

    bool isWhole(const Section& section) const { return is(isSql, section); }

    bool hasStatements(const Section& section) const { return is(holdsSql, section); }

    bool is(bool (*kind)(std::string_view, const PrepareOptions&), const Section& section) const {
        std::vector<Range> unsent = section.unsent;
        for (Range& one : unsent) {
            one = {one.begin - section.range.begin, one.end - section.range.begin};
        }
        PrepareOptions options;
        options.uncomment = section.behindDashes;
        options.remarks = section.commentedOut;
        options.unsent = unsent;
        return kind(text_.substr(section.range.begin, section.range.size()), options);
    }

    void add(const Section& section) {
        if (!groupIsOpen_) {
            groups_.emplace_back();
            groupIsOpen_ = true;
        }
        groups_.back().push_back(section);
    }

    Section section(Range range, Range marker) const {
        Section section;
        section.file = file_;
        section.direction = Direction::Down;
        section.commentedOut = true;
        section.range = range;
        section.marker = marker;
        return section;
    }
    uint32_t offsetOf(std::string_view part) const {
        return static_cast<uint32_t>(part.data() - text_.data());
    }

    FileId file_;
    std::string_view text_;
    std::vector<std::vector<Section>>
        groups_; ///< found, in the order of the text; live SQL between
    bool groupIsOpen_ = false;
    size_t blocks_ = 0;             ///< that something stands behind
    std::optional<Section> block_;  ///< under the last heading
    std::optional<Section> inline_; ///< the SQL on the line of that heading, whole by itself
    bool hasSql_ = false;           ///< the block has some
    bool more_ = false;             ///< on other lines than its heading's
    uint32_t runEnd_ = 0;           ///< where its first blank line below SQL ends; 0: none yet
};

/// Whether what looks like a comment begins with a word for a way back. Most files have none and
/// need no closer look.
bool mentionsWayBack(std::string_view text, std::string_view opening) {
    for (size_t at = text.find(opening); at != std::string_view::npos;) {
        const llvm::StringRef inner = llvm::StringRef(text.substr(at)).ltrim('/').ltrim(frame);
        if (std::ranges::any_of(headings, [&](std::string_view heading) {
                return inner.starts_with_insensitive(heading);
            })) {
            return true;
        }
        at = text.find(opening, text.size() - inner.size());
    }
    return false;
}

} // namespace

std::vector<Section> commentedWayBack(FileId file, std::string_view text) {
    if (!mentionsWayBack(text, "--") && !mentionsWayBack(text, "/*")) {
        return {};
    }
    // COPY data and psql commands have quotes and comment signs of their own.
    Arena arena;
    const Range whole{0, static_cast<uint32_t>(text.size())};
    return Finder(file, prepare(text, whole, {}, arena).text).find();
}

} // namespace ironlaw
