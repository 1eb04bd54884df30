// A stored generated column is computed for every row when it is added or its expression changes.
#include "rules/rewrites/rewrite.h"

namespace ironlaw::rules {

namespace {

constexpr int virtualColumns = 18; ///< the first server that has them

void checkAdd(const AddColumn& action, Context& context) {
    const Work* work = workOf(action, WorkCause::GeneratedColumn, context);
    if (work == nullptr) {
        return;
    }
    auto diagnostic = context.report(
        action.range,
        "ADD COLUMN \"{}\" GENERATED … STORED rewrites \"{}\" and blocks reads and writes until "
        "it is done",
        action.column.name.text.view(), context.nameOf(work->relation));
    context.noteRelation(diagnostic, work->relation);
    if (context.serverVersion() >= virtualColumns) {
        diagnostic.help("make the column VIRTUAL (PostgreSQL 18) if it needs no index, else a "
                        "plain one that a trigger fills, and fill the old rows in batches");
    } else {
        diagnostic.help("add a plain column that a trigger fills, and fill the old rows in "
                        "batches");
    }
}

void checkExpression(const SetExpression& action, Context& context) {
    const Work* work = workOf(action, WorkCause::GeneratedColumn, context);
    if (work == nullptr || !work->certain) {
        return;
    }
    auto diagnostic = context.report(
        action.range,
        "SET EXPRESSION of \"{}\" rewrites \"{}\" and blocks reads and writes until it is done",
        action.column.text.view(), context.nameOf(work->relation));
    context.noteRelation(diagnostic, work->relation);
    diagnostic.help("turn it into a plain column with DROP EXPRESSION, fill it with a trigger, and "
                    "change the old rows in batches");
}

} // namespace

extern constinit const Rule stored_generated_column = {
    .summary = "stored generated column that is computed for all rows at once",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&checkAdd, &checkExpression>(),
};

} // namespace ironlaw::rules
