// The traversal behind walkQueries: every place where PostgreSQL's grammar allows a query.
#pragma once

#include "grammar/query.h"

namespace ironlaw {

namespace detail {

template <typename Visit> void walkQueriesOf(const Expression* expression, Visit& visit) {
    walkExpression(expression, [&](const Expression& node) {
        if (node.subquery() == nullptr) {
            return true;
        }
        QueryPlace place = QueryPlace::Scalar;
        if (node.kind == ExpressionKind::ExistsSubquery) {
            place = QueryPlace::Exists;
        } else if (node.kind == ExpressionKind::AnySubquery ||
                   node.kind == ExpressionKind::AllSubquery) {
            place = QueryPlace::Membership;
        }
        walkQueries(*node.subquery(), place, visit);
        return true;
    });
}

template <typename Visit> void walkQueriesOf(const FromItem* item, Visit& visit) {
    if (item == nullptr) {
        return;
    }
    walkQueriesOf(item->left, visit);
    walkQueriesOf(item->right, visit);
    walkQueriesOf(item->condition, visit);
    walkQueriesOf(item->function, visit);
    if (item->subquery != nullptr) {
        walkQueries(*item->subquery, QueryPlace::From, visit);
    }
}

} // namespace detail

template <typename Visit> void walkQueries(const Query& root, QueryPlace place, Visit&& visit) {
    visit(root, place);
    for (const CommonTableExpression& common : root.clauses->with) {
        if (common.query != nullptr) {
            walkQueries(*common.query, QueryPlace::CommonTable, visit);
        }
    }
    for (const Query* arm : root.clauses->arms) {
        walkQueries(*arm, QueryPlace::Arm, visit);
    }
    if (root.source != nullptr) {
        walkQueries(*root.source, QueryPlace::Source, visit);
    }
    for (std::span<const Target> list :
         {root.targets, root.clauses->returning, root.clauses->assignments}) {
        for (const Target& target : list) {
            detail::walkQueriesOf(target.value, visit);
        }
    }
    for (const FromItem* item : root.from) {
        detail::walkQueriesOf(item, visit);
    }
    for (const MergeAction& action : root.clauses->mergeActions) {
        detail::walkQueriesOf(action.condition, visit);
        for (const Target& target : action.assignments) {
            detail::walkQueriesOf(target.value, visit);
        }
    }
    for (std::span<const Expression* const> list :
         {root.rows, root.clauses->distinctOn, root.clauses->groupBy, root.clauses->orderBy,
          root.clauses->windows}) {
        for (const Expression* expression : list) {
            detail::walkQueriesOf(expression, visit);
        }
    }
    for (const Expression* expression :
         {root.where, root.clauses->having, root.clauses->limit, root.clauses->offset}) {
        detail::walkQueriesOf(expression, visit);
    }
}

namespace detail {

template <typename Visit> void eachExpressionOf(const FromItem* item, Visit& visit) {
    if (item != nullptr) {
        eachExpressionOf(item->left, visit);
        eachExpressionOf(item->right, visit);
        visit(item->condition);
        visit(item->function);
    }
}

} // namespace detail

template <typename Visit> void eachExpression(const Query& query, Visit&& visit) {
    const QueryClauses& clauses = *query.clauses;
    const auto targets = [&](std::span<const Target> list) {
        for (const Target& target : list) {
            visit(target.value);
        }
    };
    targets(query.targets);
    targets(clauses.returning);
    targets(clauses.assignments);
    for (const FromItem* item : query.from) {
        detail::eachExpressionOf(item, visit);
    }
    for (const MergeAction& action : clauses.mergeActions) {
        visit(action.condition);
        targets(action.assignments);
    }
    for (std::span<const Expression* const> list :
         {clauses.groupBy, clauses.orderBy, clauses.distinctOn, clauses.windows, query.rows}) {
        for (const Expression* one : list) {
            visit(one);
        }
    }
    for (const Expression* one : {query.where, clauses.having, clauses.limit, clauses.offset}) {
        visit(one);
    }
}

} // namespace ironlaw
