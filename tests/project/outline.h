// Projects loaded from folders, and their histories as lines that tests compare.
#pragma once

#include "analyzer/project/project.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

namespace ironlaw {

/// Loads what the paths name, which has to be possible.
inline Project load(const std::vector<std::string>& paths) {
    ProjectOptions options;
    options.paths = paths;
    llvm::Expected<Project> project = loadProject(options);
    REQUIRE(static_cast<bool>(project));
    return std::move(*project);
}

/// "name UP+DOWN" for each migration, in order: how many sections go each way.
inline std::vector<std::string> outline(const History& history) {
    std::vector<std::string> result;
    result.reserve(history.migrations.size());
    for (const Migration& migration : history.migrations) {
        result.push_back(
            fmt::format("{} {}+{}", migration.name, migration.up.size(), migration.down.size()));
    }
    return result;
}

using Lines = std::vector<std::string>;

} // namespace ironlaw
