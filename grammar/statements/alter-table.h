// ALTER TABLE and its actions.
#pragma once

#include "grammar/statements/table.h"

namespace ironlaw {

enum class AlterActionKind : uint8_t {
    AddColumn,
    DropColumn,
    AlterColumnType,
    SetDefault, ///< also DROP DEFAULT
    SetNotNull,
    DropNotNull,
    SetExpression,
    DropExpression,
    AddIdentity,
    SetIdentity,
    DropIdentity,
    AddConstraint,
    ValidateConstraint,
    DropConstraint,
    AlterConstraint,
    AttachPartition, ///< also ALTER INDEX … ATTACH PARTITION
    DetachPartition,
    Inherit, ///< also NO INHERIT
    OfType,  ///< also NOT OF
    SetPersistence,
    SetTablespace,
    SetAccessMethod,
    ChangeOwner,
    RowSecurity,
    ToggleTrigger,
    SetStatistics,
    SetStorage, ///< also SET COMPRESSION
    SetOptions, ///< storage parameters of table or column
    ReplicaIdentity,
    ClusterOn,
    Other, ///< rules, generic options of foreign tables
};

/// Base of all actions. `range` is the action's own text within ALTER TABLE, without commas; the
/// whole statement if PostgreSQL's parser and the tokens disagree on where the actions are.
struct AlterAction {
    AlterActionKind kind;
    Range range;
};

struct AddColumn : AlterAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::AddColumn;
    ColumnDefinition column;
    bool ifNotExists = false;
};

struct DropColumn : AlterAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::DropColumn;
    Name column;
    bool ifExists = false;
    bool cascade = false;
};

struct AlterColumnType : AlterAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::AlterColumnType;
    Name column;
    TypeName type;
    Name collation;
    const Expression* conversion = nullptr; ///< USING
};

struct SetDefault : AlterAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::SetDefault;
    Name column;
    const Expression* value = nullptr; ///< null: DROP DEFAULT
};

/// The actions that say no more than a column: SET and DROP NOT NULL, expression and identity.
struct ColumnAction : AlterAction {
    Name column;
    bool ifExists = false;
    const Expression* expression = nullptr; ///< SET EXPRESSION
    IdentityKind identity = IdentityKind::None;
    CompactSpan<Setting> identityOptions; ///< as in SequenceStatement
};
struct SetNotNull : ColumnAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::SetNotNull;
};
struct DropNotNull : ColumnAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::DropNotNull;
};
struct SetExpression : ColumnAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::SetExpression;
};
struct DropExpression : ColumnAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::DropExpression;
};
struct AddIdentity : ColumnAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::AddIdentity;
    QualifiedName sequence; ///< SEQUENCE NAME, which pg_dump writes; else empty
};
struct SetIdentity : ColumnAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::SetIdentity;
};
struct DropIdentity : ColumnAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::DropIdentity;
};

struct AddConstraint : AlterAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::AddConstraint;
    ConstraintDefinition constraint;
};

struct ValidateConstraint : AlterAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::ValidateConstraint;
    Name constraint;
};

struct DropConstraint : AlterAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::DropConstraint;
    Name constraint;
    bool ifExists = false;
    bool cascade = false;
};

/// ALTER CONSTRAINT. What it does not say is left as it is.
struct AlterConstraint : AlterAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::AlterConstraint;
    Name constraint;
    bool setsDeferrability = false;
    bool deferrable = false;
    bool initiallyDeferred = false;
    bool setsEnforcement = false;
    bool enforced = true;
};

struct AttachPartition : AlterAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::AttachPartition;
    QualifiedName partition;
    PartitionBound bound;
};

struct DetachPartition : AlterAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::DetachPartition;
    QualifiedName partition;
    bool concurrently = false;
    bool finalize = false;
};

struct Inherit : AlterAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::Inherit;
    QualifiedName parent;
    bool remove = false; ///< NO INHERIT
};

/// OF and NOT OF: the table has the columns of a composite type.
struct OfType : AlterAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::OfType;
    QualifiedName type; ///< empty: NOT OF
};

struct SetPersistence : AlterAction {
    static constexpr AlterActionKind actionKind = AlterActionKind::SetPersistence;
    bool logged = true;
};

/// Every other action; `name` is what it names (owner, trigger, tablespace, index, column), if any.
struct OtherAction : AlterAction {
    Name name;
    std::string_view words; ///< as PostgreSQL's manual writes it: "ENABLE ROW LEVEL SECURITY"
    /// SET (…) and RESET (…): what they set, apart from parameters of the TOAST table.
    CompactSpan<std::string_view> options;
    CompactSpan<Setting> settings; ///< of the table, or of what `name` names
    uint16_t number = 0;           ///< ALTER INDEX … ALTER COLUMN: which one
};

/// ALTER TABLE, also of indexes, views, sequences, materialized views, foreign tables and composite
/// types (`objectKind` is the word that the statement uses).
struct AlterTable : Statement {
    static constexpr StatementKind statementKind = StatementKind::AlterTable;
    ObjectKind objectKind = ObjectKind::Table;
    QualifiedName name;
    bool ifExists = false;
    bool only = false;
    CompactSpan<const AlterAction*> actions;
};

/// `action` as a `T` if it is one, else null.
template <typename T> const T* as(const AlterAction& action) {
    return action.kind == T::actionKind ? static_cast<const T*>(&action) : nullptr;
}

/// `action` as one of those that have no struct of their own, else null.
inline const OtherAction* asOther(const AlterAction& action) {
    return action.kind >= AlterActionKind::SetTablespace ? static_cast<const OtherAction*>(&action)
                                                         : nullptr;
}

} // namespace ironlaw
