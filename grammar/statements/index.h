// Indexes, and statements about a table's storage.
#pragma once

#include "grammar/statement.h"

namespace ironlaw {

struct IndexKey {
    Name column;                            ///< empty for an expression
    const Expression* expression = nullptr; ///< null for a plain column
    Name collation;
    Name operatorClass;
    bool descending = false;
    bool nullsFirst = false; ///< as written or as follows from the order
};

struct CreateIndex : Statement {
    static constexpr StatementKind statementKind = StatementKind::CreateIndex;
    Name name; ///< empty if PostgreSQL has to choose one
    QualifiedName table;
    std::string_view method; ///< "btree" if none was written
    CompactSpan<IndexKey> keys;
    CompactSpan<Name> included;
    const Expression* predicate = nullptr;
    bool unique = false;
    bool concurrently = false;
    bool ifNotExists = false;
    bool only = false;
    bool nullsNotDistinct = false;
    CompactSpan<Setting> settings;
};

enum class ReindexTarget : uint8_t { Index, Table, Schema, Database, System };

struct Reindex : Statement {
    static constexpr StatementKind statementKind = StatementKind::Reindex;
    ReindexTarget target = ReindexTarget::Index;
    QualifiedName name;
    bool concurrently = false;
};

struct RefreshMaterializedView : Statement {
    static constexpr StatementKind statementKind = StatementKind::RefreshMaterializedView;
    QualifiedName name;
    bool concurrently = false;
    bool withData = true;
};

struct Truncate : Statement {
    static constexpr StatementKind statementKind = StatementKind::Truncate;
    CompactSpan<QualifiedName> tables;
    CompactSpan<uint8_t> only; ///< for each table: 1 where ONLY stands in front of it, else 0
    bool cascade = false;
    bool restartIdentity = false;
};

/// VACUUM and ANALYZE.
struct Vacuum : Statement {
    static constexpr StatementKind statementKind = StatementKind::Vacuum;
    CompactSpan<QualifiedName> tables;
    CompactSpan<uint8_t> only; ///< likewise
    bool analyzeOnly = false;  ///< ANALYZE
    bool full = false;
};

struct Cluster : Statement {
    static constexpr StatementKind statementKind = StatementKind::Cluster;
    QualifiedName table; ///< empty: every clustered table
    Name index;
};

struct LockTable : Statement {
    static constexpr StatementKind statementKind = StatementKind::LockTable;
    CompactSpan<QualifiedName> tables;
    CompactSpan<uint8_t> only; ///< likewise
    uint8_t mode = 8; ///< PostgreSQL's number: 1 ACCESS SHARE … 8 ACCESS EXCLUSIVE (lockdefs.h)
    bool nowait = false;
};

} // namespace ironlaw
