// What becomes of what the rules of a history found: its place in the report, and suppressions.
#include "analyzer/rule/history-runner.h"

namespace ironlaw {

void Runner::take(const ActiveRule& rule) {
    for (Diagnostic& diagnostic : found_) {
        FileId file = diagnostic.location.file;
        diagnostic.order = orders_[file];
        diagnostic.severity = Selection::severityOf(rule, context_.direction_);
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
                if (allowance.used || isLate != ofSuppressions || rule == nullptr ||
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
