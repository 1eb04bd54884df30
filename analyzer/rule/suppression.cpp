// Reading of a file's suppressions, and to what each belongs.
#include "analyzer/rule/suppression.h"

#include "analyzer/project/config.h"
#include "analyzer/rule/selection.h"
#include "grammar/columns.h"
#include "grammar/scanner.h"
#include "grammar/statements.h"

#include <algorithm>
#include <map>

namespace ironlaw {

namespace {

/// Whether white space holds a blank line.
bool hasBlankLine(std::string_view space) { return std::ranges::count(space, '\n') > 1; }

/// The last place in `range` behind which nothing but white space and comments follows, without a
/// blank line.
uint32_t leadingFrom(std::string_view text, Range range) {
    Scanner scanner(text, range);
    uint32_t from = range.begin;
    uint32_t position = range.begin;
    while (true) {
        const Token token = scanner.next();
        const bool end = token.kind == TokenKind::End;
        const uint32_t next = end ? range.end : token.range.begin;
        if (hasBlankLine(text.substr(position, next - position))) {
            from = next;
        }
        if (end) {
            return from;
        }
        position = token.range.end;
        if (token.kind != TokenKind::LineComment && token.kind != TokenKind::BlockComment) {
            from = position;
        }
    }
}

bool isBlank(std::string_view text, Range range, std::string_view blanks) {
    return text.substr(range.begin, range.size()).find_first_not_of(blanks) ==
           std::string_view::npos;
}

/// The statements of a section, refused ones too, in the order of the text.
std::vector<Range> statementRanges(const ParsedSection& parsed) {
    std::vector<Range> ranges;
    ranges.reserve(parsed.statements.size() + parsed.errors.size());
    for (const Statement* statement : parsed.statements) {
        ranges.push_back(statement->range);
    }
    for (const SyntaxError& error : parsed.errors) {
        ranges.push_back(error.statement);
    }
    std::ranges::sort(ranges, {}, &Range::begin);
    return ranges;
}

} // namespace

/// Walks over the comments of one file.
class SuppressionReader {
public:
    SuppressionReader(std::string_view text, std::span<const SectionView> sections,
                      Suppressions& result)
        : text_(text), lines_(text), sections_(sections), result_(result) {}

    void read() {
        for (const SectionView& view : sections_) {
            if (!view.section->commentedOut) {
                std::vector<Range> ranges = statementRanges(*view.parsed);
                if (!ranges.empty()) {
                    firstStatement_ = std::min(firstStatement_, ranges.front().begin);
                }
                statements_.push_back(std::move(ranges));
            } else {
                commentedOut_.push_back(view.section->range);
                statements_.emplace_back();
            }
        }
        uint32_t gap = 0;
        for (section_ = 0; section_ < sections_.size(); ++section_) {
            const SectionView& view = sections_[section_];
            if (view.section->range.begin > gap) {
                readComments({gap, view.section->range.begin}, false);
            }
            if (!view.section->commentedOut) {
                readSection(*view.parsed);
            }
            gap = std::max(gap, view.section->range.end);
        }
        section_ = sections_.size() - 1;
        readComments({gap, static_cast<uint32_t>(text_.size())}, false);
    }

private:
    void readSection(const ParsedSection& parsed) {
        for (const Comment& comment : parsed.prepared.comments) {
            if (!isCommentedOut(comment.range.begin)) {
                readComment(comment.range, true);
            }
        }
        for (const Statement* statement : parsed.statements) {
            if (const Body* body = bodyOf(*statement); body != nullptr && !body->range.empty()) {
                readComments(body->range, true);
            }
        }
    }

    /// Within SQL behind comment signs, which is a section of its own.
    bool isCommentedOut(uint32_t offset) const {
        auto behind = std::ranges::upper_bound(commentedOut_, offset, {}, &Range::begin);
        return behind != commentedOut_.begin() && std::prev(behind)->contains(offset);
    }

    void readComments(Range range, bool inSection) {
        if (!mayHoldDirective(text_.substr(range.begin, range.size()))) {
            return;
        }
        Scanner scanner(text_, range);
        for (Token token = scanner.next(); token.kind != TokenKind::End; token = scanner.next()) {
            if (token.kind == TokenKind::LineComment || token.kind == TokenKind::BlockComment) {
                readComment(token.range, inSection);
            }
        }
    }

    void readComment(Range comment, bool inSection) {
        followBlock(comment);
        std::optional<Directive> directive = parseDirective(text_, comment);
        if (!directive) {
            return;
        }
        if (directive->kind == DirectiveKind::Unknown) {
            if (directive->word == directive->comment) {
                problem(SuppressionProblem::Kind::NoWord, directive->comment);
            } else {
                unknown(SuppressionProblem::Kind::UnknownWord, directive->word, directiveWords());
            }
            return;
        }
        Range behind = directive->behindRules;
        if (findRule(text_.substr(behind.begin, behind.size())) != nullptr) {
            problem(SuppressionProblem::Kind::MissingComma, behind);
            return;
        }
        const bool allows =
            directive->kind == DirectiveKind::Allow || directive->kind == DirectiveKind::AllowFile;
        if (allows && directive->rules.empty()) {
            problem(SuppressionProblem::Kind::NoRule, directive->word);
            return;
        }
        if (!directive->hasReason) {
            problem(SuppressionProblem::Kind::WithoutReason, directive->comment);
            return;
        }
        switch (directive->kind) {
        case DirectiveKind::Allow:
        case DirectiveKind::AllowFile: allow(*directive, inSection); break;
        case DirectiveKind::Irreversible:
            result_.irreversible_.push_back(
                {sections_[section_].migration, directive->word, section_});
            break;
        case DirectiveKind::Backup: // speaks of data, and allows no rule
        case DirectiveKind::Unknown: break;
        }
    }

    void problem(SuppressionProblem::Kind kind, Range range, std::string nearest = {}) {
        result_.problems_.push_back({kind, range, section_, std::move(nearest)});
    }
    void unknown(SuppressionProblem::Kind kind, Range word,
                 const std::vector<std::string_view>& known) {
        llvm::StringRef written = text_.substr(word.begin, word.size());
        problem(kind, word, nearestName(written.lower(), known));
    }

    /// Comments with a line for themselves, and no blank line between them, are one block.
    void followBlock(Range comment) {
        const uint32_t start = lines_.line(lines_.lineOf(comment.begin)).begin;
        const bool ownLine = isBlank(text_, {start, comment.begin}, " \t\f\v");
        bool goesOn = ownLine && blockEnd_ <= comment.begin &&
                      isBlank(text_, {blockEnd_, comment.begin}, " \t\r\n\f\v") &&
                      !hasBlankLine(text_.substr(blockEnd_, comment.begin - blockEnd_));
        if (!goesOn) {
            blockBegin_ = start;
        }
        blockEnd_ = ownLine ? comment.end : UINT32_MAX;
    }

    void allow(const Directive& directive, bool inSection) {
        for (Range name : directive.rules) {
            const RegisteredRule* rule = findRule(text_.substr(name.begin, name.size()));
            if (rule == nullptr) {
                unknown(SuppressionProblem::Kind::UnknownRule, name, ruleIds());
                continue;
            }
            Allowance allowance;
            allowance.rule = rule;
            allowance.name = name;
            allowance.section = section_;
            // Covers nothing unless it is said below.
            allowance.covered = {1, 0};
            if (directive.kind == DirectiveKind::AllowFile) {
                if (directive.comment.begin > firstStatement_) {
                    problem(SuppressionProblem::Kind::TooLate, name);
                    continue;
                }
                allowance.covered = {0, UINT32_MAX};
            } else if (inSection) {
                attach(directive.comment, allowance);
            }
            if (rule->family == "suppression") {
                coverComments(directive.comment, allowance);
            }
            result_.allowances_.push_back(allowance);
        }
    }

    /// What is said about suppressions stands at comments, not at statements.
    void coverComments(Range comment, Allowance& allowance) const {
        Range covered = allowance.covered;
        bool isAttached = covered.begin <= covered.end;
        uint32_t last = isAttached ? std::max(covered.end, comment.end) : comment.end;
        uint32_t first = isAttached ? std::min(covered.begin, blockBegin_) : blockBegin_;
        allowance.covered = {first, lines_.line(lines_.lineOf(last)).end};
    }

    void attach(Range comment, Allowance& allowance) {
        const std::vector<Range>& statements = statements_[section_];
        if (statements.empty()) {
            const Section& section = *sections_[section_].section;
            allowance.covered = {section.marker.empty() ? section.range.begin
                                                        : section.marker.begin,
                                 section.range.end};
            return;
        }
        auto behind = std::ranges::upper_bound(statements, comment.begin, {}, &Range::begin);
        const uint32_t start = lines_.line(lines_.lineOf(comment.begin)).begin;
        bool ownLine = isBlank(text_, {start, comment.begin}, " \t\f\v");
        if (behind != statements.begin() && std::prev(behind)->contains(comment.begin)) {
            attachInside(*std::prev(behind), comment, ownLine ? comment.end : start, allowance);
        } else if (ownLine) {
            if (behind != statements.end() && leadsTo(*behind, comment.end)) {
                allowance.covered = *behind;
            }
        } else if (behind != statements.begin()) {
            attachBehind(statements.begin(), behind, start, comment, allowance);
        }
    }

    /// Comments are read in the order of the text: what leads to the statement is looked for once.
    bool leadsTo(Range statement, uint32_t from) {
        if (gap_.end != statement.begin || from < gap_.begin) {
            gap_ = {from, statement.begin};
            leading_ = leadingFrom(text_, gap_);
        }
        return from >= leading_;
    }

    /// `from` is the start of the comment's line, or the end of a comment on a line of its own.
    void attachInside(Range statement, Range comment, uint32_t from, Allowance& allowance) {
        uint32_t last = comment.end;
        if (from == comment.end) {
            if (comment.end < inside_.begin || comment.end > inside_.end) {
                Scanner scanner(text_, {comment.end, statement.end});
                inside_ = {comment.end, scanner.nextSignificant().range.begin};
            }
            last = inside_.end;
        }
        allowance.covered = {from, lines_.line(lines_.lineOf(last)).end};
        allowance.inside = true;
        allowance.start = statement.begin;
    }

    using Iterator = std::vector<Range>::const_iterator;
    /// The statements that end on the comment's line; the last one if only its semicolon does.
    void attachBehind(Iterator first, Iterator behind, uint32_t start, Range comment,
                      Allowance& allowance) {
        Iterator last = std::prev(behind);
        if (last->end <= start && !isBlank(text_, {last->end, comment.begin}, "; \t\r\n\f\v")) {
            return;
        }
        Iterator from = last;
        while (from != first && std::prev(from)->end > start) {
            --from;
        }
        allowance.covered = {from->begin, last->end};
    }

    std::string_view text_;
    LineTable lines_;
    std::span<const SectionView> sections_;
    Suppressions& result_;
    std::vector<std::vector<Range>> statements_; ///< of each section
    Range gap_;                                  ///< in front of a statement
    uint32_t leading_ = 0; ///< in it, where the comments begin that lead to the statement
    Range inside_;         ///< comments within a statement, up to the next token
    std::vector<Range> commentedOut_; ///< in the order of the text
    uint32_t firstStatement_ = UINT32_MAX;
    size_t section_ = 0;
    uint32_t blockBegin_ = 0;        ///< the line of the first comment of the current block
    uint32_t blockEnd_ = UINT32_MAX; ///< the end of its last one
};

Suppressions::Suppressions(std::string_view text, std::span<const SectionView> sections) {
    if (!sections.empty() && mayHoldDirective(text)) {
        SuppressionReader(text, sections, *this).read();
        index();
    }
}

void Suppressions::index() {
    std::map<std::string_view, std::vector<const Allowance*>> byRule;
    for (const Allowance& allowance : allowances_) {
        byRule[allowance.rule->id].push_back(&allowance);
    }
    for (const auto& [rule, allowances] : byRule) {
        Coverage& coverage = coverage_.emplace_back(Coverage{rule, {}, {}, {}});
        for (const Allowance* allowance : allowances) {
            if (allowance->inside) {
                coverage.starts.push_back(allowance->start);
            }
        }
        std::ranges::sort(coverage.starts);
        coverage.steps = stepsOf(allowances);
    }
}

std::vector<Suppressions::Step> Suppressions::stepsOf(std::vector<const Allowance*> allowances) {
    std::ranges::sort(allowances, {}, [](const Allowance* one) { return one->covered.begin; });
    std::vector<Step> steps;
    Reach first;
    Reach second;
    for (const Allowance* one : allowances) {
        Reach reach{one->covered.end, one->name.begin};
        if (first.name == UINT32_MAX || reach.end > first.end) {
            std::swap(first, reach);
        }
        if (second.name == UINT32_MAX || reach.end > second.end) {
            second = reach;
        }
        steps.push_back({one->covered.begin, first, second});
    }
    return steps;
}

bool Suppressions::allows(std::string_view rule, uint32_t offset) {
    const auto found = std::ranges::find(coverage_, rule, &Coverage::rule);
    if (found == coverage_.end()) {
        return false;
    }
    Coverage& coverage = *found;
    bool allowed = std::ranges::binary_search(coverage.starts, offset);
    const auto behind = std::ranges::upper_bound(coverage.steps, offset, {}, &Step::begin);
    if (behind != coverage.steps.begin()) {
        const Step& step = *std::prev(behind);
        const Reach& reach = step.first.name == offset ? step.second : step.first;
        allowed = allowed || (reach.name != UINT32_MAX && offset <= reach.end);
    }
    if (allowed) {
        coverage.hits.insert(offset);
    }
    return allowed;
}

bool Suppressions::isUsed(const Allowance& allowance) const {
    const std::set<uint32_t>& hits =
        std::ranges::find(coverage_, allowance.rule->id, &Coverage::rule)->hits;
    auto hit = hits.lower_bound(allowance.covered.begin);
    if (hit != hits.end() && *hit == allowance.name.begin) {
        ++hit;
    }
    return (hit != hits.end() && *hit <= allowance.covered.end) ||
           (allowance.inside && hits.contains(allowance.start));
}

bool Suppressions::irreversible(const Migration& migration) const {
    return std::ranges::find(irreversible_, &migration, &Irreversible::migration) !=
           irreversible_.end();
}

} // namespace ironlaw
