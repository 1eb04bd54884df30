// EXCLUDE on a table that others use: its index is built while reads and writes wait.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void check(const AddConstraint& action, Context& context) {
    const Work* work = context.costlyWork(WorkCause::ExclusionConstraint, action.range);
    if (work == nullptr) {
        return;
    }
    const RelationUse& target = context.effects().locks.front().relation;
    auto diagnostic = context.report(
        action.range, "EXCLUDE blocks reads of and writes to \"{}\" until its index is built",
        context.nameOf(target));
    context.noteRelation(diagnostic, target);
    diagnostic.help("run it while nobody needs \"{}\": PostgreSQL builds the index of an exclusion "
                    "constraint under this lock only",
                    context.nameOf(target));
}

} // namespace

extern constinit const Rule exclusion_constraint_build = {
    .summary = "EXCLUDE that builds its index on a table that others can see",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
