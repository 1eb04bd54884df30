// SQL's words for what the catalog has as enumerations.
#pragma once

#include "analyzer/catalog/object.h"

namespace ironlaw {

/// "CASCADE", "SET NULL"; empty for NO ACTION, which is what PostgreSQL takes without a word.
std::string_view wordsOf(ReferentialAction action);
std::string_view wordsOf(PartitionStrategy strategy);
/// "FUNCTION", "PROCEDURE" or "AGGREGATE".
std::string_view wordsOf(RoutineKind kind);
/// "ALWAYS" or "BY DEFAULT".
std::string_view wordsOf(IdentityKind identity);
/// "STORED" or "VIRTUAL".
std::string_view wordsOf(GeneratedKind generated);

} // namespace ironlaw
