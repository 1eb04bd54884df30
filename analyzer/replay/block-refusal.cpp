// What PostgreSQL refuses in a transaction block (PreventInTransactionBlock,
// src/backend/access/transam/xact.c); lock-model.md, section 10.
#include "analyzer/replay/replay.h"

namespace ironlaw {

namespace {

/// A partitioned table, or an index of one.
bool isPartitioned(const QualifiedName& name, const Catalog& catalog) {
    const Lookup<CatalogObject> relation = catalog.relation(name);
    const auto* index = as<Index>(relation.object);
    const Table* table =
        index == nullptr ? as<Table>(relation.object) : catalog.get<Table>(index->table);
    return table != nullptr && table->partitionedBy != PartitionStrategy::None;
}

using Refusal = std::optional<BlockRefusal>;

Refusal refused(std::string_view words, const Statement& statement, bool concurrently = false) {
    return BlockRefusal{words, concurrently, statement.range};
}

Refusal ofDrop(const Drop& drop) {
    if (drop.concurrently) {
        return refused("DROP INDEX CONCURRENTLY", drop, true);
    }
    return drop.objectKind == ObjectKind::Database ? refused("DROP DATABASE", drop) : Refusal();
}

Refusal ofReindex(const Reindex& reindex, const Replay& replay) {
    const bool several = reindex.target == ReindexTarget::Schema ||
                         reindex.target == ReindexTarget::Database ||
                         reindex.target == ReindexTarget::System;
    if (reindex.concurrently) {
        return refused("REINDEX CONCURRENTLY", reindex, true);
    }
    if (several) {
        return refused("REINDEX of a schema or database", reindex);
    }
    const bool refuses =
        replay.serverVersion() >= 14 && isPartitioned(reindex.name, replay.catalog());
    return refuses ? refused("REINDEX of a partitioned table", reindex) : Refusal();
}

Refusal ofAlterTable(const AlterTable& alter) {
    for (const AlterAction* action : alter.actions) {
        const auto* detach = as<DetachPartition>(*action);
        if (detach != nullptr && detach->concurrently) {
            return BlockRefusal{"DETACH PARTITION CONCURRENTLY", true, action->range};
        }
    }
    return {};
}

Refusal ofCluster(const Cluster& cluster, const Replay& replay) {
    if (cluster.table.empty()) {
        return refused("CLUSTER without a table", cluster);
    }
    const bool refuses =
        replay.serverVersion() >= 15 && isPartitioned(cluster.table, replay.catalog());
    return refuses ? refused("CLUSTER of a partitioned table", cluster) : Refusal();
}

Refusal ofTransaction(const TransactionStatement& transaction) {
    switch (transaction.action) {
    case TransactionAction::CommitPrepared: return refused("COMMIT PREPARED", transaction);
    case TransactionAction::RollbackPrepared: return refused("ROLLBACK PREPARED", transaction);
    default: return {};
    }
}

} // namespace

std::optional<BlockRefusal> blockRefusalOf(const Statement& statement, const Replay& replay) {
    switch (statement.kind) {
    case StatementKind::CreateIndex:
        return as<CreateIndex>(statement)->concurrently
                   ? refused("CREATE INDEX CONCURRENTLY", statement, true)
                   : Refusal();
    case StatementKind::Drop: return ofDrop(*as<Drop>(statement));
    case StatementKind::Reindex: return ofReindex(*as<Reindex>(statement), replay);
    case StatementKind::AlterTable: return ofAlterTable(*as<AlterTable>(statement));
    case StatementKind::Vacuum:
        return as<Vacuum>(statement)->analyzeOnly ? Refusal() : refused("VACUUM", statement);
    case StatementKind::Cluster: return ofCluster(*as<Cluster>(statement), replay);
    case StatementKind::Discard:
        return as<Discard>(statement)->all ? refused("DISCARD ALL", statement) : Refusal();
    case StatementKind::Transaction: return ofTransaction(*as<TransactionStatement>(statement));
    case StatementKind::Other: {
        const auto& other = *as<OtherStatement>(statement);
        return other.refusedInTransaction ? refused(other.words, statement) : Refusal();
    }
    default: return {};
    }
}

} // namespace ironlaw
