// CREATE TABLE … PARTITION OF a table that others use: the parent is locked for it.
#include "analyzer/rule/context.h"

#include <algorithm>

namespace ironlaw::rules {

namespace {

void check(const CreateTable& statement, Context& context) {
    // The parent is the first to be locked so; its default partition follows.
    const std::vector<Lock>& locks = context.effects().locks;
    const auto parent = std::ranges::find(locks, LockMode::AccessExclusive, &Lock::mode);
    if (parent == locks.end() || !context.isLargeExisting(parent->relation)) {
        return;
    }
    const HeldLock* held = context.transaction().locks.strongestOn(parent->relation);
    if (held != nullptr && held->mode == LockMode::AccessExclusive) {
        return; // an earlier statement of the transaction blocks them
    }
    const std::string name = context.nameOf(parent->relation);
    auto diagnostic =
        context.report(Range{statement.range.begin, statement.partitionOf.range.end},
                       "CREATE TABLE \"{}\" PARTITION OF \"{}\" blocks reads and writes of \"{}\"",
                       context.nameOf(statement.name), name, name);
    context.noteRelation(diagnostic, parent->relation);
    for (const Work& work : context.effects().work) {
        if (work.cause == WorkCause::DefaultPartition && context.isLargeExisting(work.relation)) {
            diagnostic.note("the default partition \"{}\" is scanned meanwhile",
                            context.nameOf(work.relation));
        }
    }
    diagnostic.help("create it as a table of its own (LIKE \"{}\" INCLUDING DEFAULTS INCLUDING "
                    "CONSTRAINTS), then ATTACH PARTITION, which lets reads and writes through",
                    name);
}

} // namespace

extern constinit const Rule partition_created_in_place = {
    .summary = "partition created in place on a table that others can see",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
