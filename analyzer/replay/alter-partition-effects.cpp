// ATTACH and DETACH PARTITION; lock-model.md, section 8.
#include "analyzer/catalog/partition-proof.h"
#include "analyzer/replay/alter-effects.h"
#include "analyzer/replay/partition-index.h"

#include <algorithm>

namespace ironlaw {

namespace {

const Table* defaultPartitionOf(const Table* parent, const Catalog& catalog) {
    if (parent == nullptr) {
        return nullptr;
    }
    for (const ObjectId child : catalog.children(parent->id)) {
        const Table* table = catalog.get<Table>(child);
        if (table->partitionOf == parent->id && table->bound.isDefault) {
            return table;
        }
    }
    return nullptr;
}

bool hasPartitions(const Table& parent, const Catalog& catalog) {
    return std::ranges::any_of(catalog.children(parent.id), [&](ObjectId child) {
        return catalog.get<Table>(child)->partitionOf == parent.id;
    });
}

} // namespace

void AlterEffects::attach(const AttachPartition& action) {
    const Table* parent = target_.table();
    const RelationUse partition = sink_.use(action.partition);
    const LockMode mode = LockMode::AccessExclusive;
    // The first partition may hold any rows if it is the default one.
    const bool takesAll =
        action.bound.isDefault && parent != nullptr && !hasPartitions(*parent, sink_.catalog());
    sink_.eachDescendant(partition, [&](const RelationUse& one) {
        sink_.lock(one, mode);
        const Table* table = one.table();
        const bool known = parent != nullptr && table != nullptr;
        const bool holdsRows = table == nullptr || table->partitionedBy == PartitionStrategy::None;
        if (holdsRows && !takesAll && !(known && impliesBound(*table, *parent, action.bound))) {
            sink_.work(one, WorkKind::Scan, WorkCause::PartitionBound, mode, action.range,
                       known && parent->complete && table->complete &&
                           !mayImplyBound(*table, *parent, action.bound));
        }
    });
    if (const Table* rest = defaultPartitionOf(parent, sink_.catalog())) {
        sink_.lock(sink_.use(*rest), mode);
        sink_.work(sink_.use(*rest), WorkKind::Scan, WorkCause::DefaultPartition, mode,
                   action.range, rest->complete && !mayExcludeRows(*rest, *parent));
    }
    if (parent == nullptr || partition.table() == nullptr) {
        return;
    }
    sink_.lockAncestors(*parent, LockMode::AccessShare);
    for (const Index* index : sink_.catalog().indexesOf(parent->id)) {
        buildIndex(*index, *parent, *partition.table(), action.range);
    }
    for (const Constraint& constraint : parent->constraints) {
        if (constraint.kind == ConstraintKind::ForeignKey) {
            const bool matches =
                std::ranges::any_of(partition.table()->constraints, [&](const Constraint& own) {
                    return own.kind == ConstraintKind::ForeignKey &&
                           own.referencedTable == constraint.referencedTable;
                });
            sink_.lock(constraint.referencedTable,
                       matches ? LockMode::AccessExclusive : LockMode::ShareRowExclusive);
            if (!matches) {
                sink_.work(partition, WorkKind::Scan, WorkCause::ForeignKey, mode, action.range);
            }
        }
    }
    lockReferencing(*parent, 0,
                    sink_.serverVersion() >= 15 ? LockMode::ShareRowExclusive
                                                : LockMode::AccessShare);
}

/// An index like that of the parent, on each partition below `joining` that has none. Those that
/// are taken for it are locked as for a CREATE INDEX, but for the one of `joining` itself.
void AlterEffects::buildIndex(const Index& index, const Table& parent, const Table& joining,
                              Range anchor) {
    sink_.lock(sink_.use(index), LockMode::ShareUpdateExclusive);
    eachPartIndex(
        index, parent, joining, sink_.catalog(),
        [&](const Index& match) {
            if (match.table != joining.id) {
                sink_.lock(sink_.use(match), LockMode::Share);
            }
        },
        [&](const Table& table) {
            if (table.complete) {
                sink_.work(sink_.use(table), WorkKind::IndexBuild, WorkCause::Index,
                           LockMode::AccessExclusive, anchor);
            }
        });
}

void AlterEffects::detach(const DetachPartition& action) {
    const Table* parent = target_.table();
    const RelationUse partition = sink_.use(action.partition);
    const bool before14 = sink_.serverVersion() < 14;
    sink_.lock(partition, before14 ? LockMode::ShareUpdateExclusive : LockMode::AccessExclusive);
    if (partition.table() != nullptr) {
        for (const ObjectId child : sink_.catalog().children(partition.table()->id)) {
            sink_.eachDescendant(
                sink_.use(*sink_.catalog().find(child)),
                [&](const RelationUse& one) { sink_.lock(one, LockMode::AccessExclusive); });
        }
        for (const Index* index : sink_.catalog().indexesOf(partition.table()->id)) {
            sink_.lock(index->parent == 0 ? 0 : index->id, LockMode::AccessExclusive);
        }
    }
    if (parent == nullptr || action.concurrently || action.finalize) {
        return;
    }
    eachInTree(partition, [&](const RelationUse& one) {
        if (one.object != partition.object) {
            sink_.lock(one, LockMode::AccessExclusive);
        }
    });
    if (const Table* rest = defaultPartitionOf(parent, sink_.catalog())) {
        sink_.lock(sink_.use(*rest), LockMode::AccessExclusive);
    }
    for (const Constraint& constraint : parent->constraints) {
        if (constraint.kind == ConstraintKind::ForeignKey) {
            sink_.lock(constraint.referencedTable, LockMode::ShareRowExclusive);
        }
    }
    for (const ObjectId other : sink_.catalog().referencing(parent->id)) {
        if (other == parent->id) {
            continue;
        }
        sink_.lock(partition, LockMode::AccessExclusive);
        const RelationUse referencing = sink_.use(*sink_.catalog().find(other));
        sink_.lock(referencing, LockMode::AccessExclusive);
        sink_.work(referencing, WorkKind::Scan, WorkCause::ForeignKey, LockMode::AccessExclusive,
                   action.range);
    }
}

} // namespace ironlaw
