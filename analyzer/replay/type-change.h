// What ALTER COLUMN TYPE costs, by the types alone (lock-model.md, section 6;
// ATColumnChangeRequires- Rewrite in src/backend/commands/tablecmds.c).
#pragma once

#include "analyzer/catalog/catalog.h"
#include "analyzer/replay/volatility.h"

namespace ironlaw {

struct TypeChange {
    Answer rewrites = Answer::Unknown;
    /// The default operator class or the collation differs: indexes are built anew where the table
    /// is not rewritten.
    bool rebuildsIndexes = false;
    /// Between timestamp with and without time zone: no rewrite where the session's time zone is
    /// UTC.
    bool timeZoneDecides = false;
};

/// `zoneIsUtc`: what is known of the time zone of the session that runs the migration.
TypeChange typeChange(const Column& column, const AlterColumnType& action, const Catalog& catalog,
                      int serverVersion, Answer zoneIsUtc);

/// Whether a value has to be checked to become one of the type: a domain with a constraint, or over
/// such a domain (DomainHasConstraints, src/backend/utils/cache/typcache.c).
bool isConstrainedDomain(const TypeName& type, const Catalog& catalog);

} // namespace ironlaw
