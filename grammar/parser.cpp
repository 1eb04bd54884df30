// Parsing of a section: large pieces first, single statements where PostgreSQL refuses a piece.
#include "grammar/parser.h"

#include "grammar/raw-parse.h"
#include "grammar/recovery.h"
#include "grammar/scanner.h"
#include "grammar/statement-start.h"
#include "grammar/statements.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace ironlaw {

namespace {

/// PostgreSQL's parse tree takes many times the bytes of its text, so a long file is parsed in
/// pieces of about this size, cut between statements.
constexpr uint32_t pieceBytes = 128 * 1024;

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
        markJoined();
        collectBodyErrors();
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
            single(range);
        }
    }

    /// What is sound at the end of `range`, behind the last mistake; empty if nothing is, or what
    /// placeholders stand for decides.
    Range single(Range range) {
        if (tryParse(range)) {
            return range;
        }
        if (tryWithoutPlaceholders(range)) {
            return {};
        }
        if (const auto sound = tryInParts(range)) {
            return *sound;
        }
        const size_t first = section_.errors.size();
        const Range end = readBroken(
            text_, range, SlipPlace::File,
            [&](Range piece, bool keep, RawError& refused) {
                const size_t before = section_.statements.size();
                const bool sound = tryParse(piece);
                refused = error_;
                section_.statements.resize(keep ? section_.statements.size() : before);
                return sound;
            },
            arena_, section_.errors);
        std::ranges::for_each(section_.errors.begin() + static_cast<std::ptrdiff_t>(first),
                              section_.errors.end(),
                              [&](SyntaxError& error) { error.consequence = isExplained(error); });
        return end;
    }

    /// As single(), in the parts that the text's lines suggest; null if it reads no better so.
    std::optional<Range> tryInParts(Range range) {
        const std::vector<Range> parts = resplit(text_, range, Uncut::Literals);
        if (const auto sound = tryParts(range, parts)) {
            return sound;
        }
        const std::vector<Range> smaller = resplit(text_, range, Uncut::DollarStrings);
        return smaller == parts ? std::nullopt : tryParts(range, smaller);
    }

    std::optional<Range> tryParts(Range range, const std::vector<Range>& parts) {
        std::vector<bool> sound;
        sound.reserve(parts.size());
        std::ranges::transform(parts, std::back_inserter(sound),
                               [&](Range part) { return parses(part); });
        if (parts.size() < 2 || std::ranges::find(sound, true) == sound.end()) {
            return std::nullopt;
        }
        readComments(range, parts);
        std::string schema; // that the next part may be an element of
        Range end;
        for (size_t i = 0; i < parts.size(); ++i) {
            end = single(parts[i]);
            if (i + 1 == parts.size()) {
                break;
            }
            if (schema.empty() && !end.empty() && isSchema(section_.statements)) {
                schema = text_.substr(end.begin, end.size());
            }
            const uint32_t from = end.empty() ? parts[i].begin : end.begin;
            const Token last = lastToken({from, parts[i + 1].begin});
            if (last.range.empty()) {
                continue; // comments alone
            }
            const bool ended = Scanner(text_).isSymbol(last, ";");
            if (!ended && !schema.empty() && isElement(schema, parts[i + 1], sound[i + 1])) {
                schema = "CREATE SCHEMA x"; // with the elements up to there
                continue;
            }
            schema.clear();
            if (!ended && !end.empty()) {
                semicolonBetween(last, end, parts[i + 1], sound[i + 1]);
            }
        }
        return end;
    }

    static bool isSchema(const std::vector<const Statement*>& read) {
        return !read.empty() && read.back()->kind == StatementKind::CreateSchema;
    }

    /// Whether PostgreSQL reads `part` behind `schema` as well as it does alone.
    bool isElement(std::string_view schema, Range part, bool isSound) const {
        const std::string alone(text_.substr(part.begin, part.size()));
        const std::string before = std::string(schema) + '\n';
        const auto together = parserStop(before + alone);
        const auto stop = isSound ? std::nullopt : parserStop(alone);
        return !together || (stop && *together >= before.size() + *stop);
    }

    /// An empty one if there is none.
    Token lastToken(Range range) const {
        Scanner scanner(text_, range);
        Token last;
        for (Token token = scanner.nextSignificant(); token.kind != TokenKind::End;
             token = scanner.nextSignificant()) {
            last = token;
        }
        return last;
    }

    /// A sound statement may have been cut off at a blank line instead of a semicolon. Where the
    /// next one is broken, only the words that nothing else has prove that it is one.
    void semicolonBetween(const Token& last, Range before, Range next, bool nextIsSound) {
        // What a placeholder stands for may end with a semicolon.
        if ((!nextIsSound && statementStartAt(text_, next.begin, next.end) < StartStrength::Data) ||
            holdsPlaceholder({last.range.end, next.begin})) {
            return;
        }
        const Range end{last.range.end - 1, last.range.end};
        section_.errors.push_back(describedError(text_, {before.begin, last.range.end}, end,
                                                 RawError{}, missingSemicolon(text_, next),
                                                 arena_));
        section_.errors.back().consequence = isExplained(section_.errors.back());
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

    /// Whether what is wrong with the text has been said: a quote without an end, or the byte that
    /// the parser stopped at.
    bool isExplained(const SyntaxError& error) const {
        return std::ranges::any_of(section_.prepared.problems, [&](const TextProblem& problem) {
            if (problem.kind == TextProblem::Kind::GeneratedStatements ||
                problem.kind == TextProblem::Kind::IncludedFile) {
                return false;
            }
            const bool isByte = problem.kind == TextProblem::Kind::InvalidUtf8 ||
                                problem.kind == TextProblem::Kind::NulByte;
            return isByte ? isCode(problem.range, error)
                          : error.statement.contains(problem.range.begin);
        });
    }

    /// Whether bad bytes are part of the statement's code, and PostgreSQL read them before it
    /// stopped.
    bool isCode(Range bytes, const SyntaxError& error) const {
        if (bytes.begin < error.statement.begin || bytes.begin > error.range.end) {
            return false;
        }
        Scanner scanner(text_, error.statement);
        Token token = scanner.next();
        while (token.kind != TokenKind::End && token.range.end <= bytes.begin) {
            token = scanner.next();
        }
        return token.range.begin >= bytes.end || token.kind == TokenKind::Word ||
               token.kind == TokenKind::Number || token.kind == TokenKind::Parameter;
    }

    void markJoined() {
        const auto& statements = section_.statements;
        for (const uint32_t joint : section_.prepared.joints) {
            auto behind = std::ranges::upper_bound(
                statements, joint, {}, [](const Statement* one) { return one->range.begin; });
            if (behind != statements.begin()) {
                // Statements are only shared as const once they are complete.
                const_cast<Statement*>(*(behind - 1))->joined = true;
            }
        }
    }

    /// Placeholders in a body may stand for anything.
    void collectBodyErrors() {
        for (const Statement* statement : section_.statements) {
            const size_t before = section_.bodyErrors.size();
            errorsWithin(*statement);
            section_.brokenBodies += section_.bodyErrors.size() > before ? 1 : 0;
        }
        std::ranges::stable_sort(section_.bodyErrors, {},
                                 [](const SyntaxError& error) { return error.range.begin; });
    }

    void errorsWithin(const Statement& statement) {
        const Body* body = bodyOf(statement);
        if (body == nullptr) {
            return;
        }
        for (SyntaxError error : body->errors) {
            if (!holdsPlaceholder(error.statement)) {
                error.consequence = isExplained(error);
                section_.bodyErrors.push_back(error);
            }
        }
        for (const Statement* inner : body->statements) {
            errorsWithin(*inner);
        }
    }

    bool holdsPlaceholder(Range range) const {
        const std::vector<Range>& placeholders = section_.prepared.placeholders;
        const auto place = std::ranges::upper_bound(placeholders, range.begin, {}, &Range::end);
        return place != placeholders.end() && place->begin < range.end;
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
