// A schema that is compared with the one of a history.
#pragma once

#include "analyzer/project/project.h"

namespace ironlaw {

/// Reads the schema at `path`, a file, a folder of files with those below it, or "-" for standard
/// input, and adds it behind the histories of `project`. The number of histories that it is, at
/// least one. Of `options` its paths, its tool and its start schema are not for it.
llvm::Expected<size_t> addDump(const std::string& path, const ProjectOptions& options,
                               Project& project);

} // namespace ironlaw
