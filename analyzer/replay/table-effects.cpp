// Effects of statements on whole tables, indexes and materialized views; lock-model.md, sections 8
// and 9.
#include "analyzer/catalog/partition-proof.h"
#include "analyzer/replay/effect-sink.h"
#include "analyzer/replay/partition-index.h"

#include <llvm/ADT/SetVector.h>

#include <algorithm>

namespace ironlaw {

namespace {

using enum LockMode;

bool isPartitioned(const RelationUse& relation) {
    const Table* table = relation.table();
    return table != nullptr && table->partitionedBy != PartitionStrategy::None;
}

/// The other side of a new foreign key, with its partitions.
void lockReferenced(const ConstraintDefinition& constraint, const CreateTable& statement,
                    EffectSink& sink) {
    const bool toItself = constraint.referencedTable.name == statement.name.name &&
                          (constraint.referencedTable.schema.empty() ||
                           constraint.referencedTable.schema == statement.name.schema);
    if (constraint.kind != ConstraintKind::ForeignKey || toItself) {
        return;
    }
    const RelationUse referenced = sink.use(constraint.referencedTable);
    auto lock = [&](const RelationUse& one) { sink.lock(one, ShareRowExclusive); };
    if (isPartitioned(referenced)) {
        sink.eachDescendant(referenced, lock);
    } else {
        lock(referenced);
    }
}

/// CREATE TABLE … PARTITION OF.
void joinParent(const CreateTable& statement, EffectSink& sink) {
    const RelationUse parent = sink.use(statement.partitionOf);
    sink.lock(parent, AccessExclusive);
    const Table* table = parent.table();
    if (table == nullptr) {
        return;
    }
    for (const ObjectId child : sink.catalog().children(table->id)) {
        const Table* sibling = sink.catalog().get<Table>(child);
        if (sibling->partitionOf == table->id && sibling->bound.isDefault) {
            sink.lock(sink.use(*sibling), AccessExclusive);
            sink.work(sink.use(*sibling), WorkKind::Scan, WorkCause::DefaultPartition,
                      AccessExclusive, statement.range,
                      sibling->complete && !mayExcludeRows(*sibling, *table));
        }
    }
    // Each gets a part on the new partition (index_create, src/backend/catalog/index.c).
    sink.lockIndexes(table->id, ShareUpdateExclusive);
    for (const Constraint& constraint : table->constraints) {
        if (constraint.kind == ConstraintKind::ForeignKey) {
            sink.lock(constraint.referencedTable, ShareRowExclusive);
        }
    }
    for (const ObjectId other : sink.catalog().referencing(table->id)) {
        if (other != table->id) {
            sink.lock(other, sink.serverVersion() >= 15 ? ShareRowExclusive : AccessShare);
        }
    }
}

void createTable(const CreateTable& statement, EffectSink& sink) {
    const RelationUse existing = sink.use(statement.name);
    if (statement.ifNotExists && existing.object != nullptr) {
        return;
    }
    for (const ColumnDefinition& column : statement.columns) {
        for (const ConstraintDefinition& constraint : column.constraints) {
            lockReferenced(constraint, statement, sink);
        }
    }
    for (const ConstraintDefinition& constraint : statement.constraints) {
        lockReferenced(constraint, statement, sink);
    }
    sink.lockType(statement.ofType.name, AccessShare);
    for (const LikeClause& like : statement.likes) {
        sink.lock(sink.use(like.source), AccessShare);
    }
    for (const QualifiedName& parent : statement.inherits) {
        sink.lock(sink.use(parent), ShareUpdateExclusive);
    }
    if (!statement.partitionOf.empty()) {
        joinParent(statement, sink);
    }
}

void createTableAs(const CreateTableAs& statement, EffectSink& sink) {
    if (statement.query != nullptr) {
        queryEffects(*statement.query,
                     statement.withData ? QueryStage::Executed : QueryStage::Analysed, sink);
    }
}

/// What an index of a partitioned table makes in its partitions, all of which are locked.
void createPartIndexes(const CreateIndex& statement, const RelationUse& parent, EffectSink& sink) {
    sink.eachDescendant(parent, [&](const RelationUse& one) { sink.lock(one, Share); });
    const Table& table = *parent.table();
    const std::unique_ptr<Index> wanted = indexOf(statement, table);
    for (const ObjectId partition : sink.catalog().children(table.id)) {
        eachPartIndex(
            *wanted, table, *sink.catalog().get<Table>(partition), sink.catalog(),
            [&](const Index& match) { sink.lock(sink.use(match), Share); },
            [&](const Table& one) {
                sink.work(sink.use(one), WorkKind::IndexBuild, WorkCause::Index, Share,
                          statement.range);
            });
    }
}

void createIndex(const CreateIndex& statement, EffectSink& sink) {
    const RelationUse table = sink.use(statement.table);
    const bool concurrently = statement.concurrently && !table.isTemporary();
    const LockMode mode = concurrently ? ShareUpdateExclusive : Share;
    const bool exists = statement.ifNotExists && !statement.name.empty() &&
                        table.object != nullptr &&
                        sink.catalog().relationIn(table.schema, statement.name.text) != nullptr;
    if (!exists && isPartitioned(table) && !statement.only && !concurrently) {
        createPartIndexes(statement, table, sink);
        return;
    }
    sink.lock(table, mode);
    if (!exists && !isPartitioned(table)) {
        sink.work(table, WorkKind::IndexBuild, WorkCause::Index, mode, statement.range);
    }
}

void reindexTable(const RelationUse& table, const Reindex& statement, EffectSink& sink) {
    const LockMode mode = statement.concurrently ? ShareUpdateExclusive : Share;
    if (isPartitioned(table) && sink.serverVersion() < 14) {
        sink.lock(table, mode); // the server skips it with a warning
        return;
    }
    sink.eachDescendant(table, [&](const RelationUse& one) {
        const bool below = one.object != table.object;
        if (below && !isPartitioned(table)) {
            return;
        }
        // REINDEX CONCURRENTLY of a partitioned table takes SHARE on every partition first.
        sink.lock(one, below ? Share : mode);
        if (isPartitioned(one)) {
            return;
        }
        sink.work(one, WorkKind::IndexBuild, WorkCause::Reindex, mode, statement.range);
        if (one.object != nullptr) {
            sink.lockIndexes(one.object->id, AccessExclusive);
        }
    });
}

void reindexIndex(const RelationUse& index, const Reindex& statement, EffectSink& sink) {
    const LockMode mode = statement.concurrently ? ShareUpdateExclusive : Share;
    sink.lock(index, AccessExclusive);
    const auto* known = as<Index>(index.object);
    const CatalogObject* object = known == nullptr ? nullptr : sink.catalog().find(known->table);
    const RelationUse table = object == nullptr ? index : sink.use(*object);
    if (object != nullptr) {
        sink.lock(table, mode);
    }
    if (known != nullptr && !isPartitioned(table)) {
        sink.rebuild(table, *known, WorkCause::Reindex, mode, statement.range);
        return;
    }
    if (known == nullptr) {
        sink.work(table, WorkKind::IndexBuild, WorkCause::Reindex, mode, statement.range);
        return;
    }
    // The index of a partitioned table is rebuilt in each partition.
    for (const ObjectId child : sink.catalog().children(known->id)) {
        reindexIndex(sink.use(*sink.catalog().find(child)), statement, sink);
    }
}

void reindex(const Reindex& statement, EffectSink& sink) {
    if (statement.target == ReindexTarget::Table) {
        reindexTable(sink.use(statement.name), statement, sink);
        return;
    }
    if (statement.target != ReindexTarget::Index) {
        return;
    }
    reindexIndex(sink.use(statement.name, RelationKind::Index), statement, sink);
}

void refresh(const RefreshMaterializedView& statement, EffectSink& sink) {
    const RelationUse view = sink.use(statement.name, RelationKind::MaterializedView);
    const LockMode mode = statement.concurrently ? Exclusive : AccessExclusive;
    sink.lock(view, mode);
    if (statement.concurrently) {
        // Its rows are compared with those of the query, and the ones that differ are changed.
        sink.work(view, WorkKind::Scan, WorkCause::Refresh, mode, statement.range);
    } else if (statement.withData) {
        sink.work(view, WorkKind::Rewrite, WorkCause::Refresh, mode, statement.range);
    }
    if (const auto* known = as<View>(view.object)) {
        if (statement.withData) {
            lockBehind(*known, AccessShare, QueryStage::Executed, sink);
        }
        if (!statement.concurrently) {
            sink.lockIndexes(known->id, AccessExclusive);
        }
    }
}

void truncate(const Truncate& statement, EffectSink& sink) {
    std::vector<RelationUse> tables;
    for (size_t i = 0; i < statement.tables.size(); ++i) {
        sink.eachNamed(sink.use(statement.tables[i]), statement.only[i] != 0,
                       [&](const RelationUse& one) { tables.push_back(one); });
    }
    for (size_t i = 0; i < tables.size(); ++i) {
        const RelationUse table = tables[i];
        sink.lock(table, AccessExclusive);
        if (table.object == nullptr) {
            continue;
        }
        const ObjectId id = table.object->id;
        if (table.table() != nullptr && sink.serverVersion() < 14) {
            sink.lockAncestors(*table.table(), AccessShare);
        }
        if (!isPartitioned(table)) {
            sink.lockIndexes(id, AccessExclusive);
        }
        if (statement.restartIdentity) {
            sink.lockOwnedSequences(id, AccessExclusive);
        }
        for (const ObjectId other :
             statement.cascade ? sink.catalog().referencing(id) : std::vector<ObjectId>()) {
            const bool seen = std::ranges::any_of(tables, [&](const RelationUse& one) {
                return one.object != nullptr && one.object->id == other;
            });
            if (!seen) {
                tables.push_back(sink.use(*sink.catalog().find(other)));
            }
        }
    }
}

void vacuum(const Vacuum& statement, EffectSink& sink) {
    const LockMode mode = statement.full ? AccessExclusive : ShareUpdateExclusive;
    for (size_t i = 0; i < statement.tables.size(); ++i) {
        const RelationUse table = sink.use(statement.tables[i]);
        auto one = [&](const RelationUse& each) {
            sink.lock(each, mode);
            if (statement.full && !isPartitioned(each)) {
                sink.rewrite(each, WorkCause::Storage, statement.range);
            }
        };
        const bool descends = isPartitioned(table) || sink.serverVersion() >= 18;
        sink.eachNamed(table, !descends || statement.only[i] != 0, one);
        if (statement.analyzeOnly && !isPartitioned(table)) {
            // What inherits from it is read for statistics of all.
            sink.eachDescendant(table,
                                [&](const RelationUse& each) { sink.lock(each, AccessShare); });
        }
    }
}

void lockTable(const LockTable& statement, EffectSink& sink) {
    for (size_t i = 0; i < statement.tables.size(); ++i) {
        const auto lock = [&](const RelationUse& one) {
            sink.lock(one, static_cast<LockMode>(statement.mode));
            if (const auto* view = as<View>(one.object)) {
                lockBehind(*view, static_cast<LockMode>(statement.mode), QueryStage::Executed,
                           sink);
            }
        };
        sink.eachNamed(sink.use(statement.tables[i]), statement.only[i] != 0, lock);
    }
}

void cluster(const Cluster& statement, EffectSink& sink) {
    if (statement.table.empty()) {
        return;
    }
    const RelationUse table = sink.use(statement.table);
    auto one = [&](const RelationUse& each) {
        sink.lock(each, AccessExclusive);
        if (!isPartitioned(each)) {
            sink.rewrite(each, WorkCause::Storage, statement.range);
        }
    };
    if (isPartitioned(table)) {
        sink.eachDescendant(table, one);
    } else {
        one(table); // what inherits from it is left alone
    }
}

} // namespace

void tableEffects(const Statement& statement, EffectSink& sink) {
    switch (statement.kind) {
    case StatementKind::CreateTable: createTable(*as<CreateTable>(statement), sink); break;
    case StatementKind::CreateTableAs: createTableAs(*as<CreateTableAs>(statement), sink); break;
    case StatementKind::CreateIndex: createIndex(*as<CreateIndex>(statement), sink); break;
    case StatementKind::Reindex: reindex(*as<Reindex>(statement), sink); break;
    case StatementKind::RefreshMaterializedView:
        refresh(*as<RefreshMaterializedView>(statement), sink);
        break;
    case StatementKind::Truncate: truncate(*as<Truncate>(statement), sink); break;
    case StatementKind::Vacuum: vacuum(*as<Vacuum>(statement), sink); break;
    case StatementKind::Cluster: cluster(*as<Cluster>(statement), sink); break;
    case StatementKind::LockTable: lockTable(*as<LockTable>(statement), sink); break;
    default: break;
    }
}

} // namespace ironlaw
