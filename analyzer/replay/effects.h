// What a statement does, derived from the catalog before it, its transaction and the server
// version.
#pragma once

#include "analyzer/catalog/catalog.h"
#include "analyzer/replay/lock-mode.h"

namespace ironlaw {

class Replay;

enum class RelationKind : uint8_t { Table, Index, View, MaterializedView, Sequence, CompositeType };

/// The kind as `ironlaw locks --format json` names it: "materialized-view".
std::string_view nameOf(RelationKind kind);

/// A relation that a statement meets. One that the catalog does not know has only a name, and the
/// kind that the statement takes it for.
struct RelationUse {
    const CatalogObject* object = nullptr;
    std::string_view schema;
    std::string_view name;
    RelationKind kind = RelationKind::Table;

    const Table* table() const { return as<Table>(object); }
    /// A temporary table: nobody else sees it.
    bool isTemporary() const {
        const Table* known = table();
        return known != nullptr ? known->persistence == Persistence::Temporary
                                : object == nullptr && schema == temporarySchema;
    }
    /// One that nobody knows is the same by its name, whatever it was taken for.
    friend bool operator==(const RelationUse& a, const RelationUse& b) {
        return a.object == b.object && a.schema == b.schema && a.name == b.name;
    }
};

/// The strongest mode that a statement takes on a relation which was there before it.
struct Lock {
    RelationUse relation;
    LockMode mode = LockMode::None;
    /// The foreign key that the statement drops, where nothing but that locks the table which it
    /// references.
    const Constraint* foreignKey = nullptr;
    Range anchor; ///< the part of the statement that drops it
    /// The rows of another table change, and only foreign keys pass that on to this one.
    bool passedOn = false;
};

enum class WorkKind : uint8_t {
    Scan,       ///< reads the whole relation
    Rewrite,    ///< writes its rows anew, and builds all its indexes
    IndexBuild, ///< reads the whole table for an index
};

/// Why PostgreSQL does it.
enum class WorkCause : uint8_t {
    NotNull,             ///< SET NOT NULL, or a column that is NOT NULL without a default
    Check,               ///< a CHECK that is validated
    ForeignKey,          ///< likewise, on either side
    Validation,          ///< VALIDATE CONSTRAINT
    PartitionBound,      ///< ATTACH PARTITION: the new partition
    DefaultPartition,    ///< a new partition beside a default one
    DomainConstraint,    ///< ALTER DOMAIN
    ColumnType,          ///< ALTER COLUMN TYPE
    VolatileDefault,     ///< a default that differs from row to row
    AutoIncrement,       ///< serial and identity columns
    GeneratedColumn,     ///< GENERATED … STORED
    ConstrainedDomain,   ///< a column of a domain with constraints
    Storage,             ///< SET LOGGED, ACCESS METHOD, TABLESPACE; CLUSTER; VACUUM FULL
    Refresh,             ///< REFRESH MATERIALIZED VIEW
    Index,               ///< CREATE INDEX
    Reindex,             ///< REINDEX
    PrimaryKey,          ///< a constraint that builds its index
    UniqueConstraint,    ///< likewise
    ExclusionConstraint, ///< likewise
};

struct Work {
    RelationUse relation;
    WorkKind kind = WorkKind::Scan;
    WorkCause cause = WorkCause::NotNull;
    LockMode under = LockMode::None; ///< held on the relation meanwhile
    Range anchor;                    ///< the part of the statement that asks for it
    /// False where it depends on something that the history does not show.
    bool certain = true;
    const Index* index = nullptr; ///< IndexBuild: the one that is there already, if it is known
};

/// PostgreSQL refuses the statement in a transaction block (PreventInTransactionBlock in xact.c);
/// lock-model.md section 10.
struct BlockRefusal {
    std::string_view words;    ///< "CREATE INDEX CONCURRENTLY", "VACUUM"
    bool concurrently = false; ///< it is one of the CONCURRENTLY forms
    Range anchor;              ///< the word that makes it so, or the statement
};

/// Whether PostgreSQL refuses `statement` there. Within a routine or DO block it always does.
std::optional<BlockRefusal> blockRefusalOf(const Statement& statement, const Replay& replay);

enum class FailureKind : uint8_t {
    UnknownTable,
    UnknownColumn,
    UnknownObject,
    DuplicateObject,
    DependentObject,
    ForeignKeyTargetNotUnique,
    UnsupportedSyntax, ///< the server version does not know it
    InvalidDefinition, ///< what is there, is of another kind or shape than the statement can serve
};

/// What stands in the way of a statement, or depends on what it drops.
struct Obstacle {
    std::string description; ///< `view "v"`
    Location place;
    std::string_view name = {}; ///< of the object that would be in doubt if this one is
};

/// The statement cannot succeed: everything that this depends on was seen in the history.
struct Failure {
    FailureKind kind = FailureKind::UnknownTable;
    std::string error;                    ///< as PostgreSQL says it
    Range anchor;                         ///< the part of the statement that fails
    std::string_view name;                ///< what is missing, in the way, or depended on
    std::vector<Obstacle> obstacles = {}; ///< the first few of them
};

struct Effects;
/// Adds the failures of `statement`, which comes next, to `effects`.
void failuresOf(const Statement& statement, const Replay& replay, Effects& effects);

struct Effects {
    std::vector<Lock> locks; ///< in the order in which the statement takes them
    std::vector<Work> work;
    std::optional<BlockRefusal> blockRefusal;
    std::vector<Failure> failures;
    /// It changes schema or data: something that a way back has to undo. False for SET, SELECT of
    /// plain queries, transaction control, EXPLAIN.
    bool changesDatabase = false;
    /// It may change something: it calls a routine that is not seen. True if changesDatabase is.
    bool mayChangeDatabase = false;

    /// All rows are read anyway: the checks of one statement are done in the pass of its rewrite.
    bool surelyRewrites(const RelationUse& relation) const;
};

} // namespace ironlaw
