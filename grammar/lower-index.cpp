// Lowering of CREATE INDEX and of maintenance statements.
#include "grammar/lower.h"

namespace ironlaw {

bool optionIsOn(const ::List* options, std::string_view name) {
    for (const auto* option : Nodes<::DefElem>(options)) {
        if (name != option->defname) {
            continue;
        }
        if (option->arg == nullptr) {
            return true;
        }
        if (option->arg->type == T_Boolean) {
            return cast<::Boolean>(option->arg)->boolval;
        }
        if (option->arg->type == T_Integer) {
            return cast<::Integer>(option->arg)->ival != 0;
        }
        const std::string value = foldedIdentifier(stringOf(option->arg));
        return value != "false" && value != "off";
    }
    return false;
}

IndexKey Lowering::indexKey(const ::IndexElem* node) {
    IndexKey key;
    if (node->opclassopts != nullptr) {
        use(SyntaxFeature::OperatorClassParameters);
    }
    key.column = name(node->name);
    key.expression = expression(node->expr);
    key.collation = lastName(node->collation);
    key.operatorClass = lastName(node->opclass);
    key.descending = node->ordering == SORTBY_DESC;
    key.nullsFirst = node->nulls_ordering == SORTBY_NULLS_FIRST ||
                     (node->nulls_ordering == SORTBY_NULLS_DEFAULT && key.descending);
    return key;
}

const Statement* Lowering::createIndex(const ::IndexStmt* node, Range range) {
    CreateIndex* index = start<CreateIndex>(range);
    index->name = name(node->idxname);
    index->table = qualifiedName(node->relation);
    index->method = node->accessMethod == nullptr ? "btree" : copy(node->accessMethod);
    std::vector<IndexKey> keys;
    for (const auto* element : Nodes<::IndexElem>(node->indexParams)) {
        keys.push_back(indexKey(element));
    }
    index->keys = arena_.copy(keys);
    std::vector<Name> included;
    for (const auto* element : Nodes<::IndexElem>(node->indexIncludingParams)) {
        included.push_back(name(element->name));
    }
    index->included = arena_.copy(included);
    index->predicate = expression(node->whereClause);
    index->unique = node->unique;
    index->concurrently = node->concurrent;
    index->ifNotExists = node->if_not_exists;
    index->only = !node->relation->inh;
    index->settings = storage(node->options, node->tableSpace);
    index->nullsNotDistinct = node->nulls_not_distinct;
    return index;
}

const Statement* Lowering::reindex(const ::ReindexStmt* node, Range range) {
    static constexpr ReindexTarget targets[] = {ReindexTarget::Index, ReindexTarget::Table,
                                                ReindexTarget::Schema, ReindexTarget::System,
                                                ReindexTarget::Database};
    Reindex* result = start<Reindex>(range);
    result->target = targets[node->kind];
    result->name = qualifiedName(node->relation);
    if (node->relation == nullptr) {
        result->name.name = name(node->name);
    }
    result->concurrently = optionIsOn(node->params, "concurrently");
    return result;
}

const Statement* Lowering::maintenance(const ::Node* node, Range range) {
    switch (nodeTag(node)) {
    case T_RefreshMatViewStmt: {
        const auto* refresh = cast<::RefreshMatViewStmt>(node);
        auto* result = start<RefreshMaterializedView>(range);
        result->name = qualifiedName(refresh->relation);
        result->concurrently = refresh->concurrent;
        result->withData = !refresh->skipData;
        return result;
    }
    case T_TruncateStmt: {
        const auto* truncate = cast<::TruncateStmt>(node);
        auto* result = start<Truncate>(range);
        result->tables = relations(truncate->relations);
        result->only = onlyOf(truncate->relations);
        result->cascade = truncate->behavior == DROP_CASCADE;
        result->restartIdentity = truncate->restart_seqs;
        return result;
    }
    case T_VacuumStmt: {
        const auto* vacuum = cast<::VacuumStmt>(node);
        auto* result = start<Vacuum>(range);
        result->tables = relations(vacuum->rels);
        std::vector<uint8_t> only;
        for (const auto* one : Nodes<::VacuumRelation>(vacuum->rels)) {
            only.push_back(one->relation != nullptr && !one->relation->inh ? 1 : 0);
        }
        result->only = arena_.copy(only);
        result->analyzeOnly = !vacuum->is_vacuumcmd;
        result->full = optionIsOn(vacuum->options, "full");
        return result;
    }
    case T_ClusterStmt: {
        const auto* cluster = cast<::ClusterStmt>(node);
        auto* result = start<Cluster>(range);
        result->table = qualifiedName(cluster->relation);
        result->index = name(cluster->indexname);
        return result;
    }
    default: {
        const auto* lock = cast<::LockStmt>(node);
        auto* result = start<LockTable>(range);
        result->tables = relations(lock->relations);
        result->only = onlyOf(lock->relations);
        result->mode = static_cast<uint8_t>(lock->mode);
        result->nowait = lock->nowait;
        return result;
    }
    }
}

} // namespace ironlaw
