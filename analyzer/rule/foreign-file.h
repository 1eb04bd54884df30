// Files that are plainly written for another server: one diagnostic says so, not one a statement.
#pragma once

#include "grammar/arena.h"
#include "grammar/parser.h"

#include <span>

namespace ironlaw {

/// `sections` are those of one file. If PostgreSQL refuses most of its statements, and some of them
/// plainly belong to MySQL, SQLite or SQL Server, all of them are taken away, and one error says
/// why. Its texts live in `arena`.
void settleForeignFile(std::span<ParsedSection* const> sections, Arena& arena);

} // namespace ironlaw
