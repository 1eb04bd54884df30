// SQL's words for what the catalog has as enumerations.
#pragma once

#include "analyzer/catalog/object.h"

#include <string>

namespace ironlaw {

/// "CASCADE", "SET NULL"; empty for NO ACTION, which is what PostgreSQL takes without a word.
std::string_view wordsOf(ReferentialAction action);
std::string_view wordsOf(PartitionStrategy strategy);
/// "FUNCTION", "PROCEDURE" or "AGGREGATE".
std::string_view wordsOf(RoutineKind kind);
/// A role as GRANT and policies name it: in quotes if it needs them, but for public and the words
/// for the role of the session.
std::string roleName(std::string_view role);
/// `text` between quotes, as SQL reads it.
std::string quotedLiteral(std::string_view text);
/// "ALWAYS" or "BY DEFAULT".
std::string_view wordsOf(IdentityKind identity);
/// "STORED" or "VIRTUAL".
std::string_view wordsOf(GeneratedKind generated);

} // namespace ironlaw
