// What the rules about statements that need to be outside of a transaction have in common.
#pragma once

#include "analyzer/rule/context.h"

namespace ironlaw::rules {

/// Says why the statement runs in a transaction, and how it gets out of it.
inline void explainBlock(DiagnosticBuilder& diagnostic, const Context& context) {
    const Tool& tool = *context.history().tool;
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

} // namespace ironlaw::rules
