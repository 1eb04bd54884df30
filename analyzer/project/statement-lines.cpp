// See statement-lines.h.
#include "analyzer/project/statement-lines.h"

#include "analyzer/project/layout.h"
#include "grammar/splitter.h"

#include <algorithm>

namespace ironlaw {

namespace {

using Kind = SectionProblem::Kind;

constexpr std::string_view blanks = " \t\n\v\f\r";

/// Where the semicolon is that ends a statement on this line, counted from its start: the last
/// word before one that starts with dashes has to end with it.
size_t endingSemicolon(std::string_view line) {
    std::string_view last;
    size_t begin = line.find_first_not_of(blanks);
    while (begin != std::string_view::npos) {
        const size_t end = std::min(line.find_first_of(blanks, begin), line.size());
        const std::string_view word = line.substr(begin, end - begin);
        if (word.starts_with("--")) {
            break;
        }
        last = word;
        begin = line.find_first_not_of(blanks, end);
    }
    return last.ends_with(';') ? static_cast<size_t>(last.data() - line.data()) + last.size() - 1
                               : std::string_view::npos;
}

class Reader {
public:
    Reader(Migration& migration, FileId file, std::string_view text, const LineRules& rules)
        : migration_(migration), file_(file), text_(text), rules_(rules) {}

    void read() {
        eachLine(text_, [&](std::string_view line, Range) {
            if (!stopped_) {
                this->line(rules_.classify(line), line);
            }
        });
        if (!stopped_ && inStatement_) {
            refuse(Kind::UnclosedStatement, statementBegin_, rules_.statementEnd);
        } else if (!stopped_) {
            endSection();
        }
    }

    /// Where the tool ends its statements, in the order of the text.
    const std::vector<uint32_t>& ends() const { return ends_; }

private:
    void line(LineKind kind, std::string_view line) {
        const Range place = rangeOf(line);
        switch (kind) {
        case LineKind::Text: text(line); break;
        case LineKind::Up:
            allow(!started_, place, "in front of the SQL, once");
            endSection();
            started_ = true;
            down_ = false;
            break;
        case LineKind::Down:
            if (inStatement_) {
                refuse(Kind::UnclosedStatement, statementBegin_, rules_.statementEnd);
                break;
            }
            allow(started_ && !down_, place, "behind the way up, once");
            endSection();
            down_ = true;
            break;
        case LineKind::StatementBegin:
            allow(started_ && !inStatement_, place, "in a section, and outside of another one");
            inStatement_ = true;
            statementBegin_ = place;
            break;
        case LineKind::StatementEnd:
            allow(inStatement_, place, "below the marker that begins a statement");
            inStatement_ = false;
            begun_ = false;
            unfinished_ = {};
            break;
        case LineKind::OtherMarker: break;
        }
    }

    /// Comments and empty lines count once a statement has begun; blanks begin one.
    void text(std::string_view line) {
        const std::string_view words = strip(line);
        if (!started_ || (!begun_ && (line.empty() || rules_.isComment(line)))) {
            return;
        }
        begun_ = true;
        if (unfinished_.empty() && !words.empty()) {
            unfinished_ = rangeOf(words);
        }
        const size_t semicolon = inStatement_ ? std::string_view::npos : endingSemicolon(line);
        if (semicolon != std::string_view::npos) {
            ends_.push_back(rangeOf(line).begin + static_cast<uint32_t>(semicolon));
            begun_ = false;
            unfinished_ = {};
        }
    }

    void endSection() {
        if (!stopped_ && !unfinished_.empty()) {
            problem(Kind::UnfinishedStatement, unfinished_,
                    down_ && rules_.readsWaysApart ? "the way back" : "the file");
        }
        begun_ = false;
        unfinished_ = {};
    }

    void allow(bool allowed, Range place, std::string_view where) {
        if (!allowed && rules_.refusesMisplaced) {
            refuse(Kind::MisplacedMarker, place, where);
        }
    }
    /// The tool reads no further.
    void refuse(Kind kind, Range range, std::string_view meant) {
        problem(kind, range, meant);
        stopped_ = true;
    }
    void problem(Kind kind, Range range, std::string_view meant) {
        migration_.problems.push_back({kind, file_, range, meant});
    }
    Range rangeOf(std::string_view part) const {
        const auto begin = static_cast<uint32_t>(part.data() - text_.data());
        return {begin, begin + static_cast<uint32_t>(part.size())};
    }

    Migration& migration_;
    FileId file_;
    std::string_view text_;
    const LineRules& rules_;
    bool started_ = false;
    bool down_ = false;
    bool inStatement_ = false; ///< between StatementBegin and StatementEnd
    bool stopped_ = false;
    bool begun_ = false;   ///< the tool has kept lines of a statement
    Range unfinished_;     ///< its first line that is not blank
    Range statementBegin_; ///< the marker
    std::vector<uint32_t> ends_;
};

} // namespace

void noteCuts(const Section& section, std::string_view text, std::span<const uint32_t> ends,
              std::string_view help, Migration& migration) {
    auto end = std::ranges::lower_bound(ends, section.range.begin);
    Scanner scanner(text, section.range);
    Splitter splitter(text, section.range.end);
    bool told = false;
    bool begun = false; // the statement
    for (Token token = scanner.next(); token.kind != TokenKind::End; token = scanner.next()) {
        const bool comment =
            token.kind == TokenKind::LineComment || token.kind == TokenKind::BlockComment;
        const bool semicolon = scanner.isSymbol(token, ";");
        const bool isEnd = semicolon && splitter.endsAt(token);
        for (; end != ends.end() && *end < token.range.end; ++end) {
            // At the end of a comment between statements nothing is cut off.
            const bool harmless =
                !begun && token.kind == TokenKind::LineComment &&
                text.substr(*end + 1, token.range.end - *end - 1).find_first_not_of(" \t\r") ==
                    std::string_view::npos;
            if (*end >= token.range.begin && !isEnd && !harmless && !told) {
                migration.problems.push_back(
                    {Kind::CutStatement, section.file, {*end, *end + 1}, help});
                told = true;
            }
        }
        if (isEnd) {
            splitter.reset();
            told = false;
            begun = false;
        } else if (!comment) {
            splitter.see(token);
            begun = true;
        }
    }
}

void readLines(Migration& migration, FileId file, std::string_view text, const LineRules& rules) {
    if (!migration.problems.empty()) {
        return; // the tool has stopped there
    }
    Reader reader(migration, file, text, rules);
    reader.read();
    for (const auto* sections : {&migration.up, &migration.down}) {
        for (const Section& section : *sections) {
            noteCuts(section, text, reader.ends(), rules.cutHelp, migration);
        }
    }
    std::ranges::stable_sort(migration.problems, {},
                             [](const SectionProblem& problem) { return problem.range.begin; });
}

} // namespace ironlaw
