// Statements about schemas, sequences, types, domains, views, and about objects of any kind.
#pragma once

#include "grammar/statements/table.h"

namespace ironlaw {

struct CreateSchema : Statement {
    static constexpr StatementKind statementKind = StatementKind::CreateSchema;
    Name name; ///< empty for AUTHORIZATION alone
    bool ifNotExists = false;
    CompactSpan<const Statement*> elements;
};

/// CREATE SEQUENCE and ALTER SEQUENCE.
struct SequenceStatement : Statement {
    QualifiedName name;
    bool ifExists = false; ///< IF NOT EXISTS in CREATE
    bool temporary = false;
    QualifiedName ownedByTable; ///< empty: not said, or OWNED BY NONE
    Name ownedByColumn;
    bool ownedByNone = false;
    bool restarts = false;
    TypeName type;
    /// "increment", "minvalue", "maxvalue", "start", "cache", "cycle", "as"; without a value: NO
    /// MINVALUE and NO MAXVALUE.
    CompactSpan<Setting> options;
};
struct CreateSequence : SequenceStatement {
    static constexpr StatementKind statementKind = StatementKind::CreateSequence;
};
struct AlterSequence : SequenceStatement {
    static constexpr StatementKind statementKind = StatementKind::AlterSequence;
};

enum class TypeKind : uint8_t { Base, Shell, Enum, Composite, Range, Domain };

struct CreateType : Statement {
    static constexpr StatementKind statementKind = StatementKind::CreateType;
    QualifiedName name;
    TypeKind typeKind = TypeKind::Enum;
    CompactSpan<std::string_view> labels;
    CompactSpan<ColumnDefinition> attributes;
};

/// ALTER TYPE … ADD VALUE and RENAME VALUE.
struct AlterEnum : Statement {
    static constexpr StatementKind statementKind = StatementKind::AlterEnum;
    QualifiedName name;
    std::string_view value;     ///< the value added, or the new name
    std::string_view oldValue;  ///< not empty: RENAME VALUE
    std::string_view neighbour; ///< BEFORE or AFTER this one
    bool after = false;
    bool ifNotExists = false;
};

struct CreateDomain : Statement {
    static constexpr StatementKind statementKind = StatementKind::CreateDomain;
    QualifiedName name;
    ColumnDefinition definition; ///< its name is empty
};

enum class AlterDomainKind : uint8_t {
    SetDefault,
    DropDefault,
    SetNotNull,
    DropNotNull,
    AddConstraint,
    DropConstraint,
    ValidateConstraint,
};

struct AlterDomain : Statement {
    static constexpr StatementKind statementKind = StatementKind::AlterDomain;
    QualifiedName name;
    AlterDomainKind action = AlterDomainKind::SetDefault;
    Name constraintName;
    ConstraintDefinition constraint;
    const Expression* defaultValue = nullptr;
    bool ifExists = false;
    bool cascade = false;
};

struct CreateView : Statement {
    static constexpr StatementKind statementKind = StatementKind::CreateView;
    QualifiedName name;
    CompactSpan<Name> columns;
    const Query* query = nullptr;
    bool orReplace = false;
    bool temporary = false;
    CompactSpan<Setting> settings;
};

/// One object that a statement names. Triggers, policies, rules, columns and constraints name their
/// table in `name` and themselves in `part`; routines may carry argument types.
struct ObjectReference {
    QualifiedName name; ///< with its place in DROP and COMMENT of what SQL names directly
    Name part;
    CompactSpan<TypeName> arguments;
    bool hasArguments = false;
};

/// CREATE and ALTER of what nothing looks into: collations, operators, casts, text search, foreign
/// servers, event triggers, …
struct DefinitionStatement : Statement {
    ObjectKind objectKind = ObjectKind::Other;
    ObjectReference object; ///< an operator's operands and a cast's types are its arguments
    CompactSpan<Setting> settings;
};
struct CreateDefinition : DefinitionStatement {
    static constexpr StatementKind statementKind = StatementKind::CreateDefinition;
    bool ifNotExists = false; ///< also CREATE OR REPLACE LANGUAGE
};
/// Changes what it is, neither its name nor its schema.
struct AlterDefinition : DefinitionStatement {
    static constexpr StatementKind statementKind = StatementKind::AlterDefinition;
};

struct Drop : Statement {
    static constexpr StatementKind statementKind = StatementKind::Drop;
    ObjectKind objectKind = ObjectKind::Table;
    CompactSpan<ObjectReference> objects;
    bool ifExists = false;
    bool cascade = false;
    bool concurrently = false;
};

/// ALTER … RENAME, also of columns, constraints, attributes, triggers and policies.
struct Rename : Statement {
    static constexpr StatementKind statementKind = StatementKind::Rename;
    ObjectKind objectKind = ObjectKind::Table;
    /// For columns, constraints and attributes: what the statement calls their owner (TABLE, VIEW
    /// …).
    ObjectKind relationKind = ObjectKind::Table;
    ObjectReference object;
    Name newName;
    bool ifExists = false;
};

struct SetSchema : Statement {
    static constexpr StatementKind statementKind = StatementKind::SetSchema;
    ObjectKind objectKind = ObjectKind::Table;
    ObjectReference object;
    Name newSchema;
    bool ifExists = false;
};

struct ChangeOwner : Statement {
    static constexpr StatementKind statementKind = StatementKind::ChangeOwner;
    ObjectKind objectKind = ObjectKind::Table;
    ObjectReference object;
    Name newOwner; ///< a role, or "current_user" and its like
};

struct CommentOn : Statement {
    static constexpr StatementKind statementKind = StatementKind::CommentOn;
    ObjectKind objectKind = ObjectKind::Table;
    ObjectReference object;
    std::string_view text;
    bool removed = false; ///< IS NULL
};

struct CreateExtension : Statement {
    static constexpr StatementKind statementKind = StatementKind::CreateExtension;
    Name name;
    Name schema;
    bool ifNotExists = false;
    CompactSpan<Setting> settings; ///< "schema" and "version"
};

/// GRANT and REVOKE of privileges on objects.
struct Grant : Statement {
    static constexpr StatementKind statementKind = StatementKind::Grant;
    ObjectKind objectKind = ObjectKind::Table;
    /// Tables, views and sequences; empty for objects of other kinds and ALL … IN SCHEMA.
    CompactSpan<QualifiedName> relations;
    /// Objects of other kinds; the schemas of ALL … IN SCHEMA.
    CompactSpan<ObjectReference> objects;
    bool allInSchemas = false; ///< all that these schemas have of the kind
    /// "select", "update (a, b)"; empty: ALL PRIVILEGES.
    CompactSpan<std::string_view> privileges;
    CompactSpan<Name> roles; ///< also "public", "current_user" and its like
    bool revokes = false;
    bool optionOnly = false; ///< GRANT OPTION FOR: what it revokes is the right to grant
    bool withOption = false; ///< WITH GRANT OPTION
    bool cascade = false;
};

/// CREATE STATISTICS.
struct CreateStatistics : Statement {
    static constexpr StatementKind statementKind = StatementKind::CreateStatistics;
    QualifiedName name; ///< empty if PostgreSQL has to choose one
    QualifiedName table;
    CompactSpan<IndexKey> keys; ///< columns and expressions
    bool ifNotExists = false;
};

enum class PublicationAction : uint8_t { Add, Drop, Set, Options };

/// CREATE PUBLICATION and ALTER PUBLICATION. Tables of a whole schema or database are not named.
struct PublicationStatement : Statement {
    QualifiedName name;                                ///< without a schema
    PublicationAction action = PublicationAction::Add; ///< what it does with the tables
    CompactSpan<QualifiedName> tables;
    CompactSpan<uint8_t> only; ///< for each table: 1 where ONLY stands in front of it, else 0
    /// For each table: its columns and WHERE, "(a, b) WHERE …"; empty if it has none.
    CompactSpan<std::string_view> filters;
    /// Options, "all tables", "schema app".
    CompactSpan<Setting> settings;
};
struct CreatePublication : PublicationStatement {
    static constexpr StatementKind statementKind = StatementKind::CreatePublication;
};
struct AlterPublication : PublicationStatement {
    static constexpr StatementKind statementKind = StatementKind::AlterPublication;
};

/// An object that a statement changes in no way that its definition tells, and what it sets.
struct SettingChange {
    /// Other: a thing that has no entry of its own kind; its name describes it.
    ObjectKind objectKind = ObjectKind::Other;
    ObjectReference object;
    bool makes = false;
    bool removes = false;
    CompactSpan<Setting> settings;
};

} // namespace ironlaw
