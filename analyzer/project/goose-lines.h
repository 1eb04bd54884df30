// How goose reads a file, line by line (internal/sqlparser/parser.go, 3.27): it knows its markers
// and semicolons at the ends of lines, and nothing of quotes and bodies. Within project/ only.
#pragma once

#include "analyzer/project/migration.h"

#include <functional>
#include <string_view>

namespace ironlaw {

/// What a line is to goose.
enum class GooseLine : uint8_t { Text, Up, Down, StatementBegin, StatementEnd, OtherMarker };

/// Adds to `migration.problems` the first marker that goose refuses, the statements that it finds
/// unfinished, and those that it cuts where PostgreSQL would not. The sections are in place.
void readAsGoose(Migration& migration, FileId file, std::string_view text,
                 const std::function<GooseLine(std::string_view)>& classify);

} // namespace ironlaw
