// The end of a migration: whether there is a way back, and where it leads.
#include "analyzer/rule/history-runner.h"

#include <algorithm>
#include <set>

namespace ironlaw {

bool Runner::isProvable(const ParsedMigration& parsed) const {
    const Migration& migration = *parsed.migration;
    return judging_ && !parsed.up.empty() && !parsed.down.empty() && !migration.repeatable &&
           !migration.schemaDump && !migration.upInOtherLanguage && !migration.downInOtherLanguage;
}

void Runner::rollbackEnd(const ParsedMigration& parsed, const RollbackResult& result) {
    if (parsed_.saysIrreversible(parsed)) {
        return;
    }
    for (const RollbackDifference& one : result.found) {
        const auto& views = one.byWayBack ? parsed.down : parsed.up;
        const auto view = std::ranges::find_if(views, [&](const SectionView& each) {
            return each.section->file == one.place.file &&
                   each.section->range.contains(one.place.range.begin);
        });
        if (view != views.end()) {
            enter(*view);
            hear(one);
        }
    }
}

void Runner::migrationEnd(const ParsedMigration& parsed, const Way& up, const Way& down) {
    const Migration& migration = *parsed.migration;
    const Way& place = parsed.up.empty() ? down : up;
    if (place.firstSection == nullptr) {
        return;
    }
    const auto firstOf = [](const Way& way) {
        return way.changes.empty() ? Way::Change{0, way.first, way.firstSection, {}}
                                   : way.changes.front();
    };
    const Way::Change first = firstOf(place);
    enter({first.section, nullptr, &migration});
    context_.direction_ = Direction::Up;
    context_.file_ = first.place.file;
    const auto beginOf = [&](std::span<const SectionView> sections, const Way& way) {
        const bool marked = !sections.empty() && !sections.front().section->marker.empty();
        return marked ? Location{sections.front().section->file, sections.front().section->marker}
                      : firstOf(way).place;
    };
    const Location wayBack = beginOf(parsed.down, down);
    const size_t before = result_.size();
    hear(MigrationEnd{migration, up.changes.size(), up.statements + up.errors, down.changes.size(),
                      down.statements, down.errors, down.raises, !parsed.down.empty(),
                      beginOf(parsed.up, up), first.place, wayBack,
                      parsed_.saysIrreversible(parsed), up.beyondSql});
    for (Diagnostic& diagnostic : std::span(result_).subspan(before)) {
        if (!parsed.down.empty() && diagnostic.location == wayBack) {
            diagnostic.direction = Direction::Down;
        }
    }
}

void Runner::needlessIrreversibles(const ParsedMigration& parsed, const Way& up, const Way& down,
                                   const RollbackResult* proof) {
    using Kind = SuppressionProblem::Kind;
    const bool seen = up.errors == 0 && !up.doubtful && !up.rewritesStorage &&
                      !parsed.migration->upInOtherLanguage;
    const bool nothing = seen && up.changes.empty();
    // Rows that are changed may be beyond every way back.
    const bool undone = seen && !down.changes.empty() && !down.raises && proof != nullptr &&
                        !proof->doubtful && proof->found.empty() &&
                        std::ranges::none_of(up.changes, &Way::Change::rows);
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
