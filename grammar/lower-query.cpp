// Lowering of SELECT, VALUES, INSERT, UPDATE, DELETE and MERGE.
#include "grammar/lower.h"

#include <algorithm>
#include <iterator>

namespace ironlaw {

namespace {

constexpr JoinKind joinKindOf(::JoinType type) {
    switch (type) {
    case JOIN_LEFT: return JoinKind::Left;
    case JOIN_FULL: return JoinKind::Full;
    case JOIN_RIGHT: return JoinKind::Right;
    default: return JoinKind::Inner;
    }
}

/// RETURNING: a list up to PostgreSQL 17, a clause of its own since 18.
template <typename T> const ::List* returningList(const T* node) {
#if PG_VERSION_NUM >= 180000
    return node->returningClause == nullptr ? nullptr : node->returningClause->exprs;
#else
    return node->returningList;
#endif
}

uint32_t locationOf(const Query& query) {
    for (std::span<const Target> list : {query.targets, query.assignments, query.returning}) {
        if (!list.empty()) {
            return list.front().location;
        }
    }
    if (!query.rows.empty() && !query.rows.front()->operands.empty()) {
        return query.rows.front()->operands.front()->location;
    }
    if (!query.arms.empty() && query.arms.front() != nullptr) {
        return query.arms.front()->location;
    }
    return query.relation.range.begin;
}

} // namespace

const Query* Lowering::query(const ::Node* node) {
    if (node == nullptr) {
        return nullptr;
    }
    DepthGuard guard(*this);
    if (!guard.allowed()) {
        return nullptr;
    }
    Query* result = arena_.make<Query>();
    switch (nodeTag(node)) {
    case T_SelectStmt: select(cast<::SelectStmt>(node), *result); break;
    case T_InsertStmt: insert(cast<::InsertStmt>(node), *result); break;
    case T_UpdateStmt: update(cast<::UpdateStmt>(node), *result); break;
    case T_DeleteStmt: remove(cast<::DeleteStmt>(node), *result); break;
    case T_MergeStmt: merge(cast<::MergeStmt>(node), *result); break;
    default: return nullptr;
    }
    result->location = locationOf(*result);
    return result;
}

void Lowering::withClause(const ::WithClause* node, Query& query) {
    if (node == nullptr) {
        return;
    }
    std::vector<CommonTableExpression> list;
    for (const auto* common : Nodes<::CommonTableExpr>(node->ctes)) {
        list.push_back({name(common->ctename), this->query(common->ctequery),
                        names(common->aliascolnames), offset(common->location)});
    }
    query.with = arena_.copy(list);
}

std::span<const Target> Lowering::targets(const ::List* list) {
    std::vector<Target> result;
    result.reserve(Nodes<::Node>(list).size());
    for (const auto* node : Nodes<::Node>(list)) {
        if (node->type == T_ResTarget) {
            const auto* target = cast<::ResTarget>(node);
            result.push_back(
                {name(target->name), expression(target->val), offset(target->location)});
        }
    }
    return arena_.copy(result);
}

void Lowering::setOperation(const ::SelectStmt* node, Query& query) {
    query.kind = QueryKind::SetOperation;
    query.all = node->all;
    // A chain of UNIONs is left-deep and may be thousands of arms long.
    std::vector<const ::SelectStmt*> arms{node->rarg};
    const ::SelectStmt* left = node->larg;
    while (left != nullptr && left->op == node->op && left->all == node->all &&
           left->sortClause == nullptr && left->withClause == nullptr &&
           left->limitCount == nullptr && left->limitOffset == nullptr) {
        arms.push_back(left->rarg);
        left = left->larg;
    }
    arms.push_back(left);
    std::vector<const Query*> lowered;
    for (auto arm = arms.rbegin(); arm != arms.rend(); ++arm) {
        if (const Query* one = this->query(reinterpret_cast<const ::Node*>(*arm))) {
            lowered.push_back(one);
        }
    }
    query.arms = arena_.copy(lowered);
}

void Lowering::select(const ::SelectStmt* node, Query& query) {
    withClause(node->withClause, query);
    query.orderBy = expressions(node->sortClause);
    query.limit = expression(node->limitCount);
    query.offset = expression(node->limitOffset);
    query.locking = node->lockingClause != nullptr;
    if (node->op != SETOP_NONE) {
        setOperation(node, query);
        return;
    }
    if (node->valuesLists != nullptr) {
        query.kind = QueryKind::Values;
        query.rows = expressions(node->valuesLists);
        return;
    }
    query.kind = QueryKind::Select;
    query.distinct = node->distinctClause != nullptr;
    query.targets = targets(node->targetList);
    query.from = fromItems(node->fromClause);
    query.where = expression(node->whereClause);
    query.groupBy = expressions(node->groupClause);
    query.having = expression(node->havingClause);
    if (node->intoClause != nullptr) {
        query.relation = qualifiedName(node->intoClause->rel);
    }
}

void Lowering::insert(const ::InsertStmt* node, Query& query) {
    query.kind = QueryKind::Insert;
    withClause(node->withClause, query);
    query.relation = qualifiedName(node->relation);
    query.targets = targets(node->cols);
    query.source = this->query(node->selectStmt);
    query.returning = targets(returningList(node));
    if (node->onConflictClause != nullptr) {
        query.onConflict = true;
        query.assignments = targets(node->onConflictClause->targetList);
        query.where = expression(node->onConflictClause->whereClause);
    }
}

void Lowering::update(const ::UpdateStmt* node, Query& query) {
    query.kind = QueryKind::Update;
    withClause(node->withClause, query);
    query.relation = qualifiedName(node->relation);
    if (node->relation->alias != nullptr) {
        query.relationAlias = name(node->relation->alias->aliasname);
    }
    query.targets = targets(node->targetList);
    query.from = fromItems(node->fromClause);
    query.where = expression(node->whereClause);
    query.returning = targets(returningList(node));
}

void Lowering::remove(const ::DeleteStmt* node, Query& query) {
    query.kind = QueryKind::Delete;
    withClause(node->withClause, query);
    query.relation = qualifiedName(node->relation);
    if (node->relation->alias != nullptr) {
        query.relationAlias = name(node->relation->alias->aliasname);
    }
    query.from = fromItems(node->usingClause);
    query.where = expression(node->whereClause);
    query.returning = targets(returningList(node));
}

void Lowering::merge(const ::MergeStmt* node, Query& query) {
    query.kind = QueryKind::Merge;
    withClause(node->withClause, query);
    query.relation = qualifiedName(node->relation);
    if (node->relation->alias != nullptr) {
        query.relationAlias = name(node->relation->alias->aliasname);
    }
    if (const FromItem* source = fromItem(node->sourceRelation)) {
        query.from = arena_.copy(std::vector<const FromItem*>{source});
    }
    query.where = expression(node->joinCondition);
    std::vector<Target> assignments;
    for (const auto* when : Nodes<::MergeWhenClause>(node->mergeWhenClauses)) {
        std::ranges::copy(targets(when->targetList), std::back_inserter(assignments));
    }
    query.assignments = arena_.copy(assignments);
}

std::span<const FromItem* const> Lowering::fromItems(const ::List* list) {
    std::vector<const FromItem*> result;
    for (const auto* node : Nodes<::Node>(list)) {
        if (const FromItem* item = fromItem(node)) {
            result.push_back(item);
        }
    }
    return arena_.copy(result);
}

const FromItem* Lowering::join(const ::JoinExpr* node) {
    FromItem* item = arena_.make<FromItem>();
    item->kind = FromKind::Join;
    item->join = joinKindOf(node->jointype);
    item->natural = node->isNatural;
    item->hasUsing = node->usingClause != nullptr;
    item->left = fromItem(node->larg);
    item->right = fromItem(node->rarg);
    item->condition = expression(node->quals);
    item->location = item->left == nullptr ? 0 : item->left->location;
    return item;
}

const FromItem* Lowering::fromItem(const ::Node* node) {
    DepthGuard guard(*this);
    if (node == nullptr || !guard.allowed()) {
        return nullptr;
    }
    if (nodeTag(node) == T_JoinExpr) {
        return join(cast<::JoinExpr>(node));
    }
    FromItem* item = arena_.make<FromItem>();
    const ::Alias* alias = nullptr;
    switch (nodeTag(node)) {
    case T_RangeVar:
        item->relation = qualifiedName(cast<::RangeVar>(node));
        item->location = item->relation.range.begin;
        alias = cast<::RangeVar>(node)->alias;
        break;
    case T_RangeSubselect:
        item->kind = FromKind::Subquery;
        item->lateral = cast<::RangeSubselect>(node)->lateral;
        item->subquery = query(cast<::RangeSubselect>(node)->subquery);
        item->location = item->subquery == nullptr ? 0 : item->subquery->location;
        alias = cast<::RangeSubselect>(node)->alias;
        break;
    case T_RangeFunction: {
        item->kind = FromKind::Function;
        item->lateral = cast<::RangeFunction>(node)->lateral;
        const auto* functions = cast<::RangeFunction>(node)->functions;
        // Each element is a list of the call and its column definitions; ROWS FROM has several.
        if (functions != nullptr && functions->length > 0) {
            item->function = expression(static_cast<const ::Node*>(
                linitial(static_cast<const ::List*>(linitial(functions)))));
        }
        alias = cast<::RangeFunction>(node)->alias;
        break;
    }
    case T_RangeTableSample: return fromItem(cast<::RangeTableSample>(node)->relation);
    default: item->kind = FromKind::Function; break;
    }
    if (alias != nullptr) {
        item->alias = name(alias->aliasname);
    }
    return item;
}

} // namespace ironlaw
