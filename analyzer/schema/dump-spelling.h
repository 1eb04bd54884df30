// What a server surely prints as it was written, whatever else pg_dump spells in its own way.
// Within schema/ only.
#pragma once

#include "analyzer/catalog/catalog.h"

#include <optional>
#include <string>

namespace ironlaw {

/// A type without what may differ for one and the same type: the schema of an extension's type, and
/// the spelling of its modifiers, which format_type hands to the type itself.
std::string comparableType(const Catalog& catalog, const TypeName& type);

/// A default that is a constant of a simple type, or a call of a function that is not the history's
/// own, without arguments. Nothing for all others: a server resolves casts and prints values of
/// most types in a form of their own. `type` is that of the column, and may be null.
std::optional<std::string> comparableDefault(const Catalog& catalog, const Expression* value,
                                             const TypeName* type);

/// The string constants of an expression that are plain words, as of `status IN ('new', 'done')`.
/// A server adds casts and turns IN into = ANY, and keeps these. Nothing if there are none, or if
/// they could be a name or a value that is printed in another form.
std::optional<std::string> comparableWords(const Expression* expression);

/// The text between the quotes of a body, which a server keeps: without what differs when a file is
/// formatted, its white space. `file` is the text around `body`. Nothing if there is no such text.
std::optional<std::string> comparableBody(std::string_view file, Range body);

/// A constant, perhaps in casts.
bool isConstant(const Expression* value);

/// Whether the type belongs to an extension, as far as is known.
bool isOfExtension(const Catalog& catalog, const TypeName& type);

} // namespace ironlaw
