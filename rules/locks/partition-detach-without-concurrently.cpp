// DETACH PARTITION without CONCURRENTLY: the partitioned table is locked for it.
#include "analyzer/rule/context.h"

#include <algorithm>

namespace ironlaw::rules {

namespace {

/// DETACH CONCURRENTLY is refused beside a default partition.
bool hasDefaultPartition(const RelationUse& parent, const Catalog& catalog) {
    return parent.table() != nullptr &&
           std::ranges::any_of(catalog.children(parent.table()->id), [&](ObjectId child) {
               return catalog.get<Table>(child)->bound.isDefault;
           });
}

void check(const DetachPartition& action, Context& context) {
    const std::vector<Lock>& locks = context.effects().locks;
    if (action.concurrently || action.finalize || context.serverVersion() < 14 || locks.empty()) {
        return;
    }
    const RelationUse& parent = locks.front().relation;
    if (!context.isLargeExisting(parent) || hasDefaultPartition(parent, context.catalog())) {
        return;
    }
    auto diagnostic =
        context.report(action.range, "DETACH PARTITION \"{}\" blocks reads and writes of \"{}\"",
                       context.nameOf(action.partition), context.nameOf(parent));
    context.noteRelation(diagnostic, parent);
    for (const Work& work : context.effects().work) {
        if (work.cause == WorkCause::ForeignKey && context.isLargeExisting(work.relation)) {
            diagnostic.note("\"{}\" references it, and is locked and scanned as well",
                            context.nameOf(work.relation));
        }
    }
    diagnostic.help("use DETACH PARTITION … CONCURRENTLY in a migration that runs outside of a "
                    "transaction");
}

} // namespace

extern constinit const Rule partition_detach_without_concurrently = {
    .summary = "DETACH PARTITION without CONCURRENTLY on a table that others can see",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
