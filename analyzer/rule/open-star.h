// Stars in output lists that stand for whatever columns a table has.
#pragma once

#include "analyzer/rule/event.h"

namespace ironlaw {

struct OpenStar {
    /// `*` or `t.*`, or the t of `(t).*`; null if there is none.
    const Expression* star = nullptr;
    bool ofTriggerRow = false; ///< NEW or OLD of a trigger or rule
};

/// The star that `value`, an output or value of `use`, is. None if it is none, or if the statement
/// itself spells out the columns behind it: in a subquery, a common table expression, or the result
/// type of a function. `hasTriggerRows`: the query stands where NEW and OLD are rows.
OpenStar openStar(const Expression* value, const QueryUse& use, bool hasTriggerRows);

} // namespace ironlaw
