// Output that goes to a file.
#pragma once

#include "analyzer/command/command.h"
#include "analyzer/project/project.h"

#include <string>
#include <string_view>
#include <vector>

namespace ironlaw {

/// Adds the remarks and failures of loading to `result`, and moves its output to the file `path`.
/// If that is empty, the output is made harmless for terminals and CI systems.
CommandResult withOutput(CommandResult result, const Project& project, const std::string& path);

} // namespace ironlaw
