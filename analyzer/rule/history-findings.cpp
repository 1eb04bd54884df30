// What becomes of what the rules of a history found: its place in the report, and suppressions.
#include "analyzer/rule/history-runner.h"

#include <algorithm>
#include <set>

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

void Runner::needlessIrreversibles(const ParsedMigration& parsed, const Way& up, const Way& down) {
    using Kind = SuppressionProblem::Kind;
    const bool seen = up.errors == 0 && !up.doubtful && !parsed.migration->upInOtherLanguage;
    const bool nothing = seen && up.changes.empty();
    // What is changed or dropped may be beyond every way back, also beyond one that does a part.
    const bool undone = seen && !down.changes.empty() && !down.raises &&
                        std::ranges::all_of(up.changes, &Way::Change::makes);
    if (parsed.up.empty() || !(nothing || undone)) {
        return;
    }
    std::set<FileId> files;
    for (const auto* views : {&parsed.up, &parsed.down}) {
        for (const SectionView& view : *views) {
            files.insert(view.section->file);
        }
    }
    for (const FileId id : files) {
        const ParsedFile& file = *parsed_.file(id);
        for (const Suppressions::Irreversible& one : file.suppressions.irreversibles()) {
            if (one.migration == parsed.migration) {
                enter(file.sections[one.section]);
                hear(SuppressionProblem{
                    nothing ? Kind::NothingToUndo : Kind::HasWayBack, one.word, {}, {}});
            }
        }
    }
}

} // namespace ironlaw
