// A CONCURRENTLY form in a transaction block: PostgreSQL refuses it.
#include "rules/transactions/block.h"

namespace ironlaw::rules {

namespace {

void check(const BlockRefused& event, Context& context) {
    if (event.refusal.concurrently) {
        reportRefusal(event, context);
    }
}

} // namespace

extern constinit const Rule concurrently_in_transaction = {
    .summary = "CONCURRENTLY inside a transaction",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
