// Where the locks and the work of one statement are gathered. Within replay/ only.
#pragma once

#include "analyzer/replay/replay.h"

#include <llvm/ADT/DenseMap.h>

#include <functional>

namespace ironlaw {

class EffectSink {
public:
    /// `effects` may hold locks already.
    EffectSink(const Replay& replay, Effects& effects);

    const Catalog& catalog() const { return replay_.catalog(); }
    const Replay& replay() const { return replay_; }
    int serverVersion() const { return replay_.serverVersion(); }

    /// The relation that `name` means here. A name that the catalog does not know is taken for
    /// `assumed`; one that is known to be absent as well, since only the statement would fail.
    RelationUse use(const QualifiedName& name, RelationKind assumed = RelationKind::Table) const;
    RelationUse use(const CatalogObject& object) const;

    /// Keeps the strongest mode of each relation.
    void lock(const RelationUse& relation, LockMode mode) { lock({relation, mode, nullptr, {}}); }
    void lock(const Lock& lock);
    /// Nothing if there is no such relation.
    void lock(ObjectId relation, LockMode mode);
    void lockIndexes(ObjectId table, LockMode mode);
    void lockOwnedSequences(ObjectId table, LockMode mode);
    /// DROP of a foreign key, which locks the table that it references, with its partitions.
    void lockReferenced(const Constraint& foreignKey, Range anchor);
    /// The relations that the query reads, as far as the catalog knows them.
    void lockRelationsIn(const Query* query, LockMode mode);

    void work(const RelationUse& relation, WorkKind kind, WorkCause cause, LockMode under,
              Range anchor, bool certain = true);
    /// Builds an index of the table anew, in the strongest mode.
    void rebuild(const RelationUse& relation, const Index& index, WorkCause cause, LockMode under,
                 Range anchor);
    /// A new file for the table and all its indexes, which are locked in the strongest mode.
    void rewrite(const RelationUse& relation, WorkCause cause, Range anchor, bool certain = true);

    /// Calls `visit` for the table and all that inherit from it; only for a name if the catalog
    /// does not know it.
    void eachDescendant(const RelationUse& relation,
                        const std::function<void(const RelationUse&)>& visit) const;
    /// The same, for ONLY of the table alone.
    void eachNamed(const RelationUse& relation, bool only,
                   const std::function<void(const RelationUse&)>& visit) const;

private:
    Lock* lockOn(const RelationUse& relation);

    const Replay& replay_;
    Effects& effects_;
    /// Where the lock of a relation stands: a row may be referred to from thousands of tables.
    llvm::DenseMap<const CatalogObject*, size_t> locked_;
};

/// The parts of PostgreSQL's behaviour, each in a file of its own. They add to `sink` what
/// `statement` does to relations that are there before it (lock-model.md has the measurements).
void alterTableEffects(const AlterTable& statement, EffectSink& sink);
void dropEffects(const Drop& statement, EffectSink& sink);
void queryEffects(const Query& query, EffectSink& sink);
void tableEffects(const Statement& statement, EffectSink& sink);
void objectEffects(const Statement& statement, EffectSink& sink);

} // namespace ironlaw
