// String constants that become values of an enum, as far as their place in a statement says so.
#pragma once

#include "analyzer/catalog/catalog.h"
#include "analyzer/rule/event.h"

#include <functional>

namespace ironlaw {

using EnumLiteralVisit = std::function<void(const Expression& literal, const Type& type)>;

/// Calls `visit` for the string constants in `value`, which becomes a value of `type`, and for
/// those that are cast to an enum within it.
void eachEnumLiteral(const Expression* value, const TypeName* type, const Catalog& catalog,
                     const EnumLiteralVisit& visit);

/// Likewise for what the query inserts, assigns, casts, and compares with columns; not for the
/// queries within it.
void eachEnumLiteral(const QueryUse& use, const Catalog& catalog, const EnumLiteralVisit& visit);

} // namespace ironlaw
