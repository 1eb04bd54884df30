// The transaction that a statement runs in: the migration tool's, an explicit one, or that of a
// message with several statements.
#pragma once

#include "analyzer/project/migration.h"
#include "analyzer/replay/held-locks.h"

#include <vector>

namespace ironlaw {

enum class TransactionSource : uint8_t {
    None,    ///< each statement commits on its own
    Tool,    ///< the migration tool wraps the text
    Begin,   ///< BEGIN in the text
    Message, ///< several statements sent as one string: PostgreSQL's implicit transaction block
};

/// Work that a statement of the open transaction did.
struct PastWork {
    Work work; ///< its relation only by name
    Location statement;
    bool isNew = false; ///< as in HeldLock
};

struct TransactionState {
    TransactionSource source = TransactionSource::None;
    uint32_t number = 0;     ///< of the open transaction, counted through the whole run; 0: none
    Location begin;          ///< BEGIN: where it stands
    bool innerBegin = false; ///< Tool: BEGIN stood in it, which changed nothing
    bool addsLabels = false; ///< ALTER TYPE … ADD VALUE has run in it
    HeldLocks locks;
    std::vector<PastWork> work;

    /// Within a DO or CREATE SCHEMA outside of a block, which is a transaction of its own.
    bool isWithinStatement = false;

    bool isBlock() const { return source != TransactionSource::None; }
    /// What a statement locks stays locked for the ones after it.
    bool keepsLocks() const { return isBlock() || isWithinStatement; }
};

} // namespace ironlaw
