// The list of migration tools, and what their layouts share. Within project/ only.
#pragma once

#include "analyzer/project/folder.h"

namespace ironlaw {

/// A regular entry whose name ends in .sql (in any case), or .pgsql.
bool isSqlFile(const FolderEntry& entry);

/// Whether the folder is a Tool::isLocation of some tool.
bool isToolLocation(const Folder& folder);

#define IRONLAW_TOOL(symbol) extern const Tool symbol;
#include "analyzer/project/tools.def"
#undef IRONLAW_TOOL

/// How tools run a text, for Tool::execution. "Wrapped" is in a transaction that the section may
/// opt out of, the others are in none that the section does not opt into; "message" is what stands
/// between two cuts of the section as one simple-protocol message.
Execution statementByStatement(const Section& section, const ParsedSection& parsed);
Execution oneMessage(const Section& section, const ParsedSection& parsed);
Execution wrappedStatements(const Section& section, const ParsedSection& parsed);
Execution wrappedMessage(const Section& section, const ParsedSection& parsed);

/// The tool that the evidence speaks for most, and how much: see Tool::recognise.
struct Recognition {
    const Tool* tool = nullptr; ///< null if the evidence speaks for none
    int strength = 0;
    /// Others name their files like this, too, and run them differently.
    bool isGuess() const { return strength <= 40; }
};
Recognition recogniseTool(const Evidence& evidence);

} // namespace ironlaw
