// The SQL of one body: pieces of it are parsed on their own. Within grammar/ only.
#pragma once

#include "grammar/arena.h"
#include "grammar/quoted-text.h"
#include "grammar/raw-parse.h"
#include "grammar/syntax-error.h"

#include <vector>

namespace ironlaw {

/// Nesting of bodies: a DO block that creates a function that runs a DO block, and so on. What lies
/// deeper is not read.
inline constexpr int maxBodyDepth = 8;

/// Parses pieces of one body and gathers their statements, and the errors of those that PostgreSQL
/// refuses. Ranges are offsets of the file.
class BodySql {
public:
    /// `text` is the body as SQL reads it and outlives the reader; `depth` is the number of bodies
    /// around its statements.
    BodySql(PlacedText text, Arena& arena, int depth) : text_(text), arena_(arena), depth_(depth) {}

    /// A text of SQL statements with semicolons between them.
    void body(Range range);
    /// One statement of a PL/pgSQL body: PERFORM reads SELECT there, and the targets of INTO are
    /// PL/pgSQL's own.
    void statement(Range range);
    /// An expression of PL/pgSQL. One without a query in it leaves nothing behind.
    void expression(Range range);
    /// What PL/pgSQL's EXECUTE runs, whose argument begins `range`: a literal, also in parentheses
    /// or as format() without anything to insert. False if it is put together at run time, or
    /// cannot all be read.
    bool executed(Range range);

    std::vector<const Statement*> statements;
    std::vector<SyntaxError> errors;

private:
    Range local(Range range) const { return {range.begin - text_.base, range.end - text_.base}; }
    Range placed(Range range) const { return {range.begin + text_.base, range.end + text_.base}; }
    /// Reads `sql`, which stands at `range`: as a whole, or what can be read of it.
    void read(Range range, std::string_view sql);
    bool parse(const std::string& buffer, uint32_t base, RawError& error, RawMode mode);
    std::string withoutTargets(Range range) const;

    PlacedText text_;
    Arena& arena_;
    int depth_;
};

} // namespace ironlaw
