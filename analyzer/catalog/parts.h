// What comes and goes with a relation.
#pragma once

#include "analyzer/catalog/object.h"

namespace ironlaw {

/// The table or view of an index, owned sequence, trigger, policy, rule or statistics; 0 for all
/// other objects.
ObjectId relationOf(const CatalogObject& object);

} // namespace ironlaw
