// The names that PostgreSQL chooses for what a migration leaves unnamed.
#pragma once

#include "analyzer/catalog/catalog.h"

#include <llvm/ADT/StringSet.h>

#include <span>
#include <string>

namespace ironlaw {

/// `name1_name2_label`, the longer of both names shortened until it fits into 63 bytes
/// (makeObjectName, src/backend/commands/indexcmds.c). Empty parts are left out.
std::string makeObjectName(std::string_view name1, std::string_view name2, std::string_view label);

/// The first of `name1_name2_label`, `…label1`, `…label2` that no relation of `schema` has, and if
/// it is for the index of a constraint no constraint either (ChooseRelationName, indexcmds.c).
std::string chooseRelationName(const Catalog& catalog, std::string_view schema,
                               std::string_view name1, std::string_view name2,
                               std::string_view label, bool ofConstraint = false);

/// The same among the constraints of `schema` (ChooseConstraintName,
/// src/backend/catalog/pg_constraint.c), and none of `others`, which are still to be added.
std::string chooseConstraintName(const Catalog& catalog, std::string_view schema,
                                 std::string_view name1, std::string_view name2,
                                 std::string_view label, const llvm::StringSet<>& others = {});

/// The name of statistics on `table` that have none (ChooseExtendedStatisticName,
/// src/backend/commands/statscmds.c).
std::string chooseStatisticsName(const Catalog& catalog, std::string_view schema,
                                 std::string_view table, std::span<const IndexKey> keys);

/// `a_b_c` for the columns of a foreign key (ChooseForeignKeyConstraintNameAddition,
/// src/backend/commands/tablecmds.c).
std::string joinedForName(std::span<const std::string_view> columns);

/// The names of an index's columns, the included ones as well, which its own name is made of: a
/// second "expr" is "expr1"
/// (ChooseIndexColumnNames, indexcmds.c). `table` tells the names of plain columns.
std::vector<std::string> indexColumnNames(const Table& table, const Index& index);

/// The name of an index that has none: `label` is "pkey", "key", "excl" or "idx" (ChooseIndexName,
/// indexcmds.c).
std::string chooseIndexName(const Catalog& catalog, const Table& table, const Index& index,
                            std::string_view label);

} // namespace ironlaw
