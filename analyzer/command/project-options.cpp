// See project-options.h.
#include "analyzer/command/project-options.h"

#include <algorithm>

namespace ironlaw {

namespace {

constexpr int oldestServer = 12;
constexpr int newestServer = 18;

} // namespace

llvm::Error setTool(ProjectOptions& options, std::string_view value) {
    std::vector<std::string_view> known{"auto"};
    for (const Tool* one : allTools()) {
        known.push_back(one->name);
    }
    if (std::ranges::find(known, value) == known.end()) {
        return unknownWord("tool", value, known);
    }
    options.tool = value;
    return llvm::Error::success();
}

llvm::Error setServerVersion(ProjectOptions& options, std::string_view value) {
    return readNumber("--server-version", value, oldestServer, newestServer, options.serverVersion);
}

llvm::Error checkVersion(const Project& project, const std::string& version) {
    std::vector<std::string_view> known;
    for (const History& history : project.histories) {
        for (const Migration& migration : history.migrations) {
            if (!migration.version.empty()) {
                known.push_back(migration.version);
            }
        }
    }
    if (version.empty() || std::ranges::find(known, version) != known.end()) {
        return llvm::Error::success();
    }
    return unknownWord("version", version, known);
}

} // namespace ironlaw
