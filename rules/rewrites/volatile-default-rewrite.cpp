// ADD COLUMN with a default that is computed anew for each row: the table is rewritten.
#include "rules/rewrites/rewrite.h"

namespace ironlaw::rules {

namespace {

/// The call that makes the default volatile, or that nobody knows enough of.
const Expression* volatileCall(const Expression* value, const Context& context) {
    const Expression* found = nullptr;
    walkExpression(value, [&](const Expression& node) {
        const bool isCall = node.kind == ExpressionKind::FunctionCall;
        if (isCall && isVolatile(&node, context.catalog(), context.serverVersion()) != Answer::No) {
            found = &node;
        }
        return true;
    });
    return found;
}

void check(const AddColumn& action, Context& context) {
    const Work* work = workOf(action, WorkCause::VolatileDefault, context);
    if (work == nullptr) {
        return;
    }
    const Expression* call = volatileCall(action.column.defaultValue, context);
    auto diagnostic = context.report(
        action.range,
        "ADD COLUMN \"{}\" with a volatile default rewrites \"{}\" and blocks reads and writes "
        "until it is done",
        action.column.name.text.view(), context.nameOf(work->relation));
    if (call == nullptr) {
        diagnostic.note("the default is that of the domain \"{}\"",
                        action.column.type.name.name.text.view());
    } else if (work->certain) {
        diagnostic.note("{}() is volatile: it is called for each row", call->text.view());
    } else {
        diagnostic.note("{}() is not in this history, so it counts as volatile", call->text.view());
    }
    context.noteRelation(diagnostic, work->relation);
    diagnostic.help("add the column without a default, give it the default in a second statement, "
                    "and fill the old rows in batches");
}

} // namespace

extern constinit const Rule volatile_default_rewrite = {
    .summary = "column added with a default that differs from row to row",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
