// `ironlaw locks`: what each statement locks, scans and rewrites.
#include "analyzer/command/output.h"
#include "analyzer/command/project-options.h"
#include "analyzer/timeline/timeline.h"

namespace ironlaw {

namespace {

struct LocksOptions {
    ProjectOptions project;
    std::string format = "text";
    std::string outputPath; ///< empty: standard output
    std::string at;         ///< the last migration; empty: all of them
    bool help = false;
};

llvm::Error format(LocksOptions& options, std::string_view value) {
    if (value != "text" && value != "json") {
        return unknownWord("format", value, {"text", "json"});
    }
    options.format = value;
    return llvm::Error::success();
}

template <std::string LocksOptions::* text>
llvm::Error keep(LocksOptions& options, std::string_view value) {
    options.*text = value;
    return llvm::Error::success();
}

constexpr Option<LocksOptions> table[] = {
    {"--format", "FORMAT", "text (default) or json", format},
    {"--output", "FILE", "where it goes, instead of standard output",
     keep<&LocksOptions::outputPath>},
    {"--at", "VERSION", "no migration after this one", keep<&LocksOptions::at>},
    configOption<LocksOptions>,
    toolOption<LocksOptions>,
    serverVersionOption<LocksOptions>,
    schemaOption<LocksOptions>,
    sizesOption<LocksOptions>,
    {"--help", "", "show this help", setFlag<LocksOptions, &LocksOptions::help>},
};

std::string help() {
    return "Shows what each statement locks, scans and rewrites, transaction by transaction.\n"
           "Without a path: the paths of the nearest ironlaw.toml, else the migrations folder\n"
           "below the working directory.\n\n"
           "Usage: ironlaw locks [OPTION…] [PATH…]\n\nOptions:\n" +
           optionHelp(usageOf(table));
}

CommandResult locksOf(const LocksOptions& options) {
    llvm::Expected<Project> project = loadProject(options.project);
    if (!project) {
        return impossible(llvm::toString(project.takeError()));
    }
    if (llvm::Error error = checkVersion(*project, options.at)) {
        return impossible(llvm::toString(std::move(error)));
    }
    Timeline timeline;
    for (const History& history : project->histories) {
        const ParsedHistory parsed(project->sources, history, 0);
        recordTimeline(history, parsed, options.at, timeline);
    }
    CommandResult result;
    llvm::raw_string_ostream out(result.out);
    const TimelineInput input{timeline, project->sources};
    if (options.format == "json") {
        printTimelineJson(input, out);
    } else {
        printTimelineText(input, out);
    }
    out.flush();
    return withOutput(std::move(result), *project, options.outputPath);
}

} // namespace

CommandResult locksCommand(CommandArguments arguments, Terminal) {
    return runOnProject<LocksOptions>(arguments, table, help,
                                      [](const LocksOptions& options) { return locksOf(options); });
}

} // namespace ironlaw
