// A UNIQUE constraint that builds its index while reads and writes wait.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void judge(const ConstraintDefinition& constraint, Range range, bool isInline, Context& context) {
    const Work* work = context.costlyWork(WorkCause::UniqueConstraint, range);
    if (work == nullptr) {
        return;
    }
    const RelationUse& target = context.effects().locks.front().relation;
    auto diagnostic = context.report(
        range, "UNIQUE blocks reads of and writes to \"{}\" until its index is built",
        context.nameOf(target));
    context.noteRelation(diagnostic, target);
    if (constraint.temporal) {
        diagnostic.help("run it while nobody needs \"{}\": a constraint WITHOUT OVERLAPS takes no "
                        "index that is there already",
                        context.nameOf(target));
    } else if (target.table() != nullptr &&
               target.table()->partitionedBy != PartitionStrategy::None) {
        diagnostic.help("give each partition the constraint first, USING INDEX of one that was "
                        "built CONCURRENTLY: that of \"{}\" then takes those over",
                        context.nameOf(target));
    } else if (isInline) {
        diagnostic.help("add the column without UNIQUE, CREATE UNIQUE INDEX CONCURRENTLY in a "
                        "migration of its own, and add the constraint USING INDEX after that");
    } else {
        diagnostic.help("CREATE UNIQUE INDEX CONCURRENTLY in a migration of its own, and add the "
                        "constraint USING INDEX after that");
    }
}

void checkConstraint(const AddConstraint& action, Context& context) {
    judge(action.constraint, action.range, false, context);
}

void checkColumn(const AddColumn& action, Context& context) {
    for (const ConstraintDefinition& constraint : action.column.constraints) {
        judge(constraint, constraint.range, true, context);
    }
}

} // namespace

extern constinit const Rule unique_constraint_build = {
    .summary = "UNIQUE that builds its index on a table that others can see",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&checkConstraint, &checkColumn>(),
};

} // namespace ironlaw::rules
