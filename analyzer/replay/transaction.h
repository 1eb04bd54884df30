// The transaction that a statement runs in: the migration tool's, an explicit one, or that of a
// message with several statements.
#pragma once

#include "analyzer/project/migration.h"

namespace ironlaw {

enum class TransactionSource : uint8_t {
    None,    ///< each statement commits on its own
    Tool,    ///< the migration tool wraps the text
    Begin,   ///< BEGIN in the text
    Message, ///< several statements sent as one string: PostgreSQL's implicit transaction block
};

struct TransactionState {
    TransactionSource source = TransactionSource::None;
    uint32_t number = 0; ///< of the open transaction, counted through the whole run; 0: none
    Location begin;      ///< BEGIN: where it stands
    bool isBlock() const { return source != TransactionSource::None; }
};

} // namespace ironlaw
