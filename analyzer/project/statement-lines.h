// How goose and sql-migrate read a file, line by line (goose: internal/sqlparser/parser.go, 3.27;
// sql-migrate: sqlparse/sqlparse.go): they know their markers and semicolons at the ends of lines,
// and nothing of quotes and bodies. Within project/ only.
#pragma once

#include "analyzer/project/migration.h"

#include <span>
#include <string_view>

namespace ironlaw {

/// What a line is to the tool.
enum class LineKind : uint8_t { Text, Up, Down, StatementBegin, StatementEnd, OtherMarker };

/// How a tool reads lines.
struct LineRules {
    LineKind (*classify)(std::string_view line) = nullptr;
    /// A line that never begins a statement.
    bool (*isComment)(std::string_view line) = nullptr;
    bool refusesMisplaced = false; ///< a marker in the wrong place
    bool readsWaysApart = false;   ///< what is wrong with the way back does not stop the way up
    std::string_view up;           ///< the tool's markers
    std::string_view statementBegin;
    std::string_view statementEnd;
    std::string_view cutHelp; ///< how a statement with semicolons stays whole: a help sentence
};

/// Adds to `migration.problems` the first marker that the tool refuses, the statements that it
/// finds unfinished, and those that it cuts where PostgreSQL would not. The sections are in place.
void readLines(Migration& migration, FileId file, std::string_view text, const LineRules& rules);

/// Adds to `migration.problems` the first of `ends` within each statement of PostgreSQL's: there
/// the tool ends it, and PostgreSQL does not. `ends` are sorted; `help` is a help sentence.
void noteCuts(const Section& section, std::string_view text, std::span<const uint32_t> ends,
              std::string_view help, Migration& migration);

} // namespace ironlaw
