// Whether an index serves a foreign key: the search for referencing rows, and the check that a
// change of a referenced row causes.
#pragma once

#include "analyzer/catalog/object.h"

namespace ironlaw {

/// Whether `index` finds the rows that hold given values in all of `columns`: they are its leading
/// columns, in any order among them, and its predicate leaves out nothing but NULLs of them (a NULL
/// in a foreign key refers to nothing). A btree serves any number of columns, a hash index one.
bool servesColumns(const Index& index, const std::vector<ColumnNumber>& columns);

} // namespace ironlaw
