// From the paths that the user gave to histories that can be replayed.
#pragma once

#include "analyzer/project/config.h"
#include "analyzer/project/migration.h"

#include <llvm/Support/Error.h>

#include <deque>
#include <functional>
#include <memory>

namespace ironlaw {

/// What the command line asks of a project.
struct ProjectOptions {
    std::vector<std::string> paths; ///< "-" is standard input; empty: config's paths, or a search
    std::string tool = "";          ///< overrides config; "auto" detects
    std::string configPath;         ///< --config
    std::string stdinPath;          ///< --stdin-path
    std::string sizesPath;          ///< --sizes
    std::string schemaPath;         ///< --schema
    bool isolated = false;
    int serverVersion = 0;
    /// Applied to every configuration that is loaded: --select, --ignore, --severity, …
    std::function<llvm::Error(Config&)> adjust;
};

struct Project {
    Sources sources;
    std::deque<Config> configs; ///< stable addresses: histories point to them
    std::vector<History> histories;
    /// Files that could not be read, folders that end in .sql, …: one line each for stderr. Any of
    /// them makes the run end with exit status 2 after everything else was analysed.
    std::vector<std::string> failures;
    /// What was left out for a good reason: likewise, and no reason for exit status 2.
    std::vector<std::string> remarks;
    std::vector<std::string> guesses; ///< what was assumed of a folder, and how to say otherwise
};

/// Finds and reads everything. An error means that the run is impossible.
llvm::Expected<Project> loadProject(const ProjectOptions& options);

/// All tools, and the one named `name` (null if there is none).
std::vector<const Tool*> allTools();
const Tool* findTool(std::string_view name);

} // namespace ironlaw
