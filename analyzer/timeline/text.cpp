// The timeline for people: for each transaction, what is locked from where to where, what that
// blocks, and what work happens meanwhile.
#include "analyzer/diagnostic/sanitise.h"
#include "analyzer/report/places.h"
#include "analyzer/timeline/timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>

namespace ironlaw {

namespace {

/// Weaker locks keep out nobody but those who want a relation for themselves.
constexpr LockMode weakestShown = LockMode::ShareUpdateExclusive;

std::string_view blockedBy(LockMode mode) {
    switch (mode) {
    case LockMode::AccessExclusive: return "reads, writes, schema changes";
    case LockMode::Exclusive: return "writes, row locks, schema changes";
    case LockMode::ShareRowExclusive:
    case LockMode::Share: return "writes, schema changes";
    default: return "schema changes, VACUUM";
    }
}

std::string_view verbOf(WorkKind kind) {
    switch (kind) {
    case WorkKind::Scan: return "scans";
    case WorkKind::Rewrite: return "rewrites";
    case WorkKind::IndexBuild: return "builds an index on";
    }
    return "";
}

std::string withRows(const std::string& relation, const std::optional<uint64_t>& rows) {
    const std::string name = sanitise(relation);
    return rows ? fmt::format("{} ({} rows)", name, *rows) : name;
}

class TextWriter {
public:
    TextWriter(const TimelineInput& input, llvm::raw_ostream& out)
        : input_(input), out_(out), places_(input.sources) {}

    void write() {
        const std::vector<TimelineStatement>& all = input_.timeline.statements;
        for (size_t i = 0; i < all.size();) {
            size_t end = i + 1;
            while (end < all.size() && sameTransaction(all[i], all[end])) {
                ++end;
            }
            transaction(std::span(all).subspan(i, end - i));
            i = end;
        }
        if (!any_) {
            out_ << "No statement locks anything that others wait for.\n";
        }
    }

private:
    static bool sameTransaction(const TimelineStatement& a, const TimelineStatement& b) {
        return a.transaction != 0 && a.transaction == b.transaction && a.migration == b.migration &&
               a.direction == b.direction && a.location.file == b.location.file;
    }

    uint32_t lineOf(const TimelineStatement& statement) {
        return places_.at(statement.location.file, statement.location.range.begin).line;
    }

    /// What others feel. Indexes and sequences go with a table that is locked as strongly.
    static bool isShown(const TimelineLock& lock, const TimelineStatement& statement) {
        const bool ofTable =
            lock.kind == RelationKind::Table || lock.kind == RelationKind::MaterializedView;
        const bool goesAlong =
            !ofTable && std::ranges::any_of(statement.locks, [&](const TimelineLock& other) {
                return other.kind == RelationKind::Table && other.mode >= lock.mode;
            });
        return lock.mode >= weakestShown && !lock.isNew && !goesAlong;
    }

    static bool isShown(const TimelineStatement& statement) {
        return std::ranges::any_of(
            statement.locks, [&](const TimelineLock& lock) { return isShown(lock, statement); });
    }

    void transaction(std::span<const TimelineStatement> statements) {
        if (std::ranges::none_of(statements,
                                 [](const TimelineStatement& one) { return isShown(one); })) {
            return;
        }
        const TimelineStatement& first = statements.front();
        out_ << (any_ ? "\n" : "");
        any_ = true;
        out_ << sanitisePath(places_.path(first.location.file))
             << (first.direction == Direction::Down ? ", way back" : "")
             << (first.transaction == 0 ? std::string(", outside of a transaction")
                                        : fmt::format(", transaction {}", first.transaction))
             << '\n';
        const uint32_t last = lineOf(statements.back());
        std::map<std::string, LockMode> held;
        for (const TimelineStatement& statement : statements) {
            if (isShown(statement)) {
                this->statement(statement, held, last);
            }
        }
    }

    void statement(const TimelineStatement& statement, std::map<std::string, LockMode>& held,
                   uint32_t last) {
        const uint32_t line = lineOf(statement);
        std::string text;
        for (const TimelineLock& lock : statement.locks) {
            LockMode& mode = held[lock.relation];
            const bool isHeld = statement.transaction != 0 && lock.mode <= mode;
            if (!isShown(lock, statement) || isHeld) {
                continue;
            }
            mode = lock.mode;
            const std::string lines = statement.transaction == 0 || line == last
                                          ? fmt::format("line {}", line)
                                          : fmt::format("lines {} to {}", line, last);
            text += fmt::format("    {} on {} {}, {}: blocks {}\n", wordsOf(lock.mode),
                                nameOf(lock.kind), withRows(lock.relation, lock.rows), lines,
                                blockedBy(lock.mode));
        }
        for (const TimelineWork& work : statement.work) {
            text += fmt::format("    {} {} under {}{}\n", verbOf(work.kind),
                                withRows(work.relation, work.rows), wordsOf(work.under),
                                work.certain ? "" : ", unless the history hides what prevents it");
        }
        if (statement.blockForbidden && statement.transaction != 0) {
            text += "    fails: it cannot run inside a transaction\n";
        }
        if (!text.empty()) {
            out_ << fmt::format("  line {}: {}\n", line, statement.command) << text;
        }
    }

    const TimelineInput& input_;
    llvm::raw_ostream& out_;
    Places places_;
    bool any_ = false;
};

} // namespace

void printTimelineText(const TimelineInput& input, llvm::raw_ostream& out) {
    TextWriter(input, out).write();
}

} // namespace ironlaw
