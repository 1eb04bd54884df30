// REINDEX on a table that others use: writes wait, and reads that have to be planned.
#include "analyzer/rule/context.h"

#include <algorithm>

namespace ironlaw::rules {

namespace {

void checkSeveral(const Reindex& reindex, Context& context) {
    if (reindex.target == ReindexTarget::System) {
        context
            .report(reindex.range,
                    "REINDEX SYSTEM blocks every query that has to be planned until the system "
                    "catalogs have new indexes")
            .help("run it while nobody uses the database: the indexes of system catalogs cannot be "
                  "rebuilt CONCURRENTLY");
    } else if (!reindex.concurrently) {
        const bool isSchema = reindex.target == ReindexTarget::Schema;
        context
            .report(
                reindex.range,
                "REINDEX {} blocks writes, and reads that have to be planned, table after table",
                isSchema ? "SCHEMA" : "DATABASE")
            .help("add CONCURRENTLY");
    }
}

bool isOfExclusion(const RelationUse& index, const RelationUse& table) {
    return table.table() != nullptr &&
           std::ranges::any_of(table.table()->constraints, [&](const Constraint& constraint) {
               return constraint.kind == ConstraintKind::Exclusion &&
                      constraint.index == index.object->id;
           });
}

void check(const Reindex& reindex, Context& context) {
    if (reindex.target != ReindexTarget::Index && reindex.target != ReindexTarget::Table) {
        checkSeveral(reindex, context);
        return;
    }
    const Effects& effects = context.effects();
    const bool costs = std::ranges::any_of(
        effects.work, [&](const Work& work) { return context.isLargeExisting(work.relation); });
    if (!costs) {
        return;
    }
    // An index that the history does not show stands for its table.
    const bool ofIndex = reindex.target == ReindexTarget::Index && effects.locks.size() > 1;
    const RelationUse& named = effects.locks.front().relation;
    const RelationUse& table = effects.locks[ofIndex ? 1 : 0].relation;
    const bool partitioned =
        table.table() != nullptr && table.table()->partitionedBy != PartitionStrategy::None;
    const std::string_view word = reindex.target == ReindexTarget::Index ? "INDEX" : "TABLE";
    if (reindex.concurrently) {
        // An index of a partitioned table has no such step that would wait for open writers.
        if (partitioned && !ofIndex && context.serverVersion() >= 14) {
            auto diagnostic =
                context.report(reindex.range,
                               "REINDEX TABLE CONCURRENTLY \"{}\" takes SHARE on every partition "
                               "first, and blocks writes to them while it waits for the last",
                               named.name);
            context.noteRelation(diagnostic, table);
            diagnostic.help("use REINDEX TABLE CONCURRENTLY for each partition on its own");
        }
        return;
    }
    auto diagnostic =
        ofIndex ? context.report(reindex.range,
                                 "REINDEX INDEX \"{}\" blocks writes to \"{}\", and reads that "
                                 "have to be planned, until the index is rebuilt",
                                 named.name, context.nameOf(table))
                : context.report(reindex.range,
                                 "REINDEX {} \"{}\" blocks writes, and reads that have to be "
                                 "planned, until it is done",
                                 word, named.name);
    if (table.kind != RelationKind::Index) {
        context.noteRelation(diagnostic, table);
    }
    if (ofIndex && isOfExclusion(named, table)) {
        diagnostic.help("run it while nobody needs \"{}\": the index of an exclusion constraint "
                        "cannot be rebuilt CONCURRENTLY",
                        context.nameOf(table));
    } else if (partitioned) {
        diagnostic.help("use REINDEX {} CONCURRENTLY for each partition on its own, outside of a "
                        "transaction",
                        word);
    } else {
        diagnostic.help(
            "use REINDEX {} CONCURRENTLY in a migration that runs outside of a transaction", word);
    }
}

} // namespace

extern constinit const Rule reindex_without_concurrently = {
    .summary = "REINDEX that blocks a table that others can see",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
