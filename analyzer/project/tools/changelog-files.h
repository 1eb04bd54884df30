// Where Liquibase's changelogs lie, and where the paths in them lead. Within project/ only.
#pragma once

#include "analyzer/project/folder.h"

#include <llvm/ADT/StringRef.h>

#include <string>
#include <string_view>
#include <vector>

namespace ironlaw {

/// Whether the name is one of a changelog that is not SQL.
bool isChangelogFile(std::string_view name);

/// The file or folder that a path in the changelog `from` leads to; empty if it is not there. A
/// path that is not relative to the changelog is one of the class path or of the working folder.
std::string pathFromChangelog(const std::string& from, llvm::StringRef path, bool isRelative);

/// The changelogs of a folder that no other one of them includes.
std::vector<std::string> rootChangelogs(const Folder& folder);

} // namespace ironlaw
