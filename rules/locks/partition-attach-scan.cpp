// ATTACH PARTITION that reads the new partition, or the default one, to see that its rows fit.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void helpToProve(DiagnosticBuilder& diagnostic, const PartitionBound& bound) {
    if (bound.strategy == PartitionStrategy::Hash) {
        diagnostic.help("attach the table while it is empty, since no CHECK proves a hash bound");
    } else if (bound.isDefault) {
        diagnostic.help("attach a default partition first of all, or while it is empty");
    } else {
        diagnostic.help("add a CHECK NOT VALID that says IS NOT NULL and repeats the bound, "
                        "validate it in a later migration, and then attach");
    }
}

void check(const Work& work, Context& context) {
    const AlterTable* alter = context.alterTable();
    if (alter == nullptr || !work.certain || !context.isLargeExisting(work.relation)) {
        return;
    }
    if (work.cause == WorkCause::PartitionBound) {
        auto diagnostic = context.report(
            work.anchor, "ATTACH PARTITION scans \"{}\" and blocks reads and writes of it",
            context.nameOf(work.relation));
        context.noteRelation(diagnostic, work.relation);
        for (const AlterAction* action : alter->actions) {
            if (const auto* attach = as<AttachPartition>(*action)) {
                helpToProve(diagnostic, attach->bound);
            }
        }
    } else if (work.cause == WorkCause::DefaultPartition) {
        auto diagnostic =
            context.report(work.anchor,
                           "ATTACH PARTITION scans the default partition \"{}\" and blocks reads "
                           "and writes of it",
                           context.nameOf(work.relation));
        context.noteRelation(diagnostic, work.relation);
        diagnostic.help("add a CHECK NOT VALID to \"{}\" that excludes the bound, validate it in a "
                        "later migration, and then attach",
                        context.nameOf(work.relation));
    }
}

} // namespace

extern constinit const Rule partition_attach_scan = {
    .summary = "ATTACH PARTITION that scans a table",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
