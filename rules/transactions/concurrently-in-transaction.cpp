// A CONCURRENTLY form in a transaction block: PostgreSQL refuses it.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void check(const BlockRefused& event, Context& context) {
    const BlockRefusal& refusal = event.refusal;
    if (!refusal.concurrently || !context.transaction().isBlock()) {
        return;
    }
    const Tool& tool = *context.history().tool;
    auto diagnostic = context.report(refusal.anchor, "{} fails: it cannot run inside a transaction",
                                     refusal.words);
    switch (context.transaction().source) {
    case TransactionSource::Begin:
        diagnostic.note(context.transaction().begin, "the transaction begins here");
        diagnostic.help("move the statement out of BEGIN and COMMIT");
        break;
    case TransactionSource::Tool:
        diagnostic.note("{} runs this text in a transaction", tool.title);
        diagnostic.helpText(std::string(tool.transactionOptOut));
        break;
    default:
        diagnostic.note(
            "{} sends this text as one message, and PostgreSQL runs the statements of a "
            "message as one transaction",
            tool.title);
        diagnostic.helpText(std::string(tool.singleMessageHelp));
        break;
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
