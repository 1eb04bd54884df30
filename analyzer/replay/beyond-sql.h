// What a statement does that no SQL undoes, however long its author looks for a way back.
#pragma once

#include "analyzer/replay/replay.h"

#include <vector>

namespace ironlaw {

struct BeyondSql {
    enum class Kind : uint8_t {
        EnumValue, ///< ALTER TYPE … ADD VALUE: there is no DROP VALUE
        Rows,      ///< of a table that is dropped or truncated
        Values,    ///< of a column that is dropped
    };
    Kind kind;
    Location place;         ///< the statement, or the action of ALTER TABLE
    std::string name;       ///< of the enum, table or column, as messages print it
    std::string_view value; ///< EnumValue
};

/// Of `statement`, which comes next. What the open migration has made itself is nothing to lose.
std::vector<BeyondSql> beyondSql(const Statement& statement, const Replay& replay);

} // namespace ironlaw
