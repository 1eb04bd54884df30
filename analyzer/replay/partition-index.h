// Indexes of partitioned tables and of their partitions, whose columns may stand in another order.
// Within replay/ only.
#pragma once

#include "analyzer/catalog/catalog.h"

#include <memory>
#include <vector>

namespace ironlaw {

/// The columns of `to` that have the names of these columns of `from`; 0 where there is none.
std::vector<ColumnNumber> mapped(const std::vector<ColumnNumber>& numbers, const Table& from,
                                 const Table& to);

/// An index of `to` that is like `source`, an index of `from`; its name is not right yet.
std::unique_ptr<Index> indexLike(const Index& source, const Table& from, const Table& to);

/// The index of the partition that PostgreSQL attaches to `source`, an index of `from`, rather than
/// building one; behind a constraint it has to be one's, too. Null if there is none.
const Index* matchingIndex(const Index& source, const Table& from, const Table& partition,
                           const Catalog& catalog);

} // namespace ironlaw
