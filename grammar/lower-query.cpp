// Lowering of SELECT, VALUES, INSERT, UPDATE, DELETE and MERGE.
#include "grammar/lower.h"

#include <llvm/ADT/SmallVector.h>

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
    if (!query.relation.empty() && query.kind != QueryKind::Select) {
        return query.relation.range.begin;
    }
    if (!query.targets.empty()) {
        return query.targets.front().location;
    }
    if (!query.rows.empty() && !query.rows.front()->operands.empty()) {
        return query.rows.front()->operands.front()->location;
    }
    if (!query.clauses->arms.empty()) {
        return query.clauses->arms.front()->location;
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
    noteQuery(node);
    Query* result = arena_.make<Query>();
    QueryClauses clauses;
    switch (nodeTag(node)) {
    case T_SelectStmt: select(cast<::SelectStmt>(node), *result, clauses); break;
    case T_InsertStmt: insert(cast<::InsertStmt>(node), *result, clauses); break;
    case T_UpdateStmt: update(cast<::UpdateStmt>(node), *result, clauses); break;
    case T_DeleteStmt: remove(cast<::DeleteStmt>(node), *result, clauses); break;
    case T_MergeStmt: merge(cast<::MergeStmt>(node), *result, clauses); break;
    default: return nullptr;
    }
    if (!clauses.empty()) {
        result->clauses = arena_.make<QueryClauses>(clauses);
    }
    result->location = locationOf(*result);
    return result;
}

void Lowering::withClause(const ::WithClause* node, Query& query, QueryClauses& clauses) {
    if (node == nullptr) {
        return;
    }
    query.recursive = node->recursive;
    std::vector<CommonTableExpression> list;
    for (const auto* common : Nodes<::CommonTableExpr>(node->ctes)) {
        note(reinterpret_cast<const ::Node*>(common->search_clause));
        note(reinterpret_cast<const ::Node*>(common->cycle_clause));
        list.push_back({name(common->ctename), this->query(common->ctequery),
                        names(common->aliascolnames), offset(common->location)});
    }
    clauses.with = arena_.copy(list);
}

const Expression* Lowering::assignedValue(const ::Node* node) {
    if (node == nullptr || node->type != T_MultiAssignRef) {
        return expression(node);
    }
    // SET (a, b) = ROW (1, 2) or (SELECT …): every target refers to the whole of the source.
    const auto* part = cast<::MultiAssignRef>(node);
    if (part->source != nullptr && part->source->type == T_RowExpr) {
        const ::List* values = cast<::RowExpr>(part->source)->args;
        if (part->colno >= 1 && part->colno <= list_length(values)) {
            return expression(static_cast<const ::Node*>(list_nth(values, part->colno - 1)));
        }
    }
    return part->colno <= 1 ? expression(part->source) : make(ExpressionKind::Other, -1);
}

std::span<const Target> Lowering::targets(const ::List* list) {
    llvm::SmallVector<Target, 16> result;
    for (const auto* node : Nodes<::Node>(list)) {
        if (node->type == T_ResTarget) {
            const auto* target = cast<::ResTarget>(node);
            result.push_back({name(target->name), assignedValue(target->val),
                              offset(target->location), target->indirection != nullptr});
        }
    }
    return arena_.copy(result);
}

void Lowering::setOperation(const ::SelectStmt* node, Query& query, QueryClauses& clauses) {
    query.kind = QueryKind::SetOperation;
    query.all = node->all;
    // A chain of UNIONs is left-deep and may be thousands of arms long.
    std::vector<const ::SelectStmt*> arms{node->rarg};
    const ::SelectStmt* left = node->larg;
    while (left != nullptr && left->op == node->op && left->all == node->all &&
           left->sortClause == nullptr && left->withClause == nullptr &&
           left->limitCount == nullptr && left->limitOffset == nullptr &&
           left->lockingClause == nullptr) {
        arms.push_back(left->rarg);
        left = left->larg;
    }
    arms.push_back(left);
    std::ranges::reverse(arms);
    std::vector<const Query*> lowered;
    for (const ::SelectStmt* arm : arms) {
        if (const Query* one = this->query(reinterpret_cast<const ::Node*>(arm))) {
            lowered.push_back(one);
        }
    }
    clauses.arms = arena_.copy(lowered);
}

void Lowering::locking(const ::List* list, Query& query, QueryClauses& clauses) {
    query.locking = list != nullptr;
    std::vector<Name> named;
    for (const auto* clause : Nodes<::LockingClause>(list)) {
        if (clause->lockedRels == nullptr) {
            return;
        }
        for (const auto* relation : Nodes<::RangeVar>(clause->lockedRels)) {
            named.push_back(name(relation->relname));
        }
    }
    clauses.lockedNames = arena_.copy(named);
}

void Lowering::select(const ::SelectStmt* node, Query& query, QueryClauses& clauses) {
    withClause(node->withClause, query, clauses);
    clauses.orderBy = expressions(node->sortClause);
    clauses.limit = expression(node->limitCount);
    clauses.offset = expression(node->limitOffset);
    locking(node->lockingClause, query, clauses);
    if (node->op != SETOP_NONE) {
        setOperation(node, query, clauses);
        return;
    }
    if (node->valuesLists != nullptr) {
        query.kind = QueryKind::Values;
        query.rows = expressions(node->valuesLists);
        return;
    }
    query.kind = QueryKind::Select;
    query.distinct = node->distinctClause != nullptr;
    clauses.distinctOn = expressions(node->distinctClause);
    query.targets = targets(node->targetList);
    query.from = fromItems(node->fromClause);
    // The star of TABLE t stands nowhere: its place is the table's.
    if (query.targets.size() == 1 && query.from.size() == 1 &&
        static_cast<const ::ResTarget*>(linitial(node->targetList))->location < 0) {
        Target star = query.targets.front();
        star.location = query.from.front()->location;
        query.targets = arena_.copy(std::vector<Target>{star});
    }
    query.where = expression(node->whereClause);
    clauses.groupBy = expressions(node->groupClause);
    clauses.having = expression(node->havingClause);
    std::vector<const Expression*> windows;
    for (const auto* window : Nodes<::WindowDef>(node->windowClause)) {
        for (const ::List* list : {window->partitionClause, window->orderClause}) {
            std::ranges::copy(expressions(list), std::back_inserter(windows));
        }
    }
    clauses.windows = arena_.copy(windows);
    if (node->intoClause != nullptr) {
        query.relation = qualifiedName(node->intoClause->rel);
    }
}

void Lowering::relationOf(const ::RangeVar* node, Query& query, QueryClauses& clauses) {
    query.relation = qualifiedName(node);
    query.only = !node->inh;
    if (node->alias != nullptr) {
        clauses.relationAlias = name(node->alias->aliasname);
    }
}

void Lowering::insert(const ::InsertStmt* node, Query& query, QueryClauses& clauses) {
    query.kind = QueryKind::Insert;
    withClause(node->withClause, query, clauses);
    relationOf(node->relation, query, clauses);
    query.targets = targets(node->cols);
    query.source = this->query(node->selectStmt);
    clauses.returning = targets(returningList(node));
    if (node->onConflictClause != nullptr) {
        query.onConflict = true;
        clauses.assignments = targets(node->onConflictClause->targetList);
        query.where = expression(node->onConflictClause->whereClause);
    }
}

void Lowering::update(const ::UpdateStmt* node, Query& query, QueryClauses& clauses) {
    query.kind = QueryKind::Update;
    withClause(node->withClause, query, clauses);
    relationOf(node->relation, query, clauses);
    query.targets = targets(node->targetList);
    query.from = fromItems(node->fromClause);
    query.where = expression(node->whereClause);
    clauses.returning = targets(returningList(node));
}

void Lowering::remove(const ::DeleteStmt* node, Query& query, QueryClauses& clauses) {
    query.kind = QueryKind::Delete;
    withClause(node->withClause, query, clauses);
    relationOf(node->relation, query, clauses);
    query.from = fromItems(node->usingClause);
    query.where = expression(node->whereClause);
    clauses.returning = targets(returningList(node));
}

MergeAction Lowering::mergeAction(const ::MergeWhenClause* node) {
    MergeAction result;
    result.matched = node->matchKind == MERGE_WHEN_MATCHED;
    result.targetOnly = node->matchKind == MERGE_WHEN_NOT_MATCHED_BY_SOURCE;
    result.condition = expression(node->condition);
    switch (node->commandType) {
    case CMD_INSERT: result.kind = MergeActionKind::Insert; break;
    case CMD_UPDATE: result.kind = MergeActionKind::Update; break;
    case CMD_DELETE: result.kind = MergeActionKind::Delete; break;
    default: break;
    }
    if (result.kind != MergeActionKind::Insert) {
        result.assignments = targets(node->targetList);
        return result;
    }
    std::span<const Target> columns = targets(node->targetList);
    std::span<const Expression* const> values = expressions(node->values);
    std::vector<Target> assignments(columns.begin(), columns.end());
    assignments.resize(std::max(columns.size(), values.size()));
    for (size_t i = 0; i < values.size(); ++i) {
        assignments[i].value = values[i];
    }
    result.assignments = arena_.copy(assignments);
    return result;
}

void Lowering::merge(const ::MergeStmt* node, Query& query, QueryClauses& clauses) {
    query.kind = QueryKind::Merge;
    withClause(node->withClause, query, clauses);
    relationOf(node->relation, query, clauses);
    if (const FromItem* source = fromItem(node->sourceRelation)) {
        query.from = arena_.copy(std::vector<const FromItem*>{source});
    }
    query.where = expression(node->joinCondition);
    std::vector<MergeAction> actions;
    for (const auto* when : Nodes<::MergeWhenClause>(node->mergeWhenClauses)) {
        actions.push_back(mergeAction(when));
    }
    clauses.mergeActions = arena_.copy(actions);
    clauses.returning = targets(returningList(node));
}

std::span<const FromItem* const> Lowering::fromItems(const ::List* list) {
    llvm::SmallVector<const FromItem*, 4> result;
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
    if (node->join_using_alias != nullptr) {
        use(SyntaxFeature::JoinUsingAlias);
    }
    item->location = item->left == nullptr ? 0 : item->left->location;
    if (node->alias != nullptr) {
        item->alias = name(node->alias->aliasname);
    }
    return item;
}

const Expression* Lowering::rangeFunction(const ::RangeFunction* node) {
    // Each element is a list of the call and its column definitions; ROWS FROM has several.
    std::vector<const Expression*> calls;
    for (const auto* function : Nodes<::List>(node->functions)) {
        if (const Expression* call = expression(static_cast<const ::Node*>(linitial(function)))) {
            calls.push_back(call);
        }
    }
    if (calls.size() == 1) {
        return calls.front();
    }
    Expression* result = make(ExpressionKind::Other, -1);
    result->operands = arena_.copy(calls);
    return result;
}

const FromItem* Lowering::fromItem(const ::Node* node) {
    DepthGuard guard(*this);
    if (node == nullptr || !guard.allowed()) {
        return nullptr;
    }
    if (nodeTag(node) == T_JoinExpr) {
        return join(cast<::JoinExpr>(node));
    }
    if (nodeTag(node) == T_RangeTableSample) {
        return fromItem(cast<::RangeTableSample>(node)->relation);
    }
    FromItem* item = arena_.make<FromItem>();
    const ::Alias* alias = nullptr;
    switch (nodeTag(node)) {
    case T_RangeVar:
        item->relation = qualifiedName(cast<::RangeVar>(node));
        item->location = item->relation.range.begin;
        item->only = !cast<::RangeVar>(node)->inh;
        alias = cast<::RangeVar>(node)->alias;
        break;
    case T_RangeSubselect:
        item->kind = FromKind::Subquery;
        item->lateral = cast<::RangeSubselect>(node)->lateral;
        item->subquery = query(cast<::RangeSubselect>(node)->subquery);
        item->location = item->subquery == nullptr ? 0 : item->subquery->location;
        alias = cast<::RangeSubselect>(node)->alias;
        if (alias == nullptr) {
            use(SyntaxFeature::SubqueryWithoutAlias);
        }
        break;
    case T_RangeFunction:
        item->kind = FromKind::Function;
        item->lateral = cast<::RangeFunction>(node)->lateral;
        item->function = rangeFunction(cast<::RangeFunction>(node));
        item->location = item->function == nullptr ? 0 : item->function->location;
        alias = cast<::RangeFunction>(node)->alias;
        break;
    default:
        // XMLTABLE and JSON_TABLE.
        item->kind = FromKind::Function;
        item->function = otherNode(node);
        break;
    }
    if (alias != nullptr) {
        item->alias = name(alias->aliasname);
        item->columns = names(alias->colnames);
    }
    return item;
}

} // namespace ironlaw
