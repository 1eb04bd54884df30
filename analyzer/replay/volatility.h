// Whether a default is computed once, or anew for each row.
#pragma once

#include "analyzer/catalog/catalog.h"

namespace ironlaw {

enum class Answer : uint8_t { No, Yes, Unknown };

/// Whether the expression calls a volatile function after PostgreSQL has folded constants and
/// inlined SQL functions (contain_volatile_functions_after_planning,
/// src/backend/optimizer/util/clauses.c).
Answer isVolatile(const Expression* expression, const Catalog& catalog, int serverVersion);

} // namespace ironlaw
