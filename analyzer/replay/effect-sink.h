// Where the locks and the work of one statement are gathered. Within replay/ only.
#pragma once

#include "analyzer/replay/replay.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>

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
    /// The tables that it is a partition of, up to the first.
    void lockAncestors(const Table& partition, LockMode mode);
    /// DROP of a foreign key, which locks the table that it references, with its partitions.
    void lockReferenced(const Constraint& foreignKey, Range anchor);
    /// The partitions with copies of a trigger of the table.
    void lockTriggerCopies(const RelationUse& table, std::string_view trigger, LockMode mode);
    /// A composite type, which is a relation as well; nothing for other types.
    void lockType(const QualifiedName& name, LockMode mode);
    /// The sequences that nextval and its like are called for when the expression is computed.
    void lockCalledSequences(const Expression* expression);
    /// DROP of a view: itself, and the views on it.
    void lockViewTree(ObjectId view);

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

    /// Whether the rule has not been met before: PostgreSQL refuses those that lead to themselves.
    /// Nobody has more than a few that lead to each other.
    bool meets(const RewriteRule& rule) {
        constexpr size_t mostRules = 100;
        return rules_.size() < mostRules && rules_.insert(rule.id).second;
    }

private:
    Lock* lockOn(const RelationUse& relation);

    const Replay& replay_;
    Effects& effects_;
    /// Where the lock of a relation stands: a row may be referred to from thousands of tables.
    llvm::DenseMap<const CatalogObject*, size_t> locked_;
    llvm::DenseSet<ObjectId> rules_;
};

/// The parts of PostgreSQL's behaviour, each in a file of its own. They add to `sink` what
/// `statement` does to relations that are there before it (lock-model.md has the measurements).
void alterTableEffects(const AlterTable& statement, EffectSink& sink);
void dropEffects(const Drop& statement, EffectSink& sink);
void tableEffects(const Statement& statement, EffectSink& sink);
void objectEffects(const Statement& statement, EffectSink& sink);
void listEffects(const Statement& statement, EffectSink& sink);

/// How far PostgreSQL goes with a query.
enum class QueryStage : uint8_t {
    Analysed,  ///< its names are looked up: CREATE VIEW
    Rewritten, ///< views are replaced by what they stand for: PREPARE, bodies of SQL functions
    Planned,   ///< also what inherits is looked up: EXPLAIN
    Executed,
};
void queryEffects(const Query& query, QueryStage stage, EffectSink& sink);
/// The subqueries of an expression that is only analysed.
void expressionEffects(const Expression* expression, EffectSink& sink);
/// COPY … FROM, which fills columns, or all if there are none.
void copyEffects(const Copy& statement, EffectSink& sink);
/// What the view reads, and what the views among that read; where it is planned also what inherits
/// from that.
void lockBehind(const View& view, LockMode mode, QueryStage stage, EffectSink& sink);

/// What `kind` means where a relation is named; a table for what is none.
RelationKind relationKindOf(ObjectKind kind);

} // namespace ironlaw
