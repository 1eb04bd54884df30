// The objects of a schema, as replay knows them.
#pragma once

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
};

/// Base of everything in the catalog. Names are folded and point into the arena of the file that
/// gave them; `schema` is empty for schemas, extensions and parts of a table.
struct CatalogObject {
    explicit CatalogObject(CatalogKind objectKind) : kind(objectKind) {}
    virtual ~CatalogObject() = default;
    virtual std::unique_ptr<CatalogObject> clone() const = 0;

    CatalogKind kind;
    ObjectId id = 0;
    std::string_view schema;
    std::string_view name;
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
    ColumnNumber number = 0;
    bool notNull = false;
    bool hasDefault = false;
    IdentityKind identity = IdentityKind::None;
    GeneratedKind generated = GeneratedKind::None;
    /// Null if the type is not known (CREATE TABLE AS, columns of unknown sources).
    const TypeName* type = nullptr;
    const Expression* defaultValue = nullptr;
    Origin origin;
};

/// A constraint of a table. NOT NULL is kept in the column, where PostgreSQL 12 to 17 have it.
struct Constraint {
    ConstraintKind kind = ConstraintKind::Check;
    std::string_view name;
    std::vector<ColumnNumber> columns; ///< the key, in its order; empty for CHECK
    ObjectId referencedTable = 0;      ///< foreign key: 0 if that table is not in the catalog
    QualifiedName referencedName;      ///< foreign key: as written
    std::vector<std::string_view> referencedColumns; ///< as written; empty: the primary key
    ReferentialAction onDelete = ReferentialAction::NoAction;
    ReferentialAction onUpdate = ReferentialAction::NoAction;
    const Expression* expression = nullptr;
    ObjectId index = 0; ///< primary key, unique, exclusion: the index behind it
    bool validated = true;
    bool deferrable = false;
    /// Copied to a partition from its parent: the parent's constraint is the one to speak of.
    bool inherited = false;
    Origin origin;
};

struct Table : CatalogObjectOf<CatalogKind::Table, Table> {
    Persistence persistence = Persistence::Permanent;
    bool foreign = false;
    PartitionStrategy partitionedBy = PartitionStrategy::None;
    ObjectId partitionOf = 0;
    std::vector<ObjectId> parents; ///< INHERITS
    /// The definition was seen in the history. False for a table that the history only mentions:
    /// it may have columns, indexes and constraints that nobody sees.
    bool complete = true;
    /// Columns are only partly known (LIKE, INHERITS or SELECT * of something unknown).
    bool columnsComplete = true;
    /// Rows were put into it since it was made.
    bool filled = false;
    std::vector<Column> columns; ///< dropped ones are gone
    std::vector<Constraint> constraints;
    ColumnNumber lastColumnNumber = 0;

    const Column* column(std::string_view columnName) const;
    const Column* column(ColumnNumber number) const;
    const Constraint* constraint(std::string_view constraintName) const;
};

struct View : CatalogObjectOf<CatalogKind::View, View> {
    bool materialized = false;
    const Query* query = nullptr;
    std::vector<std::string_view> columns; ///< as far as they can be told without types
};

struct Sequence : CatalogObjectOf<CatalogKind::Sequence, Sequence> {
    ObjectId ownerTable = 0;
    ColumnNumber ownerColumn = 0;
};

struct IndexColumn {
    ColumnNumber column = 0;       ///< 0: an expression
    const IndexKey* key = nullptr; ///< null for indexes of constraints
};

struct Index : CatalogObjectOf<CatalogKind::Index, Index> {
    ObjectId table = 0;
    std::string_view method = "btree";
    std::vector<IndexColumn> keys;
    const Expression* predicate = nullptr;
    /// The columns of a predicate that is nothing but `column IS NOT NULL`, once or in a
    /// conjunction; empty for every other predicate.
    std::vector<ColumnNumber> notNullPredicate;
    ObjectId parent = 0; ///< the index of the partitioned table that it is attached to
    bool unique = false;
    bool ofConstraint = false;
    /// False: made ON ONLY a partitioned table and not yet attached everywhere.
    bool valid = true;
};

struct Type : CatalogObjectOf<CatalogKind::Type, Type> {
    TypeKind typeKind = TypeKind::Enum;
    std::vector<std::string_view> labels;
    const TypeName* baseType = nullptr; ///< domain
    bool notNull = false;               ///< domain
    bool hasDefault = false;            ///< domain
    bool constrained = false;           ///< domain with any constraint
};

struct Schema : CatalogObjectOf<CatalogKind::Schema, Schema> {};

/// Functions, procedures and aggregates. `signature` is the argument types as format_type prints
/// them, which together with the name identifies it.
struct Routine : CatalogObjectOf<CatalogKind::Routine, Routine> {
    std::string signature;
    bool procedure = false;
    const CreateRoutine* definition = nullptr;
};

/// Triggers and policies: parts of a table with a name of their own.
template <CatalogKind objectKind>
struct TablePart : CatalogObjectOf<objectKind, TablePart<objectKind>> {
    ObjectId table = 0;
};
using Trigger = TablePart<CatalogKind::Trigger>;
using Policy = TablePart<CatalogKind::Policy>;

struct Extension : CatalogObjectOf<CatalogKind::Extension, Extension> {};

/// `object` as a `T` if it is one, else null.
template <typename T> const T* as(const CatalogObject* object) {
    return object != nullptr && object->kind == T::catalogKind ? static_cast<const T*>(object)
                                                               : nullptr;
}

} // namespace ironlaw
