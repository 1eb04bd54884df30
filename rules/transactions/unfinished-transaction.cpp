// BEGIN without an end: the session ends, or goes on, with an open transaction.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void check(const SectionEnd& end, Context& context) {
    // What could not be parsed may be the COMMIT; and the one of the migration tool ends whatever
    // transaction is open behind the text.
    if (!end.complete || context.execution().transaction ||
        context.transaction().source != TransactionSource::Begin) {
        return;
    }
    context.report(context.transaction().begin, "the transaction that begins here is never ended")
        .note("it is rolled back when the session closes, and holds its locks until then")
        .help("put COMMIT after its last statement");
}

} // namespace

extern constinit const Rule unfinished_transaction = {
    .summary = "BEGIN without COMMIT or ROLLBACK",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
