// The judging of one history: who hears what, in which order.
#pragma once

#include "analyzer/rule/context.h"
#include "analyzer/rule/parsed-history.h"
#include "analyzer/rule/rollback-proof.h"
#include "analyzer/rule/selection.h"
#include "analyzer/rule/written-names.h"

#include <optional>
#include <vector>

namespace ironlaw {

/// Replays a history and lets the selected rules hear it. Each migration is replayed up, then down
/// in a frame that is taken back.
class Runner {
public:
    /// `orders` has the position in the order of all histories for each file of the run. Found
    /// diagnostics are appended to `result`. All arguments have to outlive the runner.
    Runner(const Sources& sources, const History& history, ParsedHistory& parsed,
           const std::vector<uint32_t>& orders, std::vector<Diagnostic>& result);

    void run();

private:
    /// What one direction of a migration does.
    struct Way {
        /// A statement with an effect that no ROLLBACK has undone.
        struct Change {
            size_t applied; ///< how many statements were applied before it
            Location place;
            const Section* section;
            /// All that it changes, if that is some objects and nothing else.
            std::optional<std::vector<ObjectId>> objects;
            bool rows = false; ///< it may change rows, and not only what they are kept in
        };
        size_t statements = 0;
        std::vector<Change> changes;
        std::vector<BeyondSql> beyondSql; ///< of a way up
        bool rewritesStorage = false;     ///< VACUUM, CLUSTER: nothing that a way back could undo
        WayTrace trace;                   ///< if the way back of the migration is to be proved
        size_t errors = 0;
        bool doubtful = false; ///< a statement may change something, which is not seen
        bool raises = false;   ///< a DO block raises an exception in any case
        Location first;        ///< the first statement, or else the begin
        const Section* firstSection = nullptr;
    };

    void doubtRepeatables();
    void migration(const ParsedMigration& parsed);
    void sectionProblem(const ParsedMigration& parsed, const SectionProblem& problem);
    Way way(std::span<const SectionView> sections, Direction direction);
    void section(const SectionView& view, Way& way);
    /// Applies the statement, and notes what it changes for good if it `counts` as a change.
    void applyOn(Way& way, const Statement& statement, const Effects& effects,
                 std::optional<Way::Change> change);
    /// Leaves out what a way up does to objects that it has made and dropped again: `before` is the
    /// first number that they can have.
    void forgetPassing(Way& way, ObjectId before) const;
    void problemsOf(const SectionView& view);
    void statement(const Statement& statement, const Effects& effects);
    void innerStatements(const Statement& statement);
    void refusalsWithin(const Body& body);
    void apply(const Statement& statement, const Effects& effects);
    /// Whether both ways are there to be compared.
    bool isProvable(const ParsedMigration& parsed) const;
    /// Tells what the way back has not brought back.
    void rollbackEnd(const ParsedMigration& parsed, const RollbackResult& result);
    void migrationEnd(const ParsedMigration& parsed, const Way& up, const Way& down);
    /// Speaks of comments that call a migration irreversible which is not. `proof` is null if there
    /// is none.
    void needlessIrreversibles(const ParsedMigration& parsed, const Way& up, const Way& down,
                               const RollbackResult* proof);
    void historyEnd();
    void unusedAllowances();

    /// Sets what the context says of the place; the statement is none.
    void enter(const SectionView& view);
    template <typename Event> void hear(const Event& event) { hear(eventKeyOf<Event>(), &event); }
    void hear(EventKey key, const void* event);
    /// Finishes and keeps the diagnostics that `rule` has just reported.
    void take(const ActiveRule& rule);
    /// The migration and direction of something that only the end of the history shows.
    void attribute(Diagnostic& diagnostic);
    bool isReported(FileId file) const { return file >= reported_.size() || reported_[file]; }

    const Sources& sources_;
    const History& history_;
    ParsedHistory& parsed_;
    const std::vector<uint32_t>& orders_;
    std::vector<Diagnostic>& result_;
    Selection selection_;
    Catalog catalog_;
    Replay replay_;
    SchemaInput texts_;
    Context context_;
    std::vector<bool> reported_; ///< by file
    WrittenNames written_;
    std::vector<Diagnostic> found_;
    bool tracing_ = false; ///< the statements of a way that is to be proved are kept
    bool judging_ = false; ///< the migration is one that is reported
    bool atHistoryEnd_ = false;
    bool inBlock_ = false; ///< the statement being judged is one of a DO block
};

} // namespace ironlaw
