// go-pg/migrations and bun: NUMBER_title.up.sql, or .tx.up.sql for a script that runs in a
// transaction (collection.go; migrate/migration.go). A line cuts a script into messages. Within
// project/ only.
#pragma once

#include "analyzer/project/script-layout.h"

namespace ironlaw {

/// The names of both tools; one without "tx" opts out of the transaction.
std::optional<ScriptName> parseSplitName(std::string_view fileName);

/// Reads the folder of `input`, and adds to the migrations' problems the lines that begin as
/// `split` does up to its colon, which the tool refuses, and those that mean `split`.
void layoutSplitScripts(const LayoutInput& input, const ScriptLayout& layout,
                        std::string_view split);

/// How much `evidence` speaks for the tool with the cutting line `split` and the Go module
/// `module`.
int recogniseSplitScripts(const Evidence& evidence, std::string_view split,
                          std::string_view module);

} // namespace ironlaw
