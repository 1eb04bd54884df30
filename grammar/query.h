// SELECT, VALUES, INSERT, UPDATE, DELETE and MERGE, wherever they stand.
#pragma once

#include "grammar/expression.h"

namespace ironlaw {

enum class QueryKind : uint8_t { Select, Values, SetOperation, Insert, Update, Delete, Merge };

/// One entry of an output list, a SET list or a column list of INSERT.
struct Target {
    Name name;                         ///< AS name, or the column assigned
    const Expression* value = nullptr; ///< null in the column list of INSERT
    uint32_t location = 0;
    bool partial = false; ///< assigns an element or a field only: SET tags[1] = …
};

enum class FromKind : uint8_t { Relation, Subquery, Function, Join };
enum class JoinKind : uint8_t { Inner, Left, Full, Right };

/// One item of FROM, USING, or a join of two.
struct FromItem {
    FromKind kind = FromKind::Relation;
    JoinKind join = JoinKind::Inner;
    bool lateral = false;
    bool natural = false;
    bool hasUsing = false; ///< JOIN … USING (…)
    bool only = false;     ///< FROM ONLY
    uint32_t location = 0;
    QualifiedName relation;
    Name alias;
    CompactSpan<Name> columns; ///< the alias's own names for the columns
    const Query* subquery = nullptr;
    const Expression* function = nullptr;
    const FromItem* left = nullptr;
    const FromItem* right = nullptr;
    const Expression* condition = nullptr; ///< ON
};

struct CommonTableExpression {
    Name name;
    const Query* query = nullptr;
    CompactSpan<Name> columns;
    uint32_t location = 0; ///< of its name
};

enum class MergeActionKind : uint8_t { Nothing, Insert, Update, Delete };

/// One WHEN clause of MERGE.
struct MergeAction {
    MergeActionKind kind = MergeActionKind::Nothing;
    bool matched = false;                  ///< WHEN MATCHED
    bool targetOnly = false;               ///< WHEN NOT MATCHED BY SOURCE
    const Expression* condition = nullptr; ///< AND …
    /// UPDATE: the SET list. INSERT: columns and values; without a column list the names are empty.
    CompactSpan<Target> assignments;
};

/// The clauses that few queries have.
struct QueryClauses {
    CompactSpan<CommonTableExpression> with;
    const Expression* having = nullptr;
    CompactSpan<const Expression*> distinctOn;
    CompactSpan<const Expression*> groupBy;
    CompactSpan<const Expression*> orderBy;
    CompactSpan<const Expression*> windows; ///< what the WINDOW clause sorts and partitions by
    const Expression* limit = nullptr;
    const Expression* offset = nullptr;
    /// Set operation: its arms from left to right (a chain of UNIONs is flat).
    CompactSpan<const Query*> arms;
    Name relationAlias; ///< of the relation changed
    CompactSpan<Target> returning;
    /// ON CONFLICT DO UPDATE: what it assigns.
    CompactSpan<Target> assignments;
    CompactSpan<MergeAction> mergeActions;
    CompactSpan<Name> lockedNames; ///< FOR UPDATE OF and its like; empty: all of the FROM

    bool empty() const {
        return with.empty() && having == nullptr && distinctOn.empty() && groupBy.empty() &&
               orderBy.empty() && windows.empty() && limit == nullptr && offset == nullptr &&
               arms.empty() && relationAlias.empty() && returning.empty() && assignments.empty() &&
               mergeActions.empty() && lockedNames.empty();
    }
};

inline constexpr QueryClauses noClauses;

struct Query {
    QueryKind kind = QueryKind::Select;
    bool distinct = false;
    bool all = false;            ///< UNION ALL and its like
    bool onConflict = false;     ///< INSERT … ON CONFLICT
    bool locking = false;        ///< FOR UPDATE and its like
    bool recursive = false;      ///< WITH RECURSIVE
    bool only = false;           ///< UPDATE ONLY and its like
    uint32_t location = 0;       ///< of the first part that has a place: relation, output or value
    CompactSpan<Target> targets; ///< output list; SET list of UPDATE; columns of INSERT
    CompactSpan<const FromItem*> from; ///< FROM; USING of DELETE and MERGE
    /// INSERT … ON CONFLICT DO UPDATE has its WHERE here, MERGE its ON condition.
    const Expression* where = nullptr;
    /// VALUES: the rows, each an expression of kind Row.
    CompactSpan<const Expression*> rows;
    /// INSERT, UPDATE, DELETE, MERGE: the relation changed; SELECT … INTO: the table made.
    QualifiedName relation;
    /// INSERT: where the rows come from; null for DEFAULT VALUES.
    const Query* source = nullptr;
    const QueryClauses* clauses = &noClauses; ///< never null
};

/// INSERT, UPDATE, DELETE and MERGE.
inline bool writes(const Query& query) {
    return query.kind == QueryKind::Insert || query.kind == QueryKind::Update ||
           query.kind == QueryKind::Delete || query.kind == QueryKind::Merge;
}

/// Where a query stands in its statement, as far as rules care.
enum class QueryPlace : uint8_t {
    TopLevel,
    Source,
    CommonTable,
    From,
    Exists,
    Scalar,
    Membership,
    Arm
};

/// Calls `visit(const Query&, QueryPlace)` for `root` and every query in it, parents first.
template <typename Visit> void walkQueries(const Query& root, QueryPlace place, Visit&& visit);

/// Calls `visit(const Expression*)` for each clause of the query itself that is an expression, also
/// for those that are null. The queries in it have their own.
template <typename Visit> void eachExpression(const Query& query, Visit&& visit);

} // namespace ironlaw

#include "grammar/query-walk.h"
