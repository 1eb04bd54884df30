// What a statement does, derived from the catalog before it, its transaction and the server
// version.
#pragma once

#include "analyzer/catalog/catalog.h"

namespace ironlaw {

/// PostgreSQL builds an index on a table that already stands, and locks the table meanwhile.
struct IndexBuild {
    const Table* table = nullptr; ///< null if the table is not in the catalog
    QualifiedName tableName;
    bool concurrently = false; ///< SHARE UPDATE EXCLUSIVE instead of SHARE
};

/// PostgreSQL refuses the statement in a transaction block (PreventInTransactionBlock in xact.c);
/// lock-model.md section 10.
struct BlockRefusal {
    std::string_view words;    ///< "CREATE INDEX CONCURRENTLY", "VACUUM"
    bool concurrently = false; ///< it is one of the CONCURRENTLY forms
    Range anchor;              ///< the word that makes it so, or the statement
};

struct Effects {
    std::optional<IndexBuild> indexBuild;
    std::optional<BlockRefusal> blockRefusal;
    /// It changes schema or data: something that a way back has to undo. False for SET, SELECT of
    /// plain queries, transaction control, EXPLAIN.
    bool changesDatabase = false;
    /// It may change something: it calls a routine that is not seen. True if changesDatabase is.
    bool mayChangeDatabase = false;
};

} // namespace ironlaw
