// What a statement does to the rows of one relation. Within replay/ only.
#pragma once

#include "analyzer/replay/effects.h"

namespace ironlaw {

using Names = std::vector<std::string_view>;

/// Columns are named as the relation calls them.
struct RowChange {
    bool inserts = false;
    bool updates = false;
    bool deletes = false;
    bool only = false;        ///< UPDATE ONLY and its like
    std::vector<Names> given; ///< of each kind of new rows: the columns that the statement fills
    Names set;                ///< UPDATE
    Names defaulted;          ///< UPDATE: those set to DEFAULT
};

/// INSERT, UPDATE, DELETE or MERGE.
RowChange changeOf(const Query& query, const RelationUse& relation);
/// COPY … FROM.
RowChange changeOf(const Copy& statement, const RelationUse& relation);

} // namespace ironlaw
