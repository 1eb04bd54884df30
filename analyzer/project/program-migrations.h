// Migrations that are programs: tools run them between the SQL ones, and nobody can see here what
// they do.
#pragma once

#include "analyzer/project/migration.h"

#include <llvm/ADT/STLFunctionalExtras.h>

#include <string>
#include <string_view>

namespace ironlaw {

/// Whether a file of this name holds a program, and no test of one.
bool isProgram(std::string_view fileName);

/// The names of the program files in the source folders that Maven and Gradle put beside
/// `src/main/resources`, if `folder` lies in one. Gives up behind the first 100,000 entries.
void eachProgramBeside(const std::string& folder,
                       llvm::function_ref<void(std::string_view fileName)> visit);

/// Whether one of the history's programs runs before `migration`, as their versions tell.
bool isBehindProgram(const Migration& migration, const History& history);

} // namespace ironlaw
