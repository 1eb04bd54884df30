// How the migrations of a folder run, and what of the folder does not, as lines that tests compare.
#pragma once

#include "tests/project/outline.h"

#include <algorithm>

namespace ironlaw {

/// "name, up wrapped in 2 pieces, down bare" for each migration: whether the tool puts a
/// transaction around it, and into how many messages it cuts the text.
inline Lines runs(const History& history) {
    Lines result;
    for (const Migration& migration : history.migrations) {
        std::string line = migration.name;
        for (const std::vector<Section>* way : {&migration.up, &migration.down}) {
            for (const Section& section : *way) {
                const bool wrapped = history.tool->execution(section, {}).transaction;
                line += fmt::format(", {} {}", section.direction == Direction::Up ? "up" : "down",
                                    wrapped ? "wrapped" : "bare");
                line += section.cuts.empty()
                            ? ""
                            : fmt::format(" in {} pieces", section.cuts.size() + 1);
            }
        }
        result.push_back(std::move(line));
    }
    return result;
}

/// "name: why", sorted, for each file of the project's histories that does not run.
inline Lines leftOut(const Project& project) {
    Lines result;
    for (const History& history : project.histories) {
        for (const ProjectFile& file : history.files) {
            if (file.role == FileRole::Ignored) {
                const std::string_view path = project.sources[file.file].path;
                result.push_back(
                    fmt::format("{}: {}", path.substr(path.rfind('/') + 1), file.reason));
            }
        }
    }
    std::ranges::sort(result);
    return result;
}

/// The text of a section.
inline std::string_view textOf(const Project& project, const Section& section) {
    return project.sources[section.file].text().substr(section.range.begin, section.range.size());
}

/// The names of the tools of the histories that `path` gives.
inline Lines toolsOf(const std::string& path) {
    Lines result;
    for (const History& history : load({path}).histories) {
        result.emplace_back(history.tool->name);
    }
    return result;
}

} // namespace ironlaw
