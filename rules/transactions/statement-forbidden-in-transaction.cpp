// VACUUM, CREATE DATABASE and their like in a transaction block: PostgreSQL refuses them.
#include "rules/transactions/block.h"

namespace ironlaw::rules {

namespace {

void check(const BlockRefused& event, Context& context) {
    if (!event.refusal.concurrently) {
        reportRefusal(event, context);
    }
}

} // namespace

extern constinit const Rule statement_forbidden_in_transaction = {
    .summary = "statement that PostgreSQL refuses inside a transaction",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
