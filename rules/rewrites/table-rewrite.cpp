// Statements that write a whole table anew for its storage: SET LOGGED, SET ACCESS METHOD, SET
// TABLESPACE, CLUSTER, VACUUM FULL.
#include "rules/rewrites/rewrite.h"

namespace ironlaw::rules {

namespace {

std::string_view wordsOf(const AlterAction& action) {
    if (const auto* persistence = as<SetPersistence>(action)) {
        return persistence->logged ? "SET LOGGED" : "SET UNLOGGED";
    }
    return action.kind == AlterActionKind::SetTablespace ? "SET TABLESPACE" : "SET ACCESS METHOD";
}

/// Which tables stand beside the first one, if the statement names several or it has partitions.
void noteOthers(DiagnosticBuilder& diagnostic, const Work& first, const Context& context) {
    size_t others = 0;
    for (const Work& work : context.effects().work) {
        others += &work != &first && work.anchor == first.anchor ? 1 : 0;
    }
    if (others > 0) {
        diagnostic.note("tables and partitions that it writes anew besides: {}", others);
    }
}

void checkAlter(const AlterTable& alter, Context& context) {
    for (const AlterAction* action : alter.actions) {
        const Work* work = workOf(*action, WorkCause::Storage, context);
        if (work == nullptr) {
            continue;
        }
        auto diagnostic = context.report(
            action->range, "{} writes \"{}\" anew and blocks reads and writes until it is done",
            wordsOf(*action), context.nameOf(work->relation));
        if (!work->certain) {
            diagnostic.note("nothing happens if it is so already, which this history does not "
                            "show");
        }
        context.noteRelation(diagnostic, work->relation);
        if (action->kind == AlterActionKind::SetTablespace) {
            diagnostic.help("use pg_repack --tablespace, which blocks only for a moment");
        } else {
            diagnostic.help("create another table that is so from the start, and move the rows "
                            "in batches");
        }
    }
}

const Work* firstWork(const Context& context) {
    for (const Work& work : context.effects().work) {
        if (work.cause == WorkCause::Storage && context.isLargeExisting(work.relation)) {
            return &work;
        }
    }
    return nullptr;
}

void checkVacuum(const Vacuum& vacuum, Context& context) {
    const Work* work = firstWork(context);
    if (work != nullptr) {
        auto diagnostic =
            context.report(vacuum.range,
                           "VACUUM FULL writes \"{}\" anew and blocks reads and writes until it is "
                           "done",
                           context.nameOf(work->relation));
        noteOthers(diagnostic, *work, context);
        context.noteRelation(diagnostic, work->relation);
        diagnostic.help("use VACUUM without FULL, or pg_repack where the space has to go back to "
                        "the disk");
    } else if (vacuum.full && vacuum.tables.empty()) {
        context
            .report(vacuum.range, "VACUUM FULL without a table writes every table of the database "
                                  "anew and blocks reads and writes of each meanwhile")
            .help("name the table that needs it, and use pg_repack for it");
    }
}

void checkCluster(const Cluster& cluster, Context& context) {
    const Work* work = firstWork(context);
    if (work != nullptr) {
        auto diagnostic =
            context.report(cluster.range,
                           "CLUSTER writes \"{}\" anew and blocks reads and writes until it is "
                           "done",
                           context.nameOf(work->relation));
        noteOthers(diagnostic, *work, context);
        context.noteRelation(diagnostic, work->relation);
        diagnostic.help("use pg_repack, which sorts the table and blocks only for a moment");
    } else if (cluster.table.empty()) {
        context
            .report(cluster.range, "CLUSTER without a table writes every table anew that was "
                                   "clustered before, and blocks reads and writes of each "
                                   "meanwhile")
            .help("name the table that needs it, and use pg_repack for it");
    }
}

} // namespace

extern constinit const Rule table_rewrite = {
    .summary = "statement that writes a whole table anew for its storage",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&checkAlter, &checkVacuum, &checkCluster>(),
};

} // namespace ironlaw::rules
