// See history-drafts.h.
#include "analyzer/rollback/history-drafts.h"

#include "analyzer/rollback/form.h"
#include "analyzer/rollback/losses.h"
#include "analyzer/rollback/proof.h"
#include "analyzer/rule/completeness.h"
#include "analyzer/rule/history-replay.h"
#include "analyzer/rule/unseen-migrations.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

bool isIrreversible(const DraftPart& part) {
    return part.isMark && part.text.starts_with("irreversible: ");
}

class HistoryDrafts {
public:
    HistoryDrafts(const Project& project, const History& history)
        : project_(project), history_(history), parsed_(project.sources, history, 0),
          catalog_(startsFromNothing(parsed_, history.config->complete),
                   history.config->defaultSchema),
          replay_(catalog_, serverVersionOf(*history.config), history.config->sessionSettings()) {}

    std::vector<WayBackDraft> run() {
        findPlaceholders();
        const size_t unseen = firstBehindUnseen(history_, parsed_.migrations());
        for (size_t i = 0; i < parsed_.migrations().size(); ++i) {
            const ParsedMigration& one = parsed_.migrations()[i];
            if (i == unseen || one.migration->upInOtherLanguage) {
                replay_.doubts().everything();
            }
            if (isWanted(one)) {
                draft(one);
            }
            replayUp(one, nullptr);
        }
        return std::move(result_);
    }

private:
    /// Those that stand for names, by the words that stand in for them.
    void findPlaceholders() {
        for (const ParsedFile& file : parsed_.files()) {
            const std::string_view bytes = project_.sources[file.file].text();
            for (const SectionView& view : file.sections) {
                for (const Range range : view.parsed->prepared.placeholders) {
                    const std::string_view word =
                        view.parsed->prepared.text.substr(range.begin, range.size());
                    if (word.find_first_of(" '\n") == std::string_view::npos) {
                        placeholders_[word] = bytes.substr(range.begin, range.size());
                    }
                }
            }
        }
    }

    bool isWanted(const ParsedMigration& one) const {
        const Migration& migration = *one.migration;
        const bool isExempt = migration.repeatable || migration.takenAlone || migration.baseline ||
                              migration.schemaDump || migration.downInOtherLanguage ||
                              one.up.empty() || !one.down.empty() || !migration.reported;
        return !isExempt && std::ranges::none_of(one.up, [&](const SectionView& view) {
            return parsed_.file(view.section->file)->suppressions.irreversible(migration);
        });
    }

    void replayUp(const ParsedMigration& one, const StatementVisitor* visit) {
        replayWay(history_, parsed_, *one.migration, one.up, replay_, visit);
    }

    /// Replays the migration for what it changes, and takes it back.
    SchemaChanges changesOf(const ParsedMigration& one, LossReader& losses) {
        const Catalog::Frame frame = catalog_.openFrame();
        const Doubts::Mark mark = replay_.doubts().mark();
        const StatementVisitor visit = [&](const ReplayedStatement& heard) {
            losses.statement(heard.statement, heard.effects);
        };
        replayUp(one, &visit);
        losses.finish();
        for (const SectionView& view : one.up) {
            losses.errors(*view.parsed, view.section->file);
        }
        SchemaChanges changes(catalog_, catalog_.changedSince(frame), replay_.migration());
        replay_.doubts().rewind(mark);
        catalog_.undo(frame);
        changes.settle();
        return changes;
    }

    void draft(const ParsedMigration& one) {
        std::vector<ObjectId> log;
        catalog_.logChanges(&log);
        LossReader losses(replay_, log, [this](FileId file) { return parsed_.textOf(file); });
        SchemaChanges changes = changesOf(one, losses);
        catalog_.logChanges(nullptr);
        Attempt attempt = attemptOf(one, changes, losses, losses.isConcurrent());
        if (attempt.proof.refused) {
            changes.settle();
            attempt = attemptOf(one, changes, losses, false);
        }
        if (!losses.hasChanges() || attempt.parts.empty()) {
            return;
        }
        WayBackDraft result;
        result.migration = one.migration;
        result.hasStatements =
            std::ranges::any_of(attempt.parts, [](const DraftPart& part) { return !part.isMark; });
        // Nothing takes it back, by its nature: then the comment says so to `check`, too.
        result.isIrreversible = std::ranges::all_of(attempt.parts, isIrreversible);
        if (result.isIrreversible) {
            attempt.parts.front().text.insert(0, "ironlaw: ");
        }
        place(one, result);
        result.text = withPlaceholders(formattedText(attempt.parts, formOf(one), attempt.outside),
                                       placeholders_);
        result.remains = std::move(attempt.proof.remains);
        result.failures = std::move(attempt.proof.failures);
        result_.push_back(std::move(result));
    }

    struct Attempt {
        std::vector<DraftPart> parts;
        DraftProof proof;
        bool outside = false; ///< of a transaction
    };

    Attempt attemptOf(const ParsedMigration& one, const SchemaChanges& changes,
                      const LossReader& losses, bool concurrently) {
        const SchemaInput input{catalog_, [this](Location at) { return parsed_.textOf(at.file); }};
        const WayBackForm form = formOf(one);
        Attempt result;
        result.outside = concurrently && !form.headingOutside.empty();
        for (const std::string& mark : losses.marks()) {
            result.parts.push_back({true, mark});
        }
        std::vector<DraftPart> statements = draftStatements(input, changes, concurrently);
        result.parts.insert(result.parts.end(), statements.begin(), statements.end());
        const std::string_view text = arena_.copy(plainText(result.parts));
        const DraftRun run{sectionOf(one, form, text, result.outside),
                           [&](const Section& section, ParsedSection& parsed) {
                               return executionOf(history_, {&section, &parsed, one.migration});
                           }};
        result.proof = proveDraft(input, catalog_, replay_, text, arena_, run,
                                  [&] { replayUp(one, nullptr); });
        for (const std::string& remains : result.proof.remains) {
            result.parts.push_back({true, "not undone: " + remains});
        }
        for (const std::string& failure : result.proof.failures) {
            result.parts.push_back({true, "fails: " + failure});
        }
        return result;
    }

    /// Liquibase's other changelogs have no SQL comments.
    bool canBeInSameFile(const ParsedMigration& one) const {
        const WayBackForm& form = history_.tool->wayBackForm;
        return !form.heading.empty() ||
               (!form.linePrefix.empty() && !one.up.back().section->marker.empty());
    }

    WayBackForm formOf(const ParsedMigration& one) const {
        const bool hasForm = history_.tool != nullptr &&
                             (!history_.tool->wayBackForm.isInSameFile() || canBeInSameFile(one));
        return hasForm ? history_.tool->wayBackForm : WayBackForm();
    }

    void place(const ParsedMigration& one, WayBackDraft& result) const {
        const WayBackForm form = formOf(one);
        if (!form.isInSameFile()) {
            result.path = one.migration->wayBackPath;
            return;
        }
        const Section& section = *one.up.back().section;
        result.file = section.file;
        result.path = project_.sources[section.file].path;
        result.offset = section.range.end;
    }

    Section sectionOf(const ParsedMigration& one, const WayBackForm& form, std::string_view text,
                      bool outside) const {
        Section section;
        section.file = static_cast<FileId>(project_.sources.size());
        section.range = {0, static_cast<uint32_t>(text.size())};
        section.direction = Direction::Down;
        section.commentedOut = form.linePrefix == commentedWayBackForm.linePrefix;
        section.optsOutOfTransaction =
            outside || (form.sharesOptOut && one.up.back().section->optsOutOfTransaction);
        return section;
    }

    const Project& project_;
    const History& history_;
    ParsedHistory parsed_;
    Arena arena_; ///< of the drafts
    Catalog catalog_;
    Replay replay_;
    llvm::StringMap<std::string> placeholders_;
    std::vector<WayBackDraft> result_;
};

} // namespace

std::vector<WayBackDraft> draftWaysBack(const Project& project, const History& history) {
    return HistoryDrafts(project, history).run();
}

} // namespace ironlaw
