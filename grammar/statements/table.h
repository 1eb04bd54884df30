// CREATE TABLE in all its forms, and the definitions of columns and constraints.
#pragma once

#include "grammar/statements/index.h"

namespace ironlaw {

enum class ConstraintKind : uint8_t { NotNull, PrimaryKey, Unique, Check, ForeignKey, Exclusion };
enum class ReferentialAction : uint8_t { NoAction, Restrict, Cascade, SetNull, SetDefault };

/// A constraint as it is written, inline at a column or on its own.
struct ConstraintDefinition {
    ConstraintKind kind = ConstraintKind::Check;
    Name name;                 ///< empty if PostgreSQL has to choose one
    Range range;               ///< from CONSTRAINT or its first keyword to its end
    CompactSpan<Name> columns; ///< the key; for an inline constraint its column
    /// EXCLUDE: all elements, also the expressions, which `columns` leaves out.
    CompactSpan<IndexKey> elements;
    CompactSpan<Name> included; ///< INCLUDE
    QualifiedName referencedTable;
    CompactSpan<Name> referencedColumns; ///< empty: the primary key
    ReferentialAction onDelete = ReferentialAction::NoAction;
    ReferentialAction onUpdate = ReferentialAction::NoAction;
    CompactSpan<Name> onDeleteColumns;      ///< ON DELETE SET NULL (…); empty: all
    const Expression* expression = nullptr; ///< CHECK
    const Expression* predicate = nullptr;  ///< EXCLUDE … WHERE
    Name usingIndex;
    std::string_view accessMethod; ///< EXCLUDE USING
    bool notValid = false;
    bool notEnforced = false;
    bool deferrable = false;
    bool initiallyDeferred = false;
    bool noInherit = false;
    bool nullsNotDistinct = false;
    bool temporal = false;              ///< WITHOUT OVERLAPS, PERIOD
    CompactSpan<Setting> indexSettings; ///< storage parameters and tablespace of the index
};

enum class GeneratedKind : uint8_t { None, Stored, Virtual };
enum class IdentityKind : uint8_t { None, Always, ByDefault };

struct ColumnDefinition {
    Name name;
    Range range;   ///< from the name to the end of the definition
    TypeName type; ///< an empty name in CREATE TABLE … OF and PARTITION OF
    bool notNull = false;
    bool explicitNull = false;
    const Expression* defaultValue = nullptr;
    bool hasDefault = false; ///< also DEFAULT NULL
    bool repeatsDefault = false;
    IdentityKind identity = IdentityKind::None;
    QualifiedName identitySequence;       ///< SEQUENCE NAME, which pg_dump writes; else empty
    CompactSpan<Setting> identityOptions; ///< as in SequenceStatement
    CompactSpan<Setting> settings;        ///< storage, compression, options of a foreign table
    GeneratedKind generated = GeneratedKind::None;
    const Expression* generation = nullptr;
    Name collation;
    /// All other constraints of the column: key, check, reference, and NOT NULL where it has a name
    /// or is NO INHERIT.
    CompactSpan<ConstraintDefinition> constraints;
};

enum class Persistence : uint8_t { Permanent, Unlogged, Temporary };
enum class PartitionStrategy : uint8_t { None, List, Range, Hash };

/// CREATE TABLE … (LIKE source INCLUDING …).
struct LikeClause {
    QualifiedName source;
    uint32_t columnsBefore = 0; ///< how many of the statement's own columns stand before it
    bool defaults = false;
    bool constraints = false; ///< CHECK constraints; NOT NULL is always copied
    bool indexes = false;     ///< also primary key, unique and exclusion constraints
    bool identity = false;
    bool generated = false;
};

/// FOR VALUES … or DEFAULT.
struct PartitionBound {
    bool isDefault = false;
    PartitionStrategy strategy = PartitionStrategy::None;
    CompactSpan<const Expression*> values; ///< IN (…)
    /// FROM (…) TO (…); MINVALUE and MAXVALUE are column references of that name, in lower case.
    CompactSpan<const Expression*> from;
    CompactSpan<const Expression*> to;
    int32_t modulus = 0;
    int32_t remainder = 0;
};

struct CreateTable : Statement {
    static constexpr StatementKind statementKind = StatementKind::CreateTable;
    QualifiedName name;
    Persistence persistence = Persistence::Permanent;
    bool ifNotExists = false;
    bool foreign = false;
    CompactSpan<ColumnDefinition> columns;
    CompactSpan<ConstraintDefinition> constraints;
    CompactSpan<LikeClause> likes;
    CompactSpan<QualifiedName> inherits;
    QualifiedName partitionOf; ///< empty if it is no partition
    PartitionBound bound;
    PartitionStrategy partitionBy = PartitionStrategy::None;
    CompactSpan<Name> partitionColumns; ///< expressions are left out
    CompactSpan<const Expression*> partitionExpressions;
    bool dropsOnCommit = false; ///< ON COMMIT DROP
    TypeName ofType;
    CompactSpan<Setting> settings;
};

/// CREATE TABLE AS, CREATE MATERIALIZED VIEW and SELECT … INTO.
struct CreateTableAs : Statement {
    static constexpr StatementKind statementKind = StatementKind::CreateTableAs;
    QualifiedName name;
    Persistence persistence = Persistence::Permanent;
    bool ifNotExists = false;
    bool materializedView = false;
    bool selectInto = false;
    bool withData = true;
    bool dropsOnCommit = false; ///< ON COMMIT DROP
    CompactSpan<Name> columns;
    const Query* query = nullptr; ///< null for AS EXECUTE
    CompactSpan<Setting> settings;
};

} // namespace ironlaw
