// Bodies of routines and DO blocks: which language is read how.
#include "grammar/body.h"

namespace ironlaw {

Body readBody(PlacedText text, const QuotedText& body, std::string_view language, Arena& arena,
              int depth) {
    Body result;
    result.language = language;
    result.range = body.range;
    BodySql sql({body.bytes, body.range.begin}, arena, depth);
    if (language == "sql") {
        sql.body(body.range);
    } else if (language == "plpgsql") {
        readPlPgSql({body.bytes, body.range.begin}, body.range, sql, result);
    } else {
        result.readable = false;
        return result;
    }
    result.readable = sql.errors.empty();
    coverQuotes(text, body.range, sql.statements);
    result.statements = arena.copy(sql.statements);
    result.errors = arena.copy(sql.errors);
    return result;
}

} // namespace ironlaw
