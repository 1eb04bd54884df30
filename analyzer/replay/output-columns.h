// What a query gives: its output columns with their types, and the relations that it reads, as far
// as the catalog can tell.
#pragma once

#include "analyzer/catalog/needs.h"

namespace ironlaw {

struct OutputColumn {
    std::string_view name;
    const TypeName* type = nullptr; ///< null if it is not known
    ObjectId relation = 0;          ///< 0 unless it is the column of a relation in FROM
    ColumnNumber number = 0;
};

struct OutputColumns {
    std::vector<OutputColumn> columns;
    std::vector<ExpandedStar> stars; ///< of the query and those in its FROM and WITH, once each
    bool complete = true;            ///< false: some are missing, or have no known name

    /// Their names, the first of them replaced by those that the statement lists.
    std::vector<std::string_view> names(std::span<const Name> listed) const;
};

OutputColumns outputColumns(const Query* query, const Catalog& catalog);

/// The columns of the tables among `relations` whose names stand anywhere in the query; all of them
/// if it has a star.
std::vector<std::pair<ObjectId, ColumnNumber>>
columnsIn(const Query* query, const std::vector<ObjectId>& relations, const Catalog& catalog);

} // namespace ironlaw
