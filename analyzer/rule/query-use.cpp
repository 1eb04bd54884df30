// Finding queries, and which is in which.
#include "analyzer/rule/query-use.h"

namespace ironlaw {

namespace {

using Visit = std::function<void(const QueryUse&)>;

/// What walkQueries() visits with; `current` is the query that it is in.
struct QueryChain {
    const Visit& visit;
    const QueryUse* current = nullptr;

    void operator()(const Query&, QueryPlace) { visit(*current); }
};

/// The traversal calls this overload for each query, which so knows when the query is left.
void walkQueries(const Query& query, QueryPlace place, QueryChain& chain) {
    QueryUse use{query, place, chain.current};
    chain.current = &use;
    ironlaw::walkQueries<QueryChain&>(query, place, chain);
    chain.current = use.outer;
}

void usesOf(const Query* query, const Visit& visit) {
    if (query != nullptr) {
        QueryChain chain{visit};
        walkQueries(*query, QueryPlace::TopLevel, chain);
    }
}

void usesOf(const Expression* expression, const Visit& visit) {
    QueryChain chain{visit};
    detail::walkQueriesOf(expression, chain);
}

void usesOfPolicy(const PolicyStatement& policy, const Visit& visit) {
    usesOf(policy.usingExpression, visit);
    usesOf(policy.checkExpression, visit);
}

} // namespace

void eachQueryUse(const Statement& statement, const Visit& visit) {
    switch (statement.kind) {
    case StatementKind::Query: usesOf(as<QueryStatement>(statement)->query, visit); break;
    case StatementKind::CreateTableAs: usesOf(as<CreateTableAs>(statement)->query, visit); break;
    case StatementKind::CreateView: usesOf(as<CreateView>(statement)->query, visit); break;
    case StatementKind::Copy: usesOf(as<Copy>(statement)->query, visit); break;
    case StatementKind::CreateRule:
        usesOf(as<CreateRule>(statement)->condition, visit);
        for (const Query* action : as<CreateRule>(statement)->actions) {
            usesOf(action, visit);
        }
        break;
    case StatementKind::CreatePolicy: usesOfPolicy(*as<CreatePolicy>(statement), visit); break;
    case StatementKind::AlterPolicy: usesOfPolicy(*as<AlterPolicy>(statement), visit); break;
    case StatementKind::CreateRoutine:
        for (const Statement* inner : as<CreateRoutine>(statement)->body.statements) {
            eachQueryUse(*inner, visit);
        }
        break;
    default: break;
    }
}

} // namespace ironlaw
