// See parts.h.
#include "analyzer/catalog/parts.h"

namespace ironlaw {

ObjectId relationOf(const CatalogObject& object) {
    switch (object.kind) {
    case CatalogKind::Index: return static_cast<const Index&>(object).table;
    case CatalogKind::Sequence: return static_cast<const Sequence&>(object).ownerTable;
    case CatalogKind::Trigger: return static_cast<const Trigger&>(object).table;
    case CatalogKind::Policy: return static_cast<const Policy&>(object).table;
    case CatalogKind::RewriteRule: return static_cast<const RewriteRule&>(object).table;
    case CatalogKind::Statistics: return static_cast<const Statistics&>(object).table;
    default: return 0;
    }
}

} // namespace ironlaw
