// Routines, DO blocks, triggers and policies.
#pragma once

#include "grammar/statement.h"
#include "grammar/syntax-error.h"

namespace ironlaw {

struct RoutineArgument {
    Name name;
    TypeName type;
    char mode = 'i'; ///< i IN, o OUT, b INOUT, v VARIADIC, t TABLE (pg_proc.proargmodes)
    bool hasDefault = false;
};

enum class Volatility : uint8_t { Volatile, Stable, Immutable };

/// The statements of a body as far as they can be read: all of an SQL body, and the SQL statements
/// within a PL/pgSQL body. Their ranges are offsets of the file.
struct Body {
    std::string_view language; ///< in lower case; "sql" for BEGIN ATOMIC and RETURN bodies
    Range range;               ///< between the quotes; empty if there is no text
    CompactSpan<const Statement*> statements;
    CompactSpan<SyntaxError> errors; ///< of its own statements, not of bodies within it
    bool readable = true;            ///< false: not all of its statements are seen
    bool atomic = false;             ///< BEGIN ATOMIC or RETURN: parsed at definition time
    bool executesDynamicSql = false; ///< PL/pgSQL EXECUTE of a text that is put together
    Range dynamicSql;                ///< the word EXECUTE of the first of these
    bool raises = false;             ///< PL/pgSQL: ends with RAISE EXCEPTION in any case
};

enum class RoutineKind : uint8_t { Function, Procedure, Aggregate };

struct CreateRoutine : Statement {
    static constexpr StatementKind statementKind = StatementKind::CreateRoutine;
    QualifiedName name;
    RoutineKind kindOfRoutine = RoutineKind::Function;
    bool orReplace = false;
    CompactSpan<RoutineArgument> arguments;
    TypeName result; ///< empty name: none
    bool returnsTable = false;
    Volatility volatility = Volatility::Volatile;
    bool securityDefiner = false;
    bool strict = false;
    bool setsSearchPath = false;
    uint32_t optionsBegin = 0;     ///< where the arguments and the result end
    CompactSpan<Setting> settings; ///< all options but the language and the body
    Body body;
};

struct Do : Statement {
    static constexpr StatementKind statementKind = StatementKind::Do;
    Body body;
};

/// The body of a routine or DO block; null for other statements.
inline const Body* bodyOf(const Statement& statement) {
    if (const auto* routine = as<CreateRoutine>(statement)) {
        return &routine->body;
    }
    const auto* block = as<Do>(statement);
    return block == nullptr ? nullptr : &block->body;
}

struct CreateTrigger : Statement {
    static constexpr StatementKind statementKind = StatementKind::CreateTrigger;
    Name name;
    QualifiedName table;
    QualifiedName function;
    CompactSpan<Name> columns; ///< UPDATE OF
    const Expression* when = nullptr;
    bool orReplace = false;
    bool constraint = false;
    bool row = false;
};

/// What the server does besides, or instead of, a query on a table or view.
struct CreateRule : Statement {
    static constexpr StatementKind statementKind = StatementKind::CreateRule;
    Name name;
    QualifiedName table;
    QueryKind event = QueryKind::Select;
    const Expression* condition = nullptr;
    CompactSpan<const Query*> actions; ///< without NOTIFY; empty for NOTHING
    bool instead = false;
    bool orReplace = false;
};

/// CREATE POLICY and ALTER POLICY.
struct PolicyStatement : Statement {
    Name name;
    QualifiedName table;
    std::string_view command; ///< "all", "select", …; empty in ALTER
    const Expression* usingExpression = nullptr;
    const Expression* checkExpression = nullptr;
    bool permissive = true;
    CompactSpan<Name> roles; ///< TO; empty in ALTER: they stay
};
struct CreatePolicy : PolicyStatement {
    static constexpr StatementKind statementKind = StatementKind::CreatePolicy;
};
struct AlterPolicy : PolicyStatement {
    static constexpr StatementKind statementKind = StatementKind::AlterPolicy;
};

} // namespace ironlaw
