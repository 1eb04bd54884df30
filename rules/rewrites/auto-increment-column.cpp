// ADD COLUMN serial, or an identity column: each row gets its number, so the table is rewritten.
#include "rules/rewrites/rewrite.h"

namespace ironlaw::rules {

namespace {

void check(const AddColumn& action, Context& context) {
    const Work* work = workOf(action, WorkCause::AutoIncrement, context);
    if (work == nullptr) {
        return;
    }
    const bool identity = action.column.identity != IdentityKind::None;
    auto diagnostic = context.report(
        action.range,
        "ADD COLUMN \"{}\" {} numbers all rows: it rewrites \"{}\" and blocks reads and writes "
        "until it is done",
        action.column.name.text.view(),
        identity ? "AS IDENTITY" : action.column.type.name.name.text.view(),
        context.nameOf(work->relation));
    context.noteRelation(diagnostic, work->relation);
    if (identity) {
        diagnostic.help("add a nullable column, number the rows in batches, make it NOT NULL, and "
                        "only then ADD GENERATED AS IDENTITY");
    } else {
        diagnostic.help("add a plain column, create the sequence, SET DEFAULT nextval(…) in a "
                        "statement of its own, and number the old rows in batches");
    }
}

} // namespace

extern constinit const Rule auto_increment_column = {
    .summary = "serial or identity column added to a table that others can see",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
