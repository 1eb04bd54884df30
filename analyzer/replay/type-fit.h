// Which types PostgreSQL casts into one another without being asked, as far as that is certain: the
// casts of pg_cast between the types that most schemas are made of.
#pragma once

#include "analyzer/catalog/catalog.h"

namespace ironlaw {

/// No value of `from` becomes one of `to` by assignment: INSERT, ALTER COLUMN TYPE without USING.
bool surelyUnassignable(const TypeName& from, const TypeName& to, const Catalog& catalog);

/// No index over `key` can serve a foreign key of type `from` (ATAddForeignKeyConstraint,
/// src/backend/commands/tablecmds.c).
bool surelyIncomparable(const TypeName& from, const TypeName& key, const Catalog& catalog);

/// The type is none of integers: no identity column has it.
bool surelyNoInteger(const TypeName& type, const Catalog& catalog);

/// The default, a literal or the current time, is none for a column of the type.
bool surelyNoDefault(const Expression& value, const TypeName& type, const Catalog& catalog);

/// The default of a column of type `from` is none for `to`, whatever USING makes of the rows.
bool surelyLosesDefault(const Expression& value, const TypeName& from, const TypeName& to,
                        const Catalog& catalog);

/// As PostgreSQL names the type in its messages; a serial one by what it stands for.
std::string plainTypeName(const TypeName& type);

} // namespace ironlaw
