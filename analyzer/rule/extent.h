// How much of a table a statement changes, as far as its text says.
#pragma once

#include "analyzer/catalog/catalog.h"

namespace ironlaw {

/// Whether `query`, an UPDATE, DELETE or MERGE within `statement`, can only reach a limited number
/// of rows, however large its table is: it names rows by a unique key, a range of one, ctid or a
/// list of values, or a LIMIT stands in the statement. `table` is null if it is not known; then
/// the usual names are taken for keys.
bool isBounded(const Query& query, const Query& statement, const Table* table,
               const Catalog& catalog);

} // namespace ironlaw
