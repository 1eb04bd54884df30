// See open-star.h.
#include "analyzer/rule/open-star.h"

#include <algorithm>

namespace ironlaw {

namespace {

/// Common table expressions may refer to each other in circles; nobody nests stars this deeply.
constexpr int maxDepth = 32;

bool explicitColumns(const Query* query, const QueryUse* scope, int depth);

/// The common table expression that `name` stands for, in `use` or around it.
const CommonTableExpression* findCommon(const Name& name, const QueryUse* use) {
    for (; use != nullptr; use = use->outer) {
        for (const CommonTableExpression& common : use->query.clauses->with) {
            if (common.name == name) {
                return &common;
            }
        }
    }
    return nullptr;
}

/// Whether the columns of a FROM item are spelled out in this very statement, or come from a
/// function, whose result type is its contract.
bool isExplicit(const FromItem& item, const QueryUse* use, int depth) {
    switch (item.kind) {
    case FromKind::Function: return true;
    case FromKind::Subquery: return explicitColumns(item.subquery, use, depth + 1);
    case FromKind::Join:
        return item.left != nullptr && item.right != nullptr &&
               isExplicit(*item.left, use, depth) && isExplicit(*item.right, use, depth);
    case FromKind::Relation: break;
    }
    if (!item.relation.schema.empty()) {
        return false;
    }
    const CommonTableExpression* common = findCommon(item.relation.name, use);
    return common != nullptr &&
           (!common->columns.empty() || explicitColumns(common->query, use, depth + 1));
}

bool namesItem(const FromItem& item, const Name& qualifier) {
    return item.alias.empty() ? item.relation.name == qualifier : item.alias == qualifier;
}

const FromItem* findItem(const FromItem& item, const Name& qualifier) {
    if (item.kind != FromKind::Join) {
        return namesItem(item, qualifier) ? &item : nullptr;
    }
    for (const FromItem* side : {item.left, item.right}) {
        if (side != nullptr) {
            if (const FromItem* found = findItem(*side, qualifier)) {
                return found;
            }
        }
    }
    return nullptr;
}

const FromItem* findItem(const Query& query, const Name& qualifier) {
    for (const FromItem* item : query.from) {
        if (const FromItem* found = findItem(*item, qualifier)) {
            return found;
        }
    }
    return nullptr;
}

/// `*` or `t.*`, or the t of `(t).*` where that is a whole row and no column; null for the rest.
const Expression* starOf(const Target& target, const Query& query) {
    const Expression* value = target.value;
    if (value == nullptr || value->kind == ExpressionKind::Star) {
        return value;
    }
    if (value->kind != ExpressionKind::Subscript || !value->star || value->operands.size() != 1) {
        return nullptr;
    }
    const Expression* row = value->operands.front();
    const bool isRow = row->kind == ExpressionKind::ColumnReference && row->names.size() == 1 &&
                       findItem(query, row->names.front()) != nullptr;
    return isRow ? row : nullptr;
}

/// Whether the star stands for columns that this statement spells out.
bool expandsToExplicit(const Expression& star, const Query& query, const QueryUse* use, int depth) {
    if (star.names.empty()) {
        return !query.from.empty() && std::ranges::all_of(query.from, [&](const FromItem* item) {
            return isExplicit(*item, use, depth);
        });
    }
    const FromItem* item = findItem(query, star.names.back());
    return item != nullptr && isExplicit(*item, use, depth);
}

bool explicitColumns(const Query* query, const QueryUse* scope, int depth) {
    if (query == nullptr || depth > maxDepth) {
        return query != nullptr;
    }
    QueryUse use{*query, QueryPlace::From, scope};
    const auto isSpelledOut = [&](const Target& target) {
        const Expression* star = starOf(target, *query);
        return star == nullptr || expandsToExplicit(*star, *query, &use, depth);
    };
    switch (query->kind) {
    case QueryKind::Select: return std::ranges::all_of(query->targets, isSpelledOut);
    case QueryKind::Values: return true;
    case QueryKind::SetOperation:
        return !query->clauses->arms.empty() &&
               explicitColumns(query->clauses->arms.front(), scope, depth);
    default: return std::ranges::all_of(query->clauses->returning, isSpelledOut);
    }
}

} // namespace

const Expression* openStar(const Target& target, const QueryUse& use) {
    const Expression* star = starOf(target, use.query);
    return star == nullptr || expandsToExplicit(*star, use.query, &use, 0) ? nullptr : star;
}

} // namespace ironlaw
