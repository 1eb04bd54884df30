// The statements within the bodies of routines and DO blocks. Within grammar/ only.
#pragma once

#include "grammar/body-sql.h"
#include "grammar/statements.h"

namespace ironlaw {

/// What a procedural or SQL `body` of `text` holds; `language` decides how it is read, `depth` is
/// the number of bodies around its statements.
Body readBody(PlacedText text, const QuotedText& body, std::string_view language, Arena& arena,
              int depth);

/// Walks the control structure of a PL/pgSQL body and hands the SQL in it to `sql`, piece by piece.
/// Adds to `result` what is not seen.
void readPlPgSql(PlacedText text, Range body, BodySql& sql, Body& result);

} // namespace ironlaw
