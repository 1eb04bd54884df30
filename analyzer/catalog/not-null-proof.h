// Whether a CHECK constraint proves that a column holds no NULL.
#pragma once

#include "analyzer/catalog/object.h"

namespace ironlaw {

/// Whether PostgreSQL sees from `constraint` that `column` is never NULL
/// (ConstraintImpliedByRelConstraint in src/backend/commands/tablecmds.c; measured in
/// lock-model.md, section 7): a valid, enforced CHECK that says IS NOT NULL, alone or in a
/// conjunction.
bool provesNotNull(const Constraint& constraint, std::string_view column);

/// Whether the column is NOT NULL for all rows, not for later ones only.
bool isValidNotNull(const Table& table, const Column& column);

/// Whether the column is NOT NULL for all rows, or a CHECK of its table proves that it holds no
/// NULL.
bool holdsNoNull(const Table& table, const Column& column);

} // namespace ironlaw
