// What all statements have in common. Statements are plain values in the arena of their file.
#pragma once

#include "grammar/name.h"
#include "grammar/query.h"
#include "grammar/setting.h"
#include "grammar/syntax-feature.h"

namespace ironlaw {

enum class StatementKind : uint8_t {
#define LOWERED(Kind, words) Kind,
#include "grammar/statement-kinds.def"
};

/// What a name in DROP, ALTER … RENAME, COMMENT and the like stands for.
enum class ObjectKind : uint8_t {
    Table,
    ForeignTable,
    View,
    MaterializedView,
    Sequence,
    Index,
    Schema,
    Type, ///< also a composite type
    Domain,
    Function,
    Procedure,
    Aggregate,
    Routine,
    Trigger,
    EventTrigger,
    Policy,
    Rule,
    Extension,
    Column,
    Constraint,
    DomainConstraint,
    Attribute,
    EnumValue,
    Statistics,
    Collation,
    Database,
    Role,
    Publication,
    AccessMethod,
    Cast,
    Conversion,
    ForeignDataWrapper,
    Language,
    Operator,
    OperatorClass,
    OperatorFamily,
    Server,
    TextSearchConfiguration,
    TextSearchDictionary,
    TextSearchParser,
    TextSearchTemplate,
    Transform,
    Other, ///< subscriptions, user mappings, tablespaces, large objects, …
};

/// The object kind in SQL's words: "TABLE", "MATERIALIZED VIEW".
std::string_view wordsOf(ObjectKind kind);

/// Base of all statements; `kind` says which struct it really is.
struct Statement {
    StatementKind kind;
    /// psql sends it in one message with the statement behind it: `\;` ends it.
    bool joined = false;
    /// From the first to the last byte of the statement, without comments around it and semicolon.
    Range range;
    /// Stands in a branch, loop or handler of a procedural body: it may not run, or run many times.
    bool conditional = false;
    /// Stands in an ELSE branch or an exception handler: it does not run where what is before it
    /// ran.
    bool alternative = false;
    /// What of it servers before the newest one may not know, without its bodies' statements.
    CompactSpan<FeatureUse> features;
};

/// The statement's command words as PostgreSQL's manual writes them: "CREATE INDEX".
std::string_view wordsOf(StatementKind kind);

/// `statement` as a `T` if it is one, else null.
template <typename T> const T* as(const Statement& statement) {
    return statement.kind == T::statementKind ? static_cast<const T*>(&statement) : nullptr;
}

} // namespace ironlaw
