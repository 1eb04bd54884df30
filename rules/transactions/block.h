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
        if (tool.optOutFor != nullptr) {
            diagnostic.helpText(std::string(tool.optOutFor(*context.statement())));
        } else {
            const bool down = context.direction() == Direction::Down && !tool.wayBackOptOut.empty();
            diagnostic.helpText(std::string(down ? tool.wayBackOptOut : tool.transactionOptOut));
        }
        break;
    default:
        if (!context.execution().singleMessage) {
            diagnostic.note(
                "\\; joins it with other statements to one message, and PostgreSQL runs "
                "the statements of a message as one transaction");
            diagnostic.help("end the statements before and behind it with a semicolon alone");
            break;
        }
        diagnostic.note(
            "{} sends this text as one message, and PostgreSQL runs the statements of a "
            "message as one transaction",
            tool.title);
        diagnostic.helpText(std::string(tool.singleMessageHelp));
        break;
    }
}

/// Tells of it where PostgreSQL really refuses it: in a transaction block, a routine or DO.
inline void reportRefusal(const BlockRefused& event, Context& context) {
    const BlockRefusal& refusal = event.refusal;
    if (event.inBody) {
        context
            .report(refusal.anchor, "{} fails: it cannot run inside a function or DO block",
                    refusal.words)
            .help("write it as a statement of its own, outside of a transaction");
    } else if (context.transaction().isBlock()) {
        auto diagnostic = context.report(
            refusal.anchor, "{} fails: it cannot run inside a transaction", refusal.words);
        explainBlock(diagnostic, context);
    }
}

} // namespace ironlaw::rules
