// See open-star.h.
#include "analyzer/rule/open-star.h"

#include "grammar/query-scope.h"

#include <llvm/ADT/DenseMap.h>

#include <algorithm>

namespace ironlaw {

namespace {

/// Nobody nests stars this deeply.
constexpr int maxDepth = 32;

bool isTriggerRow(const Name& name) { return name.text == "new" || name.text == "old"; }

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

/// An entry of FROM, in the query itself or in one around it.
struct FoundItem {
    const FromItem* item = nullptr;
    const QueryUse* use = nullptr;
};

FoundItem findItem(const QueryUse* use, const Name& qualifier) {
    for (; use != nullptr; use = use->outer) {
        if (const FromItem* found = findItem(use->query, qualifier)) {
            return {found, use};
        }
    }
    return {};
}

/// `*` or `t.*`, or the t of `(t).*` where that is a whole row and no column; null for the rest.
const Expression* starOf(const Expression* value, const QueryUse& use, bool hasTriggerRows) {
    if (value == nullptr || value->kind == ExpressionKind::Star) {
        return value;
    }
    if (value->kind != ExpressionKind::Subscript || !value->star || value->operands.size() != 1) {
        return nullptr;
    }
    const Expression* row = value->operands.front();
    const bool isRow = row->kind == ExpressionKind::ColumnReference && row->names.size() == 1 &&
                       (findItem(&use, row->names.front()).item != nullptr ||
                        (hasTriggerRows && isTriggerRow(row->names.front())));
    return isRow ? row : nullptr;
}

/// Tells stars apart. Common table expressions may be named often, and in circles: what is known of
/// a query is kept, and those that are being looked at count as spelled out.
class Stars {
public:
    explicit Stars(bool hasTriggerRows) : hasTriggerRows_(hasTriggerRows) {}

    /// Whether the star stands for columns that the statement spells out.
    bool isSpelledOut(const Expression& star, const QueryUse& use) {
        if (star.names.empty()) {
            const auto& from = use.query.from;
            return !from.empty() && std::ranges::all_of(from, [&](const FromItem* item) {
                return isSpelledOut(*item, use);
            });
        }
        const FoundItem found = findItem(&use, star.names.back());
        return found.item != nullptr && isSpelledOut(*found.item, *found.use);
    }

private:
    /// Likewise of the columns of an entry of FROM; a function's result type is its contract.
    bool isSpelledOut(const FromItem& item, const QueryUse& use) {
        switch (item.kind) {
        case FromKind::Function: return true;
        case FromKind::Subquery: return spellsOut(item.subquery, &use);
        case FromKind::Join:
            return item.left != nullptr && item.right != nullptr && isSpelledOut(*item.left, use) &&
                   isSpelledOut(*item.right, use);
        case FromKind::Relation: break;
        }
        const auto common = findCommon(item.relation, &use);
        return common.expression != nullptr && (!common.expression->columns.empty() ||
                                                spellsOut(common.expression->query, common.scope));
    }

    bool spellsOut(const Query* query, const QueryUse* outer) {
        if (query == nullptr || depth_ >= maxDepth) {
            return query != nullptr;
        }
        const auto [known, isNew] = known_.try_emplace(query, true);
        if (!isNew) {
            return known->second;
        }
        ++depth_;
        const bool result = outputIsSpelledOut({*query, QueryPlace::From, outer});
        --depth_;
        known_[query] = result;
        return result;
    }

    bool outputIsSpelledOut(const QueryUse& use) {
        const QueryClauses& clauses = *use.query.clauses;
        const auto isExplicit = [&](const Target& target) {
            const Expression* star = starOf(target.value, use, hasTriggerRows_);
            return star == nullptr || isSpelledOut(*star, use);
        };
        switch (use.query.kind) {
        case QueryKind::Select: return std::ranges::all_of(use.query.targets, isExplicit);
        case QueryKind::Values: return true;
        case QueryKind::SetOperation:
            return !clauses.arms.empty() && spellsOut(clauses.arms.front(), &use);
        default: return std::ranges::all_of(clauses.returning, isExplicit);
        }
    }

    bool hasTriggerRows_;
    int depth_ = 0;
    llvm::DenseMap<const Query*, bool> known_;
};

} // namespace

OpenStar openStar(const Expression* value, const QueryUse& use, bool hasTriggerRows) {
    const Expression* star = starOf(value, use, hasTriggerRows);
    if (star == nullptr || Stars(hasTriggerRows).isSpelledOut(*star, use)) {
        return {};
    }
    const bool ofTrigger = hasTriggerRows && star->names.size() == 1 &&
                           isTriggerRow(star->names.front()) &&
                           findItem(&use, star->names.front()).item == nullptr;
    return {star, ofTrigger};
}

} // namespace ironlaw
