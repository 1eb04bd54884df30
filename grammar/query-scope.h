// Which common table expression a name in FROM means, and which names mean a relation.
#pragma once

#include "grammar/query.h"

#include <functional>

namespace ironlaw {

/// A query within others.
struct QueryScope {
    const Query& query;
    const QueryScope* outer; ///< null for the outermost query of the statement
};

/// A common table expression, and the query in whose WITH it stands.
template <typename Scope> struct NamedCommon {
    const CommonTableExpression* expression = nullptr; ///< null: the name means none
    const Scope* scope = nullptr;
};

/// The common table expression that `name` means in the FROM of `scope->query`. `Scope` has the
/// fields of QueryScope. Without RECURSIVE an expression sees neither itself nor those behind it
/// (transformWithClause, src/backend/parser/parse_cte.c).
template <typename Scope>
NamedCommon<Scope> findCommon(const QualifiedName& name, const Scope* scope) {
    if (!name.schema.empty()) {
        return {};
    }
    for (const Query* within = nullptr; scope != nullptr; scope = scope->outer) {
        for (const CommonTableExpression& one : scope->query.clauses->with) {
            if (!scope->query.recursive && within != nullptr && one.query == within) {
                break;
            }
            if (one.name == name.name) {
                return {&one, scope};
            }
        }
        within = &scope->query;
    }
    return {};
}

/// Calls `visit` for each entry of a FROM, in `root` or a query in it, that names a relation and no
/// common table expression. The query has the entry in its FROM.
void eachRelationRead(const Query& root,
                      const std::function<void(const FromItem& entry, const Query& query)>& visit);

} // namespace ironlaw
