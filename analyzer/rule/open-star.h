// Stars in output lists that stand for whatever columns a table has.
#pragma once

#include "analyzer/rule/event.h"

namespace ironlaw {

/// The `*` or `t.*` of `target`, an output of `use`, or the t of its `(t).*`. Null if it is none,
/// or if the statement itself spells out the columns behind it: in a subquery, a common table
/// expression, or the result type of a function.
const Expression* openStar(const Target& target, const QueryUse& use);

} // namespace ironlaw
