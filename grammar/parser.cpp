// Parsing of a section: large pieces first, single statements where PostgreSQL refuses a piece.
#include "grammar/parser.h"

#include "grammar/bytes.h"
#include "grammar/raw-parse.h"
#include "grammar/scanner.h"

#include <algorithm>

namespace ironlaw {

namespace {

/// PostgreSQL's parse tree takes many times the bytes of its text, so a long file is parsed in
/// pieces of about this size, cut between statements.
constexpr uint32_t pieceBytes = 128 * 1024;

/// How often a refused statement is cut again at a missing semicolon.
constexpr int maxRestarts = 64;

/// What is quoted from the text may have line breaks. PostgreSQL quotes the rest of an unterminated
/// literal, however long it is.
std::string oneLine(std::string message) {
    constexpr size_t longest = 240;
    if (message.size() > longest) {
        size_t end = longest;
        while ((static_cast<unsigned char>(message[end]) & 0xC0) == 0x80) {
            --end;
        }
        message.replace(end, std::string::npos, "…\"");
    }
    std::ranges::replace_if(message, isLineEnd, ' ');
    return message;
}

class SectionParser {
public:
    SectionParser(ParsedSection& section, Arena& arena)
        : section_(section), arena_(arena), text_(section.prepared.text) {}

    void run() {
        const std::vector<Range>& ranges = section_.prepared.statements;
        for (size_t first = 0; first < ranges.size();) {
            size_t last = first;
            while (last + 1 < ranges.size() &&
                   ranges[last + 1].end - ranges[first].begin < pieceBytes) {
                ++last;
            }
            piece({ranges.data() + first, last - first + 1});
            first = last + 1;
        }
    }

private:
    bool tryParse(Range range) {
        buffer_.assign(text_, range.begin, range.size());
        ParserSession session;
        return session.parse(buffer_, range.begin, text_, arena_, 0, section_.statements, error_);
    }

    void piece(std::span<const Range> ranges) {
        if (tryParse({ranges.front().begin, ranges.back().end})) {
            return;
        }
        for (Range range : ranges) {
            single(range, maxRestarts);
        }
    }

    void single(Range range, int restarts) {
        if (tryParse(range)) {
            return;
        }
        RawError error = error_;
        if (tryWithoutPlaceholders(range)) {
            return;
        }
        std::vector<Range> parts = resplit(text_, range);
        if (parts.size() > 1 &&
            std::ranges::any_of(parts, [&](Range part) { return parses(part); })) {
            readComments(range, parts);
            for (Range part : parts) {
                single(part, 0);
            }
            return;
        }
        Slip slip = recogniseSlip(text_, range, error.offset);
        // A missing semicolon: what stands in front of it is often a whole statement.
        uint32_t restart = slip.restart;
        if (restart > range.begin && restart < range.end && restarts > 0) {
            Range before = trimmed(text_, {range.begin, restart});
            bool whole = tryParse(before);
            report(before, whole ? Range{before.end - 1, before.end} : tokenAt(text_, error.offset),
                   error, slip);
            single({restart, range.end}, restarts - 1);
            return;
        }
        report(range, tokenAt(text_, error.offset), error, slip);
    }

    /// A placeholder may stand for nothing, or for words that are no name: "${tablespace}".
    bool tryWithoutPlaceholders(Range range) {
        const std::vector<Range>& placeholders = section_.prepared.placeholders;
        auto place = std::ranges::lower_bound(placeholders, range.begin, {}, &Range::begin);
        if (place == placeholders.end() || place->end > range.end) {
            return false;
        }
        buffer_.assign(text_, range.begin, range.size());
        for (; place != placeholders.end() && place->end <= range.end; ++place) {
            buffer_.replace(place->begin - range.begin, place->size(), place->size(), ' ');
        }
        ParserSession session;
        RawError ignored;
        return session.parse(buffer_, range.begin, text_, arena_, 0, section_.statements, ignored);
    }

    bool parses(Range range) {
        std::vector<const Statement*> ignored;
        buffer_.assign(text_, range.begin, range.size());
        ParserSession session;
        RawError error;
        return session.parse(buffer_, range.begin, text_, arena_, 0, ignored, error);
    }

    /// A statement cut in pieces has other quotes than before, and so other comments.
    void readComments(Range statement, const std::vector<Range>& parts) {
        std::vector<Comment>& comments = section_.prepared.comments;
        const auto first = std::ranges::lower_bound(
            comments, statement.begin, {}, [](const Comment& one) { return one.range.begin; });
        const auto last = std::find_if(first, comments.end(), [&](const Comment& one) {
            return one.range.begin >= statement.end;
        });
        std::vector<Comment> found;
        for (Range part : parts) {
            Scanner scanner(text_, part);
            for (Token token = scanner.next(); token.kind != TokenKind::End;
                 token = scanner.next()) {
                if (token.kind == TokenKind::LineComment || token.kind == TokenKind::BlockComment) {
                    found.push_back({token.range, token.kind == TokenKind::LineComment});
                }
            }
        }
        comments.insert(comments.erase(first, last), found.begin(), found.end());
    }

    void report(Range statement, Range token, const RawError& error, Slip& slip) {
        token.end = std::min(token.end, statement.end);
        SyntaxError result;
        result.statement = statement;
        result.range = token.empty() ? Range{statement.end - 1, statement.end} : token;
        result.message = oneLine(slip.message.empty() ? error.message : slip.message);
        result.help = oneLine(std::move(slip.help));
        result.dialect = foreignDialect(text_, statement);
        result.consequence =
            std::ranges::any_of(section_.prepared.problems, [&](const TextProblem& problem) {
                bool isByte = problem.kind == TextProblem::Kind::InvalidUtf8 ||
                              problem.kind == TextProblem::Kind::NulByte;
                return !isByte && statement.contains(problem.range.begin);
            });
        section_.errors.push_back(std::move(result));
    }

    ParsedSection& section_;
    Arena& arena_;
    std::string_view text_;
    std::string buffer_;
    RawError error_;
};

} // namespace

ParsedSection parse(std::string_view bytes, Range section, const PrepareOptions& options,
                    Arena& arena) {
    ParsedSection result;
    result.prepared = prepare(bytes, section, options, arena);
    SectionParser(result, arena).run();
    return result;
}

} // namespace ironlaw
