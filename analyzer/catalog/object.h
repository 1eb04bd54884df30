// The objects of a schema, as replay knows them.
#pragma once

#include "analyzer/catalog/setting.h"
#include "grammar/source.h"
#include "grammar/statements.h"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace ironlaw {

/// Number of an object within its catalog, from 1; 0 is none. Never reused.
using ObjectId = uint32_t;
/// Number of a column within its table, from 1; never reused (pg_attribute.attnum).
using ColumnNumber = uint16_t;

/// Which statement made something. Migrations and transactions are numbered by replay.
struct Origin {
    Location location;
    uint32_t migration = 0;
    uint32_t transaction = 0; ///< 0: outside of any transaction block
};

enum class CatalogKind : uint8_t {
    Schema,
    Table, ///< ordinary, partitioned and foreign tables
    View,  ///< also materialized
    Sequence,
    Index,
    Type, ///< enums, domains, composite, range and base types
    Routine,
    Trigger,
    Policy,
    Extension,
    Statistics,
    Publication,
    RewriteRule,
    Definition,
    ServerObject,
};

/// What a role may do with an object: "select", "update (a)".
struct Privilege {
    std::string_view role;
    std::string_view privilege;
    /// An earlier migration has revoked it, without any that had granted it: nobody knows whether
    /// the role has had it before.
    bool doubtful = false;

    friend bool operator<(const Privilege& a, const Privilege& b) {
        return a.role != b.role ? a.role < b.role : a.privilege < b.privilege;
    }
    friend bool operator==(const Privilege& a, const Privilege& b) {
        return a.role == b.role && a.privilege == b.privilege;
    }
};

/// A privilege that was revoked although nothing in the history had given it.
struct VainRevoke {
    Privilege privilege;
    uint32_t migration = 0;
};

/// Base of everything in the catalog. Names are folded and point into the arena of the file that
/// gave them; `schema` is empty for schemas, extensions, publications and parts of a table.
struct CatalogObject {
    explicit CatalogObject(CatalogKind objectKind) : kind(objectKind) {}
    virtual ~CatalogObject() = default;
    virtual std::unique_ptr<CatalogObject> clone() const = 0;

    CatalogKind kind;
    ObjectId id = 0;
    std::string_view schema;
    std::string_view name;
    std::vector<std::string_view> formerNames; ///< under which definitions may know it
    std::string_view comment;                  ///< empty: none
    /// Sorted; nothing as long as the history has not touched them, and those of the owner left
    /// out.
    std::optional<std::vector<Privilege>> privileges;
    std::vector<VainRevoke> vainRevokes; ///< sorted by privilege
    /// Owner, storage parameters, options, states and all else that a definition does not tell.
    HeldSettings settings;
    Origin origin;
};

template <CatalogKind objectKind, typename Derived> struct CatalogObjectOf : CatalogObject {
    static constexpr CatalogKind catalogKind = objectKind;
    CatalogObjectOf() : CatalogObject(objectKind) {}
    std::unique_ptr<CatalogObject> clone() const override {
        return std::make_unique<Derived>(static_cast<const Derived&>(*this));
    }
};

struct Column {
    std::string_view name;
    std::vector<std::string_view> formerNames; ///< under which expressions may know it
    ColumnNumber number = 0;
    bool notNull = false;
    bool hasDefault = false;
    IdentityKind identity = IdentityKind::None;
    GeneratedKind generated = GeneratedKind::None;
    /// Null if the type is not known (CREATE TABLE AS, columns of unknown sources).
    const TypeName* type = nullptr;
    const Expression* defaultValue = nullptr;
    /// What the column's type was when it got its default, if that has changed since: a literal is
    /// still of that type, whatever casts stand around it.
    const TypeName* defaultType = nullptr;
    ObjectId defaultSequence = 0;            ///< the sequence that the default draws from
    const Expression* generation = nullptr;  ///< GENERATED ALWAYS AS
    std::vector<ObjectId> defaultNeeds;      ///< routines and types in the default
    std::vector<ObjectId> generationNeeds;   ///< and in the generation expression
    std::vector<ColumnNumber> generatedFrom; ///< the columns in the generation expression
    Location defaultPlace;                   ///< the definition or action that gives the default
    Location generationPlace;                ///< the same of the generation expression
    std::string_view collation;              ///< empty: that of the type
    std::string_view comment;                ///< empty: none
    HeldSettings settings;                   ///< statistics target, storage, compression, options
    /// Defined in this table itself; a column may be both local and inherited.
    bool local = true;
    uint16_t inheritCount = 0; ///< parents that have it (pg_attribute.attinhcount)
    Origin origin;
};

/// A constraint of a table; NOT NULL is none.
struct Constraint {
    ConstraintKind kind = ConstraintKind::Check;
    std::string_view name;
    std::vector<ColumnNumber> columns; ///< the key, in its order; empty for CHECK
    ObjectId referencedTable = 0;      ///< foreign key: 0 if that table is not in the catalog
    QualifiedName referencedName;      ///< foreign key: as written
    std::vector<std::string_view> referencedColumns; ///< as written; empty: the primary key
    /// Foreign key: the referenced columns, also where they were not written; empty if that table
    /// is not known well enough.
    std::vector<ColumnNumber> referencedNumbers;
    ObjectId referencedIndex = 0; ///< foreign key: the unique index that it depends on, if known
    ReferentialAction onDelete = ReferentialAction::NoAction;
    ReferentialAction onUpdate = ReferentialAction::NoAction;
    const Expression* expression = nullptr;
    std::vector<ColumnNumber> mentioned; ///< CHECK: the columns in it
    std::vector<ObjectId> needs;         ///< CHECK: routines and types in it
    ObjectId index = 0;                  ///< primary key, unique, exclusion: the index behind it
    bool validated = true;
    bool enforced = true;
    bool deferrable = false;
    bool initiallyDeferred = false;
    bool noInherit = false;
    std::string_view comment; ///< empty: none
    /// Copied to a partition or child from its parent: the parent's constraint is the one to speak
    /// of.
    bool inherited = false;
    /// Defined in this table itself; a constraint may be both local and inherited.
    bool local = true;
    uint16_t inheritCount = 0; ///< parents that have it (pg_constraint.coninhcount)
    Origin origin;
    Location place; ///< where it is written, which may be in another table
};

/// The constraint behind a column's NOT NULL, which PostgreSQL has from version 18 on. Whether a
/// column is NOT NULL its own field says on every version.
struct NotNullConstraint {
    std::string_view name;
    ColumnNumber column = 0;
    uint16_t inheritCount = 0; ///< parents that have it (pg_constraint.coninhcount)
    /// Defined in this table itself; a constraint may be both local and inherited.
    bool local = true;
    bool noInherit = false;
    bool validated = true;
};

struct Table : CatalogObjectOf<CatalogKind::Table, Table> {
    Persistence persistence = Persistence::Permanent;
    bool foreign = false;
    PartitionStrategy partitionedBy = PartitionStrategy::None;
    std::vector<ColumnNumber> partitionColumns; ///< expressions are left out
    ObjectId partitionOf = 0;
    PartitionBound bound;          ///< of a partition
    Location boundPlace;           ///< the statement or action that has the bound
    std::vector<ObjectId> parents; ///< INHERITS
    ObjectId ofType = 0;           ///< OF: the composite type whose attributes it has
    /// The definition was seen in the history. False for a table that the history only mentions:
    /// it may have columns, indexes and constraints that nobody sees.
    bool complete = true;
    /// Columns are only partly known (LIKE, INHERITS or SELECT * of something unknown).
    bool columnsComplete = true;
    /// Rows were put into it since it was made, or into a partition or child of it.
    bool filled = false;
    uint32_t truncatedIn = 0;   ///< the last transaction block that has truncated it; 0: none
    bool dropsOnCommit = false; ///< a temporary table, ON COMMIT DROP
    bool rowSecurity = false;
    bool forcesRowSecurity = false; ///< also for its owner
    std::vector<Column> columns;    ///< dropped ones are gone
    std::vector<Constraint> constraints;
    std::vector<NotNullConstraint> notNulls; ///< empty for servers before 18
    ColumnNumber lastColumnNumber = 0;

    const Column* column(std::string_view columnName) const;
    const Column* column(ColumnNumber number) const;
    const Constraint* constraint(std::string_view constraintName) const;
    const NotNullConstraint* notNull(std::string_view constraintName) const;
    const NotNullConstraint* notNull(ColumnNumber number) const;
};

/// One column of what a star stood for when the view was made.
struct StarColumn {
    std::string_view source; ///< what the query calls the relation or subquery
    std::string_view name;   ///< at that time
    ObjectId relation = 0;   ///< 0 for one of a subquery
    ColumnNumber column = 0;
};
struct ExpandedStar {
    uint32_t location = 0; ///< of the star, or of the name in front of it
    std::vector<StarColumn> columns;
};

struct View : CatalogObjectOf<CatalogKind::View, View> {
    bool materialized = false;
    /// Materialized: the history has not left it WITH NO DATA, in which state nobody can read it.
    bool populated = true;
    bool temporary = false;
    const Query* query = nullptr;
    Location place; ///< the statement that defines it; CREATE OR REPLACE is another than the origin
    std::vector<std::string_view> columns; ///< as far as they can be told without types
    bool columnsComplete = false;
    std::vector<std::string_view> defaultedColumns; ///< those with defaults of the view's own
    /// What stars mean is settled when the view is made: later columns are not in it.
    std::vector<ExpandedStar> stars;
    std::vector<ObjectId> uses;  ///< the relations that it reads, as far as they are known
    std::vector<ObjectId> needs; ///< the routines and types in it, likewise
    /// The columns of tables that it reads, by the names that they had when it was made.
    std::vector<std::pair<ObjectId, ColumnNumber>> usedColumns;
};

struct Sequence : CatalogObjectOf<CatalogKind::Sequence, Sequence> {
    ObjectId ownerTable = 0;
    ColumnNumber ownerColumn = 0;
    bool temporary = false;
    bool identity = false;                      ///< of an identity column
    const CreateSequence* definition = nullptr; ///< null for one that came with its column
    SequenceOptions options;
};

struct IndexColumn {
    ColumnNumber column = 0;       ///< 0: an expression
    const IndexKey* key = nullptr; ///< null for indexes of constraints
};

struct Index : CatalogObjectOf<CatalogKind::Index, Index> {
    ObjectId table = 0; ///< or a materialized view; its columns count from 1 as they stand there
    std::string_view method = "btree";
    Location place; ///< where it is written, which may be at another table
    std::vector<IndexColumn> keys;
    std::vector<ColumnNumber> included;
    /// Its own columns, keys first, as they were called when it was made: those of its table may
    /// have been renamed since.
    std::vector<std::string_view> columnNames;
    const Expression* predicate = nullptr;
    std::vector<ColumnNumber> mentioned; ///< the columns in expressions and predicate
    std::vector<ObjectId> needs;         ///< routines and types in expressions and predicate
    /// Of a predicate that only asks which columns are NULL: it holds where each of these lists has
    /// a column that is not. Nothing for every other predicate.
    std::optional<std::vector<std::vector<ColumnNumber>>> notNullPredicate;
    ObjectId parent = 0; ///< the index of the partitioned table that it is attached to
    bool unique = false;
    bool nullsNotDistinct = false;
    bool ofConstraint = false;
    /// False: made ON ONLY a partitioned table and not yet attached everywhere.
    bool valid = true;
};

/// A CHECK constraint of a domain.
struct DomainCheck {
    std::string_view name;
    Location place;              ///< the definition
    std::vector<ObjectId> needs; ///< routines and types
    bool validated = true;
};

/// A value that ALTER TYPE … ADD VALUE has given to an enum.
struct AddedLabel {
    std::string_view label;
    Origin origin;
};

struct Type : CatalogObjectOf<CatalogKind::Type, Type> {
    TypeKind typeKind = TypeKind::Enum;
    std::vector<std::string_view> labels;
    std::vector<AddedLabel> addedLabels; ///< enum
    const TypeName* baseType = nullptr;  ///< domain
    std::string_view collation;          ///< domain; empty: that of its base type
    bool notNull = false;                ///< domain
    bool hasDefault = false;             ///< domain
    Location defaultPlace;               ///< domain: the statement that gives the default
    bool constrained = false;            ///< domain with any constraint, NOT NULL included
    std::vector<DomainCheck> checks;     ///< domain
    std::vector<ObjectId> defaultNeeds;  ///< domain: routines and types in its default
    ObjectId extension = 0;              ///< that it belongs to
    std::vector<Column> attributes;      ///< composite type
    /// Domain: null for DEFAULT NULL as well.
    const Expression* defaultValue = nullptr;
};

struct Schema : CatalogObjectOf<CatalogKind::Schema, Schema> {};

/// Functions, procedures and aggregates. Together with the name, the types of the arguments that a
/// call gives identify it.
struct Routine : CatalogObjectOf<CatalogKind::Routine, Routine> {
    std::vector<TypeName> arguments; ///< without modifiers
    std::vector<ObjectId> needs;     ///< types, and what a BEGIN ATOMIC body names
    const CreateRoutine* definition = nullptr;
};

/// A part of a table, or of a view, with a name of its own.
struct Trigger : CatalogObjectOf<CatalogKind::Trigger, Trigger> {
    ObjectId table = 0;
    ObjectId parent = 0;    ///< the trigger of the partitioned table that it is a copy of
    QualifiedName function; ///< as written
    const CreateTrigger* definition = nullptr;
    std::vector<ObjectId> needs;       ///< routines
    std::vector<ColumnNumber> columns; ///< UPDATE OF, and those in WHEN
};
struct Policy : CatalogObjectOf<CatalogKind::Policy, Policy> {
    ObjectId table = 0;
    const CreatePolicy* definition = nullptr;
    /// The statements that give the roles and the two expressions: ALTER POLICY changes some.
    const PolicyStatement* rolesFrom = nullptr;
    const PolicyStatement* usingFrom = nullptr;
    const PolicyStatement* checkFrom = nullptr;
    Location usingPlace; ///< of the statement
    Location checkPlace;
    std::vector<ObjectId> needs; ///< relations, routines and types
    /// Of its table, and of those that its subqueries read.
    std::vector<std::pair<ObjectId, ColumnNumber>> usedColumns;
};

/// CREATE RULE, also on a view (pg_rewrite).
struct RewriteRule : CatalogObjectOf<CatalogKind::RewriteRule, RewriteRule> {
    ObjectId table = 0;
    const CreateRule* definition = nullptr;
    std::vector<ObjectId> needs; ///< the relations in its actions
};

struct Extension : CatalogObjectOf<CatalogKind::Extension, Extension> {
    const CreateExtension* definition = nullptr;
};

/// CREATE STATISTICS. They go with their table, and with any of their columns.
struct Statistics : CatalogObjectOf<CatalogKind::Statistics, Statistics> {
    ObjectId table = 0;
    const CreateStatistics* definition = nullptr;
    std::vector<ColumnNumber> columns; ///< also those in expressions
};

struct Publication : CatalogObjectOf<CatalogKind::Publication, Publication> {
    /// Those that were named, and what inherits from them; ascending. Some may be gone.
    std::vector<ObjectId> tables;
    /// Of some of them only these columns and rows: "(a, b) WHERE …".
    std::vector<std::pair<ObjectId, std::string_view>> filters;
};

/// What a migration changes beside the schema: a role, a database, a user mapping, a subscription,
/// default privileges. Its name in the catalog says what it is: `role "clerk"`.
struct ServerObject : CatalogObjectOf<CatalogKind::ServerObject, ServerObject> {
    /// The history has made it; otherwise it was there, and may have had other settings.
    bool made = false;
    /// It is made only if it is not there.
    bool guarded = false;
};

/// Whether a setting of the object that the history has not set is known to have its default. The
/// owner is whoever runs the migrations; an extension's files choose its schema and version.
bool knowsDefault(const CatalogObject& object, std::string_view setting);

/// What is known by its name only: a collation, operator, cast, foreign server, … Its name in the
/// catalog is its description(), for objects of several kinds may have one name.
struct Definition : CatalogObjectOf<CatalogKind::Definition, Definition> {
    ObjectKind objectKind = ObjectKind::Other;
    std::string_view ownName;
    const CreateDefinition* definition = nullptr;
    std::vector<Location> changes; ///< the ALTERs that change what it is, in their order
};

/// `object` as a `T` if it is one, else null.
template <typename T> const T* as(const CatalogObject* object) {
    return object != nullptr && object->kind == T::catalogKind ? static_cast<const T*>(object)
                                                               : nullptr;
}

} // namespace ironlaw
