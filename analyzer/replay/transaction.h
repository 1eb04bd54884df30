// The transaction that a statement runs in: the migration tool's, an explicit one, or that of a
// message with several statements.
#pragma once

#include "analyzer/project/migration.h"
#include "analyzer/replay/effects.h"

#include <vector>

namespace ironlaw {

enum class TransactionSource : uint8_t {
    None,    ///< each statement commits on its own
    Tool,    ///< the migration tool wraps the text
    Begin,   ///< BEGIN in the text
    Message, ///< several statements sent as one string: PostgreSQL's implicit transaction block
};

/// A lock that the open transaction has taken and keeps to its end.
struct HeldLock {
    ObjectId relation = 0; ///< 0: not in the catalog
    std::string_view schema;
    std::string_view name;
    RelationKind kind = RelationKind::Table;
    LockMode mode = LockMode::None;
    Location statement; ///< the first that took it in this mode
    bool isNew = false; ///< nobody else could see the relation, or it held no rows
};

/// Work that a statement of the open transaction did.
struct PastWork {
    Work work; ///< its relation only by name
    Location statement;
    bool isNew = false; ///< as in HeldLock
};

struct TransactionState {
    TransactionSource source = TransactionSource::None;
    uint32_t number = 0; ///< of the open transaction, counted through the whole run; 0: none
    Location begin;      ///< BEGIN: where it stands
    std::vector<HeldLock> locks; ///< in the order in which they were taken
    std::vector<PastWork> work;

    bool isBlock() const { return source != TransactionSource::None; }
    /// The strongest mode in which a statement of the transaction has locked the relation so far.
    const HeldLock* lockOn(const RelationUse& relation) const;
};

} // namespace ironlaw
