// VACUUM, CREATE DATABASE and their like in a transaction block: PostgreSQL refuses them.
#include "rules/transactions/block.h"

namespace ironlaw::rules {

namespace {

void check(const BlockRefused& event, Context& context) {
    const BlockRefusal& refusal = event.refusal;
    if (refusal.concurrently || !context.transaction().isBlock()) {
        return;
    }
    auto diagnostic = context.report(refusal.anchor, "{} fails: it cannot run inside a transaction",
                                     refusal.words);
    explainBlock(diagnostic, context);
}

} // namespace

extern constinit const Rule statement_forbidden_in_transaction = {
    .summary = "statement that PostgreSQL refuses inside a transaction",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
