// A CHECK that is checked against all rows while reads and writes wait.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void judge(Range range, bool isInline, Context& context) {
    const Work* work = context.costlyWork(WorkCause::Check, range);
    if (work == nullptr || context.effects().surelyRewrites(work->relation)) {
        return; // a rewrite checks the rows on its way
    }
    const RelationUse& target = context.effects().locks.front().relation;
    auto diagnostic = context.report(
        range, "ADD CHECK blocks reads of and writes to \"{}\" until every row is checked",
        context.nameOf(target));
    context.noteRelation(diagnostic, work->relation);
    if (isInline) {
        diagnostic.help("take the CHECK out of ADD COLUMN, add it NOT VALID as a second action, "
                        "and VALIDATE CONSTRAINT in a later migration");
    } else {
        diagnostic.help("add it NOT VALID, and VALIDATE CONSTRAINT in a later migration");
    }
}

void checkConstraint(const AddConstraint& action, Context& context) {
    if (action.constraint.kind == ConstraintKind::Check) {
        judge(action.range, false, context);
    }
}

void checkColumn(const AddColumn& action, Context& context) {
    for (const ConstraintDefinition& constraint : action.column.constraints) {
        if (constraint.kind == ConstraintKind::Check) {
            judge(constraint.range, true, context);
        }
    }
}

} // namespace

extern constinit const Rule check_without_not_valid = {
    .summary = "CHECK that checks all rows of a table that others can see",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&checkConstraint, &checkColumn>(),
};

} // namespace ironlaw::rules
