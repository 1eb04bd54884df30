// What has to hold of grammar's answer for any bytes at all: equal length, ranges in order and in
// place, and no byte forgotten. Shared by the fuzz target and the test of the hostile fixtures.
#pragma once

#include "grammar/bytes.h"
#include "grammar/parser.h"
#include "tools/fuzz/statement-walk.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace ironlaw::fuzz {

class Invariants {
public:
    Invariants(std::string_view bytes, Range section, const PrepareOptions& options)
        : bytes_(bytes), section_(section), options_(options) {}

    /// The first invariant that does not hold, in words; empty if all hold.
    std::string broken() {
        Arena arena;
        parsed_ = parse(bytes_, section_, options_, arena);
        if (parsed_.prepared.text.size() != bytes_.size()) {
            return "the prepared text has another length than the file";
        }
        surroundings();
        preparedRanges();
        statements();
        errors();
        everyByte();
        return failure_;
    }

private:
    void require(bool condition, std::string_view what, Range range = {}) {
        if (!condition && failure_.empty()) {
            failure_ = fmt::format("{} [{}, {})", what, range.begin, range.end);
        }
    }

    void inside(Range range, std::string_view what) {
        require(!range.empty() && section_.contains(range), what, range);
    }

    void surroundings() {
        const std::string_view text = parsed_.prepared.text;
        require(text.substr(0, section_.begin) == bytes_.substr(0, section_.begin) &&
                    text.substr(section_.end) == bytes_.substr(section_.end),
                "bytes outside of the section were changed");
    }

    void preparedRanges() {
        const PreparedText& prepared = parsed_.prepared;
        uint32_t before = 0;
        for (const Range range : prepared.statements) {
            inside(range, "a prepared statement is empty or outside of the section");
            require(range.begin >= before, "prepared statements overlap", range);
            before = range.end;
        }
        before = 0;
        for (const Comment& comment : prepared.comments) {
            inside(comment.range, "a comment is empty or outside of the section");
            require(comment.range.begin >= before, "comments overlap", comment.range);
            before = comment.range.end;
        }
        for (const auto* list : {&prepared.commands, &prepared.copyData, &prepared.placeholders}) {
            before = 0;
            for (const Range range : *list) {
                inside(range, "a psql command, COPY data or a placeholder is out of place");
                require(range.begin >= before, "psql commands, COPY data or placeholders overlap",
                        range);
                before = range.end;
            }
        }
        for (const TextProblem& problem : prepared.problems) {
            inside(problem.range, "a text problem is empty or outside of the section");
        }
    }

    void statements() {
        uint32_t before = 0;
        for (const Statement* statement : parsed_.statements) {
            inside(statement->range, "a statement is empty or outside of the section");
            require(statement->range.begin >= before, "statements overlap or are out of order",
                    statement->range);
            before = statement->range.end;
            StatementWalk walk(bytes_.size());
            walk.statement(*statement);
            require(walk.failure().empty(), walk.failure(), statement->range);
        }
    }

    void errors() {
        uint32_t before = 0;
        for (const SyntaxError& error : parsed_.errors) {
            inside(error.range, "the place of an error is empty or outside of the section");
            inside(error.statement, "a broken statement is empty or outside of the section");
            require(error.statement.begin >= before, "broken statements overlap", error.statement);
            before = error.statement.end;
            const auto oneLine = [](std::string_view text) {
                return text.find_first_of("\r\n") == std::string_view::npos;
            };
            require(!error.message.empty() && oneLine(error.message) && oneLine(error.help),
                    "the message of an error is not one line", error.range);
        }
    }

    /// Every byte belongs to a statement, a comment, a psql command, data or a diagnostic.
    void everyByte() {
        std::vector<Range> known;
        const PreparedText& prepared = parsed_.prepared;
        auto add = [&](const auto& parts, auto rangeOf) {
            std::ranges::transform(parts, std::back_inserter(known), rangeOf);
        };
        add(parsed_.statements, &Statement::range);
        add(parsed_.errors, &SyntaxError::statement);
        add(prepared.comments, &Comment::range);
        for (const auto* list : {&prepared.commands, &prepared.copyData, &prepared.placeholders}) {
            known.insert(known.end(), list->begin(), list->end());
        }
        for (const TextProblem& problem : prepared.problems) {
            known.push_back(problem.range);
        }
        std::ranges::sort(known, {}, [](Range range) { return range.begin; });
        uint32_t at = section_.begin;
        for (const Range range : known) {
            gap({at, std::min(range.begin, section_.end)});
            at = std::max(at, range.end);
        }
        gap({at, section_.end});
    }

    void gap(Range range) {
        for (uint32_t at = range.begin; at < range.end; ++at) {
            require(mayStandAlone(at), "a byte belongs to nothing", {at, at + 1});
        }
    }

    /// White space, semicolons, psql's `\;` and `\\`, an escape of an E'' string that is not
    /// closed, what uncommenting takes away, and NUL bytes behind those that are told of.
    bool mayStandAlone(uint32_t at) const {
        const char byte = bytes_[at];
        if (byte == '\0') {
            return std::ranges::count(parsed_.prepared.problems, TextProblem::Kind::NulByte,
                                      &TextProblem::kind) >= std::ptrdiff_t{maxBadRuns};
        }
        const bool mark = at < 3 && bytes_.starts_with("\xEF\xBB\xBF");
        const bool backslash = options_.psql && byte == '\\';
        const bool isEscape = byte == '\\' || (at > section_.begin && bytes_[at - 1] == '\\');
        const bool escape = isEscape && behindOpenString(at);
        const bool commentSign = options_.uncomment && (byte == '-' || byte == '/' || byte == '*');
        return isBlankOrLineEnd(byte) || byte == '\f' || byte == '\v' || byte == ';' || mark ||
               backslash || escape || commentSign;
    }

    bool behindOpenString(uint32_t at) const {
        return std::ranges::any_of(parsed_.prepared.problems, [&](const TextProblem& problem) {
            return problem.kind == TextProblem::Kind::UnterminatedString && problem.range.end <= at;
        });
    }

    std::string_view bytes_;
    Range section_;
    PrepareOptions options_;
    ParsedSection parsed_;
    std::string failure_;
};

} // namespace ironlaw::fuzz
