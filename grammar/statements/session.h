// Transaction control, settings, COPY, queries as statements, and everything that is not modelled.
#pragma once

#include "grammar/statements/object.h"

namespace ironlaw {

enum class TransactionAction : uint8_t {
    Begin,
    Commit,
    Rollback,
    Savepoint,
    ReleaseSavepoint,
    RollbackToSavepoint,
    Prepare,
    CommitPrepared,
    RollbackPrepared,
};

struct TransactionStatement : Statement {
    static constexpr StatementKind statementKind = StatementKind::Transaction;
    TransactionAction action = TransactionAction::Begin;
    Name savepoint;
    bool chain = false;
};

struct SetVariable : Statement {
    static constexpr StatementKind statementKind = StatementKind::SetVariable;
    Name name; ///< "all" in RESET ALL; empty in SET TRANSACTION
    CompactSpan<std::string_view> values;
    bool local = false;
    bool reset = false; ///< RESET, or SET … TO DEFAULT
};

/// What of the session it forgets; plans and the state of sequences are none of our business.
struct Discard : Statement {
    static constexpr StatementKind statementKind = StatementKind::Discard;
    bool all = false;       ///< settings, roles, prepared statements, cursors, temporary tables, …
    bool temporary = false; ///< temporary tables; also with `all`
};

struct Copy : Statement {
    static constexpr StatementKind statementKind = StatementKind::Copy;
    QualifiedName table; ///< empty for COPY (query)
    CompactSpan<Name> columns;
    const Query* query = nullptr;
    bool from = false;
    bool standardStream = false; ///< STDIN or STDOUT
};

/// SELECT, VALUES, INSERT, UPDATE, DELETE, MERGE as statements of their own; also the query of
/// EXPLAIN, PREPARE and DECLARE CURSOR (`executes` says whether it runs).
struct QueryStatement : Statement {
    static constexpr StatementKind statementKind = StatementKind::Query;
    const Query* query = nullptr;
    bool executes = true;
    bool prepares = false; ///< PREPARE: it is not even planned yet
};

struct Call : Statement {
    static constexpr StatementKind statementKind = StatementKind::Call;
    const Expression* call = nullptr;
};

/// A statement that is parsed but not lowered. `words` names it; `reason` is why that is harmless,
/// and empty if it is not: then the user is told that it was not analysed.
struct OtherStatement : Statement {
    static constexpr StatementKind statementKind = StatementKind::Other;
    std::string_view words;
    std::string_view reason;
    /// PostgreSQL refuses it in a transaction block (PreventInTransactionBlock).
    bool refusedInTransaction = false;
    bool changesDatabase = false; ///< it changes something that a way back would have to undo
    CompactSpan<SettingChange> changes;
    /// ALTER DEFAULT PRIVILEGES: what it grants, without objects; `changes` names the defaults.
    const Grant* defaults = nullptr;
};

} // namespace ironlaw
