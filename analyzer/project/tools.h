// The list of migration tools, and what their layouts share. Within project/ only.
#pragma once

#include "analyzer/project/folder.h"

namespace ironlaw {

/// A regular entry whose name ends in .sql (in any case), or .pgsql.
bool isSqlFile(const FolderEntry& entry);

/// Whether the folder is a Tool::isLocation of some tool.
bool isToolLocation(const Folder& folder);

extern const Tool flyway;
extern const Tool golangMigrate;
extern const Tool goose;
extern const Tool dbmate;
extern const Tool sqlx;
extern const Tool diesel;
extern const Tool prisma;
extern const Tool plain;
extern const Tool schemaDump;

/// How a text runs that nobody wraps: psql sends statement by statement.
Execution statementByStatement(const Section& section, const ParsedSection& parsed);

/// The tool that the evidence speaks for most; null if none does.
const Tool* recogniseTool(const Evidence& evidence);

} // namespace ironlaw
