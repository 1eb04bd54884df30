// Indexes of partitioned tables and of their partitions, whose columns may stand in another order.
// Within replay/ only.
#pragma once

#include "analyzer/catalog/catalog.h"

#include <functional>
#include <memory>
#include <vector>

namespace ironlaw {

/// The columns of `to` that have the names of these columns of `from`; 0 where there is none.
std::vector<ColumnNumber> mapped(const std::vector<ColumnNumber>& numbers, const Table& from,
                                 const Table& to);

/// The column of a key that is nothing else, also `(column)` and `(column COLLATE "C")`
/// (ComputeIndexAttrs, src/backend/commands/indexcmds.c); empty for an expression.
std::string_view plainColumn(const IndexKey& key);

/// What a statement says of an index, apart from its columns.
std::unique_ptr<Index> indexOf(const CreateIndex& statement);
/// The same with the columns that the table has.
std::unique_ptr<Index> indexOf(const CreateIndex& statement, const Table& table);

/// An index of `to` that is like `source`, an index of `from`; its name is not right yet.
std::unique_ptr<Index> indexLike(const Index& source, const Table& from, const Table& to);

/// The index of the partition that PostgreSQL attaches to `source`, an index of `from`, rather than
/// building one; behind a constraint it has to be one's, too. Null if there is none.
const Index* matchingIndex(const Index& source, const Table& from, const Table& partition,
                           const Catalog& catalog);

/// Goes through the partitions that have to get an index like `wanted`, which `parent` has, from
/// `first` on: `attach` gets an index that is taken for it, `build` a table that has none.
void eachPartIndex(const Index& wanted, const Table& parent, const Table& first,
                   const Catalog& catalog, const std::function<void(const Index&)>& attach,
                   const std::function<void(const Table&)>& build);

} // namespace ironlaw
