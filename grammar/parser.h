// The grammar's front door: from the bytes of a file to statements.
#pragma once

#include "grammar/arena.h"
#include "grammar/preparation.h"
#include "grammar/statement.h"
#include "grammar/syntax-error.h"

#include <string>
#include <vector>

namespace ironlaw {

/// What stands in one section of a file. Statements live in the arena given to parse().
struct ParsedSection {
    std::vector<const Statement*> statements; ///< in the order of the text
    std::vector<SyntaxError> errors;
    /// Refused statements within the bodies of statements, in the order of the text.
    std::vector<SyntaxError> bodyErrors;
    size_t brokenBodies = 0; ///< how many statements have such a body
    PreparedText prepared;
};

/// Parses `section` of a file's `bytes` with PostgreSQL's grammar: all of it at once, and statement
/// by statement where that fails, so that one broken statement costs only itself. Never fails.
/// `bytes` and `arena` have to outlive the result. Safe on several threads at once.
ParsedSection parse(std::string_view bytes, Range section, const PrepareOptions& options,
                    Arena& arena);

/// PostgreSQL's major version of the grammar in use: 18, or 17 with an older libpg_query.
int grammarVersion();

} // namespace ironlaw
