// See findings.h.
#include "analyzer/project/findings.h"

#include "analyzer/project/tools.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <span>

namespace ironlaw {

void leaveDumpsToTheirHistories(Project& project) {
    const auto isDump = [](const History& history) { return history.tool == &schemaDump; };
    if (std::ranges::all_of(project.histories, isDump)) {
        return;
    }
    for (History& history : project.histories) {
        if (isDump(history) && !history.singleFile) {
            history.migrations.clear();
        }
    }
}

void sayWhatWasGuessed(Project& project) {
    constexpr size_t named = 3; // folders that a line names
    std::map<std::string_view, std::vector<std::string_view>> folders;
    for (const History& history : project.histories) {
        if (history.toolGuessed && !history.singleFile) {
            folders[history.tool->name].push_back(history.folder.empty() ? std::string_view(".")
                                                                         : history.folder);
        }
    }
    for (const auto& [tool, all] : folders) {
        const std::span<const std::string_view> first =
            std::span(all).first(std::min(all.size(), named));
        project.guesses.push_back(fmt::format(
            "{}{}: {}; --tool NAME, or tool in ironlaw.toml, says otherwise",
            fmt::join(first, ", "),
            all.size() > named ? fmt::format(" and {} more", all.size() - named) : "",
            tool == plain.name
                ? std::string("nothing says which tool runs the migrations: they are read as psql "
                              "runs them, statement by statement")
                : fmt::format("the names of the files are {}'s, and nothing else says so",
                              findTool(tool)->title)));
    }
}

} // namespace ironlaw
