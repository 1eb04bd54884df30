// See query-scope.h. The names in sight are counted while the queries are walked: looking them up
// from each place would take time for each of many expressions.
#include "grammar/query-scope.h"

#include <llvm/ADT/StringMap.h>

#include <utility>

namespace ironlaw {

namespace {

using Visit = std::function<void(const FromItem&, const Query&)>;

/// What walkQueries() visits with.
struct RelationWalk {
    const Visit& visit;
    llvm::StringMap<uint32_t> inSight; ///< how many expressions of that name
    const Query* current = nullptr;    ///< the query that is walked
    size_t left = 0;                   ///< how many expressions of its WITH were walked

    void show(const CommonTableExpression& one) { ++inSight[one.name.text.view()]; }
    void hide(const CommonTableExpression& one) { --inSight[one.name.text.view()]; }

    void entry(const FromItem* item) {
        if (item == nullptr) {
            return;
        }
        entry(item->left);
        entry(item->right);
        const bool isCommon =
            item->relation.schema.empty() && inSight.lookup(item->relation.name.text.view()) > 0;
        if (item->kind == FromKind::Relation && !isCommon) {
            visit(*item, *current);
        }
    }

    /// The query itself, before those in it.
    void operator()(const Query& query, QueryPlace) {
        for (const CommonTableExpression& one : query.clauses->with) {
            show(one);
        }
        for (const FromItem* item : query.from) {
            entry(item);
        }
        for (const CommonTableExpression& one : query.clauses->with) {
            if (isShownLater(one, query)) {
                hide(one);
            }
        }
    }

    /// One that could not be read has no query, and nothing in it to be hidden from.
    static bool isShownLater(const CommonTableExpression& one, const Query& query) {
        return !query.recursive && one.query != nullptr;
    }
};

/// The traversal calls this overload for each query, which so knows when the query is left.
void walkQueries(const Query& query, QueryPlace place, RelationWalk& walk) {
    const Query* outer = std::exchange(walk.current, &query);
    const size_t outerLeft = std::exchange(walk.left, 0);
    ironlaw::walkQueries<RelationWalk&>(query, place, walk);
    for (const CommonTableExpression& one : query.clauses->with) {
        walk.hide(one);
    }
    walk.current = outer;
    walk.left = outerLeft;
    if (place == QueryPlace::CommonTable && outer != nullptr && !outer->recursive) {
        const std::span<const CommonTableExpression> with = outer->clauses->with;
        while (with[walk.left].query != &query) {
            ++walk.left;
        }
        walk.show(with[walk.left++]);
    }
}

} // namespace

void eachRelationRead(const Query& root, const Visit& visit) {
    RelationWalk walk{visit, {}};
    walkQueries(root, QueryPlace::TopLevel, walk);
}

} // namespace ironlaw
