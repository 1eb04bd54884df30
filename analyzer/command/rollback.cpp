// `ironlaw rollback`: drafts of the ways back that migrations lack.
#include "analyzer/command/output.h"
#include "analyzer/command/project-options.h"
#include "analyzer/diagnostic/sanitise.h"
#include "analyzer/rollback/write.h"

#include <llvm/Support/FileSystem.h>

#include <set>

namespace ironlaw {

namespace {

struct RollbackOptions {
    ProjectOptions project;
    bool write = false;
    bool help = false;
};

constexpr Option<RollbackOptions> table[] = {
    {"--write", "", "write each into the file that it belongs into",
     setFlag<RollbackOptions, &RollbackOptions::write>},
    configOption<RollbackOptions>,
    toolOption<RollbackOptions>,
    serverVersionOption<RollbackOptions>,
    schemaOption<RollbackOptions>,
    {"--help", "", "show this help", setFlag<RollbackOptions, &RollbackOptions::help>},
};

std::string help() {
    return "Drafts the way back of each migration that has none, or of the migrations in the "
           "files\n"
           "that are named. What no SQL takes back stands in comments: read them before use.\n"
           "Without a path: the paths of the nearest ironlaw.toml, else the migrations folder\n"
           "below the working directory.\n\n"
           "Usage: ironlaw rollback [OPTION…] [PATH…]\n\nOptions:\n" +
           optionHelp(usageOf(table));
}

/// The files among the paths that the user gave.
std::set<llvm::sys::fs::UniqueID> namedFiles(const std::vector<std::string>& paths) {
    std::set<llvm::sys::fs::UniqueID> result;
    for (const std::string& path : paths) {
        llvm::sys::fs::file_status status;
        if (!llvm::sys::fs::status(path, status) && llvm::sys::fs::is_regular_file(status)) {
            result.insert(status.getUniqueID());
        }
    }
    return result;
}

/// Whoever names one file wants to know why nothing is said of it.
void tellWaysBack(const Project& project, const std::vector<std::string>& paths,
                  CommandResult& result) {
    const std::set<llvm::sys::fs::UniqueID> named = namedFiles(paths);
    const auto isNamed = [&](const std::vector<Section>& way) {
        llvm::sys::fs::UniqueID id;
        return std::ranges::any_of(way, [&](const Section& section) {
            return !llvm::sys::fs::getUniqueID(project.sources[section.file].path, id) &&
                   named.contains(id);
        });
    };
    for (const History& history : project.histories) {
        for (const Migration& migration : history.migrations) {
            const bool hasOne = !named.empty() && migration.reported &&
                                (!migration.down.empty() || migration.downInOtherLanguage);
            if (hasOne && (isNamed(migration.up) || isNamed(migration.down))) {
                addRemark(result, fmt::format("\"{}\" has a way back", migration.name));
            }
        }
    }
}

std::string printed(const std::vector<WayBackDraft>& drafts) {
    std::string text;
    for (const WayBackDraft& draft : drafts) {
        text += text.empty() ? "" : "\n";
        text += fmt::format(
            "-- {}\n{}", sanitise(draft.path.empty() ? draft.migration->wayBackPlace : draft.path),
            draft.text);
    }
    return text;
}

CommandResult rollbackOf(const RollbackOptions& options) {
    llvm::Expected<Project> project = loadProject(options.project);
    if (!project) {
        return impossible(llvm::toString(project.takeError()));
    }
    if (project->histories.empty() && project->failures.empty()) {
        return impossible(project->remarks.empty() ? "no migrations found"
                                                   : project->remarks.front());
    }
    std::vector<WayBackDraft> drafts;
    for (const History& history : project->histories) {
        for (WayBackDraft& draft : draftWaysBack(*project, history)) {
            drafts.push_back(std::move(draft));
        }
    }
    CommandResult result;
    tellWaysBack(*project, options.project.paths, result);
    if (!options.write) {
        result.out = printed(drafts);
        return withOutput(std::move(result), *project, "");
    }
    WrittenDrafts written = writeDrafts(project->sources, drafts);
    for (const WayBackDraft* draft : written.written) {
        result.out += fmt::format("{}: the way back of \"{}\"\n", sanitisePath(draft->path),
                                  sanitise(draft->migration->name));
    }
    for (const WayBackDraft* draft : written.left) {
        addRemark(result, fmt::format("nothing is written for \"{}\": only you can say how what it "
                                      "does is taken back",
                                      draft->migration->name));
    }
    project->failures.insert(project->failures.end(), written.failures.begin(),
                             written.failures.end());
    return withOutput(std::move(result), *project, "");
}

} // namespace

CommandResult rollbackCommand(CommandArguments arguments, Terminal) {
    return runOnProject<RollbackOptions>(
        arguments, table, help, [](const RollbackOptions& options) { return rollbackOf(options); });
}

} // namespace ironlaw
