// Whether a query surely reads a column, and not something else that has its name.
#pragma once

#include "analyzer/catalog/catalog.h"

namespace ironlaw {

/// Whether `query` names the column of `table`, by its name or one that it had: qualified with the
/// table, or where nothing else in sight can have the name. Stars are not looked at.
bool surelyReads(const Query& query, const Table& table, const Column& column,
                 const Catalog& catalog);

} // namespace ironlaw
