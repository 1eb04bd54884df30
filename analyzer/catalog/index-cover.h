// Whether an index serves a foreign key: the search for referencing rows, and the check that a
// change of a referenced row causes.
#pragma once

#include "analyzer/catalog/object.h"

namespace ironlaw {

/// Whether `index` finds the rows of `table` that hold given values in all of `columns`: they are
/// its leading columns, in any order among them and in their own collations
/// (IndexCollMatchesExprColl in src/include/optimizer/paths.h), and its predicate leaves out
/// nothing but NULLs of them (a NULL in a foreign key refers to nothing). GiST and GIN have an
/// operator class with "=" for every type of a key (btree_gist, btree_gin), without which the index
/// could not be; SP-GiST and hash indexes have one column only; BRIN still reads much of the table
/// (seen on PostgreSQL 15).
bool servesColumns(const Index& index, const Table& table,
                   const std::vector<ColumnNumber>& columns);

} // namespace ironlaw
