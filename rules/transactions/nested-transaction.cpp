// BEGIN, COMMIT or ROLLBACK in a text around which the migration tool has put a transaction.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void check(const TransactionStatement& statement, Context& context) {
    // What follows a BEGIN here was told there.
    if (context.transaction().source != TransactionSource::Tool ||
        context.transaction().innerBegin) {
        return;
    }
    const Tool& tool = *context.history().tool;
    if (tool.commitIsWayOut && statement.action == TransactionAction::Commit) {
        return;
    }
    switch (statement.action) {
    case TransactionAction::Begin:
        context
            .report(statement.range,
                    "BEGIN does nothing in the transaction of {}, and the next COMMIT ends that "
                    "one",
                    tool.title)
            .help("leave out BEGIN and COMMIT");
        break;
    case TransactionAction::Commit:
    case TransactionAction::Prepare:
        context
            .report(statement.range,
                    "COMMIT ends the transaction of {}: what follows runs without it", tool.title)
            .help("leave out COMMIT, and move what needs no transaction into a migration of its "
                  "own");
        break;
    case TransactionAction::Rollback:
        context
            .report(statement.range,
                    "ROLLBACK ends the transaction of {} and undoes what stands before it, and the "
                    "migration counts as done",
                    tool.title)
            .help("leave out ROLLBACK");
        break;
    default: break;
    }
}

} // namespace

extern constinit const Rule nested_transaction = {
    .summary = "transaction control inside the migration tool's own transaction",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
