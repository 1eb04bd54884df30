// How a table with parents is written. Within schema/ only.
#pragma once

#include "analyzer/catalog/catalog.h"

namespace ironlaw {

/// Whether the definition has to name everything that the table has, because it has no parents or
/// because INHERITS would not give it just that, with its columns in their places. Its parents are
/// then added by ALTER TABLE … INHERIT.
bool isWrittenWhole(const Table& table, const Catalog& catalog);

/// Whether the column may be NULL although that of a parent may not, as servers before 18 allow
/// behind INHERIT only.
bool isLoosened(const Table& table, const Column& column, const Catalog& catalog);

} // namespace ironlaw
