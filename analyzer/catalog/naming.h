// The names that PostgreSQL chooses for what a migration leaves unnamed.
#pragma once

#include "analyzer/catalog/catalog.h"

#include <string>

namespace ironlaw {

/// `name1_name2_label`, the longer of both names shortened until it fits into 63 bytes
/// (makeObjectName, src/backend/commands/indexcmds.c). Empty parts are left out.
std::string makeObjectName(std::string_view name1, std::string_view name2, std::string_view label);

/// The first of `name1_name2_label`, `…label1`, `…label2` that no relation of `schema` has
/// (ChooseRelationName, indexcmds.c).
std::string chooseRelationName(const Catalog& catalog, std::string_view schema,
                               std::string_view name1, std::string_view name2,
                               std::string_view label);

/// The same among the constraints of `table` (ChooseConstraintName,
/// src/backend/catalog/pg_constraint.c).
std::string chooseConstraintName(const Table& table, std::string_view name1, std::string_view name2,
                                 std::string_view label);

/// `a_b_c` for the columns of an index or foreign key (ChooseIndexNameAddition, indexcmds.c).
std::string columnsForName(const Table& table, const std::vector<ColumnNumber>& columns);

} // namespace ironlaw
