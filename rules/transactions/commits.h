// What the rules about texts that run outside of a transaction have in common.
#pragma once

#include "analyzer/rule/context.h"

#include <algorithm>

namespace ironlaw::rules {

/// Whether it is known how the text runs. Of a folder that shows no tool, nobody knows whether its
/// files run in a transaction; a schema dump is loaded into a database that is made for it.
inline bool isExecutionKnown(const Context& context) {
    if (context.migration().schemaDump) {
        return false;
    }
    return !context.history().toolAssumed ||
           context.config().transaction != TransactionOverride::Tool;
}

/// INSERT, UPDATE, DELETE, MERGE, COPY FROM and TRUNCATE, also within a block.
inline bool changesData(const Statement& statement) {
    if (const auto* query = as<QueryStatement>(statement)) {
        bool writing = false;
        walkQueries(*query->query, QueryPlace::TopLevel,
                    [&](const Query& one, QueryPlace) { writing |= writes(one); });
        return writing && query->executes;
    }
    if (const auto* block = as<Do>(statement)) {
        return std::ranges::any_of(block->body.statements,
                                   [](const Statement* inner) { return changesData(*inner); });
    }
    const auto* copy = as<Copy>(statement);
    return statement.kind == StatementKind::Truncate || (copy != nullptr && copy->from);
}

} // namespace ironlaw::rules
