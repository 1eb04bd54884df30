// A foreign key that is checked against all rows while writes to both tables wait.
#include "analyzer/rule/context.h"

#include <algorithm>

namespace ironlaw::rules {

namespace {

void judge(Range range, bool isInline, Context& context) {
    const Work* work = context.costlyWork(WorkCause::ForeignKey, range);
    if (work == nullptr || work->relation != context.effects().locks.front().relation) {
        return; // rows of the referenced table are found by their key
    }
    const RelationUse& target = work->relation;
    const std::vector<Work>& all = context.effects().work;
    auto other = std::ranges::find_if(all, [&](const Work& one) {
        return one.cause == WorkCause::ForeignKey && one.anchor == range &&
               one.relation != target && context.isExisting(one.relation);
    });
    auto diagnostic =
        other != all.end()
            ? context.report(range,
                             "ADD FOREIGN KEY blocks writes to \"{0}\" and \"{1}\" until every row "
                             "of \"{0}\" is checked",
                             context.nameOf(target), context.nameOf(other->relation))
            : context.report(
                  range,
                  "ADD FOREIGN KEY blocks writes to \"{0}\" until every row of it is checked",
                  context.nameOf(target));
    if (blocksReads(work->under)) {
        diagnostic.note("the statement takes ACCESS EXCLUSIVE on \"{}\", so reads wait, too",
                        context.nameOf(target));
    }
    context.noteRelation(diagnostic, target);
    const bool partitioned =
        target.table() != nullptr && target.table()->partitionedBy != PartitionStrategy::None;
    if (isInline) {
        diagnostic.help("leave REFERENCES out of ADD COLUMN, add the foreign key NOT VALID as a "
                        "second action, and VALIDATE CONSTRAINT in a later migration");
    } else if (partitioned && context.config().serverVersion < 18) {
        diagnostic.help("add it NOT VALID to each partition and validate it there: ADD FOREIGN KEY "
                        "on \"{}\" then takes those over without a scan",
                        context.nameOf(target));
    } else {
        diagnostic.help("add it NOT VALID, and VALIDATE CONSTRAINT in a later migration");
    }
}

void checkConstraint(const AddConstraint& action, Context& context) {
    if (action.constraint.kind == ConstraintKind::ForeignKey) {
        judge(action.range, false, context);
    }
}

void checkColumn(const AddColumn& action, Context& context) {
    for (const ConstraintDefinition& constraint : action.column.constraints) {
        if (constraint.kind == ConstraintKind::ForeignKey) {
            judge(constraint.range, true, context);
        }
    }
}

} // namespace

extern constinit const Rule foreign_key_without_not_valid = {
    .summary = "foreign key that checks all rows of a table that others can see",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&checkConstraint, &checkColumn>(),
};

} // namespace ironlaw::rules
