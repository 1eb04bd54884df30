// What becomes of what the rules of a history found: its place in the report, and suppressions.
#include "analyzer/rule/history-runner.h"

#include <algorithm>

namespace ironlaw {

namespace {

/// Whether a history alone lets the rule speak: else nobody knows what an allowance of it is for.
bool hearsHistories(const Rule& rule) {
    return std::ranges::any_of(rule.check, [](const Listener& one) {
        return one.key.kind != EventKind::None && one.key.kind != EventKind::SchemaDrift;
    });
}

} // namespace

void Runner::take(const ActiveRule& rule) {
    for (Diagnostic& diagnostic : found_) {
        FileId file = diagnostic.location.file;
        diagnostic.order = orders_[file];
        // A rule speaks at its own severity, or less loudly of what counts for less.
        const Severity configured = Selection::severityOf(rule, context_.direction_);
        const bool lowered = diagnostic.severity < rule.rule->rule->severity;
        diagnostic.severity = lowered ? std::min(diagnostic.severity, configured) : configured;
        if (atHistoryEnd_) {
            attribute(diagnostic);
        }
        if (!isReported(file) || selection_.ignoresPath(rule, sources_[file].path)) {
            continue;
        }
        ParsedFile* parsed = parsed_.file(file);
        if (parsed != nullptr &&
            parsed->suppressions.allows(diagnostic.rule, diagnostic.location.range.begin)) {
            continue;
        }
        written_.restore(diagnostic);
        result_.push_back(std::move(diagnostic));
    }
    found_.clear();
}

void Runner::attribute(Diagnostic& diagnostic) {
    const ParsedFile* file = parsed_.file(diagnostic.location.file);
    if (file == nullptr) {
        return;
    }
    for (const SectionView& view : file->sections) {
        const Section& section = *view.section;
        if (!section.commentedOut && section.range.contains(diagnostic.location.range.begin)) {
            diagnostic.migration = view.migration->version;
            diagnostic.direction = section.direction;
            return;
        }
    }
}

void Runner::unusedAllowances() {
    // An allowance of a rule about suppressions may be used by what is found here, so those are
    // last.
    for (bool ofSuppressions : {false, true}) {
        for (const ParsedFile& file : parsed_.files()) {
            std::string_view text = sources_[file.file].text();
            for (const Allowance& allowance : file.suppressions.allowances()) {
                const SectionView& view = file.sections[allowance.section];
                const ActiveRule* rule = selection_.find(allowance.rule->id);
                bool isLate = allowance.rule->family == "suppression";
                if (file.suppressions.isUsed(allowance) || isLate != ofSuppressions ||
                    rule == nullptr || !hearsHistories(*rule->rule->rule) ||
                    !view.migration->reported ||
                    !selection_.judges(*rule, view.section->direction) ||
                    selection_.ignoresPath(*rule, sources_[file.file].path)) {
                    continue;
                }
                enter(view);
                hear(SuppressionProblem{SuppressionProblem::Kind::Unused,
                                        allowance.name,
                                        text.substr(allowance.name.begin, allowance.name.size()),
                                        {}});
            }
        }
    }
}

} // namespace ironlaw
