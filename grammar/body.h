// The statements within the bodies of routines and DO blocks. Within grammar/ only.
#pragma once

#include "grammar/anchor.h"
#include "grammar/arena.h"
#include "grammar/statements.h"

namespace ironlaw {

/// The statements of a procedural or SQL body whose text stands at `body` in `text`, between the
/// quotes; `language` decides how it is read, `depth` is the number of bodies around it.
Body readBody(PlacedText text, Range body, std::string_view language, Arena& arena, int depth);

/// The statements of a PL/pgSQL body: its control structure is walked, and each SQL statement in it
/// is parsed on its own. Adds to `result` what is not seen.
std::vector<const Statement*> readPlPgSql(PlacedText text, Range body, Arena& arena, int depth,
                                          Body& result);

/// The text of a body between single quotes as SQL reads it, with equal length: of each doubled
/// quote one half becomes a blank, beside the string where that is possible and else within it.
std::string undoubledQuotes(std::string_view body);

} // namespace ironlaw
