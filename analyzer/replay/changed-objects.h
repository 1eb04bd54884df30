// To which objects a statement's changes are limited: what is made and dropped again by one
// migration leaves nothing behind.
#pragma once

#include "analyzer/catalog/catalog.h"

#include <optional>
#include <vector>

namespace ironlaw {

/// All that a statement changes.
struct ChangedObjects {
    std::vector<ObjectId> known; ///< objects that are there before it
    /// It makes objects as well: those that the catalog gets while the statement is applied.
    bool makes = false;
};

/// What `statement`, which comes next, changes: nothing but the definitions and rows of these
/// objects, so that nothing of it is left once all of them are gone. Nothing is returned if it
/// changes something else, or if that is not known.
std::optional<ChangedObjects> changedObjects(const Statement& statement, const Catalog& catalog,
                                             int serverVersion);

} // namespace ironlaw
