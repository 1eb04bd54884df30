// `ironlaw check`: from the command line to reports and an exit status.
#include "analyzer/command/check-options.h"
#include "analyzer/command/output.h"
#include "analyzer/project/write-file.h"

#include <llvm/Support/raw_ostream.h>

namespace ironlaw {

namespace {

std::string help() {
    return "Judges migrations folders, files and schema dumps; - is standard input. Without a "
           "path: "
           "the paths\nof the nearest ironlaw.toml, else the migrations folders below the working "
           "directory.\n\nUsage: ironlaw check [OPTION…] [PATH…]\n\nOptions:\n" +
           checkOptionHelp() +
           "\nExit status: 0 nothing at or above --fail-on, 1 something, 2 the run was "
           "impossible.\n";
}

/// A check that was read from the command line, while its result is made.
class Check {
public:
    Check(const CheckOptions& options, Terminal terminal)
        : options_(options), terminal_(terminal) {}

    CommandResult run() {
        ProjectOptions projectOptions = options_.project;
        projectOptions.adjust = [&](Config& config) {
            options_.adjust(config);
            return llvm::Error::success();
        };
        llvm::Expected<Project> project = loadProject(projectOptions);
        if (!project) {
            return impossible(llvm::toString(project.takeError()));
        }
        RunResult found = ironlaw::run(*project, options_.run);
        result_.status = found.failed ? ExitStatus::Failed : ExitStatus::Passed;
        for (const ReportTarget& target : options_.reports) {
            report(*project, found, target);
        }
        for (const std::string& remark : project->remarks) {
            addRemark(result_, remark);
        }
        for (const std::string& guess : project->guesses) {
            if (!options_.quiet) {
                addRemark(result_, guess);
            }
        }
        failures_.insert(failures_.end(), project->failures.begin(), project->failures.end());
        addFailures(result_, failures_);
        return std::move(result_);
    }

private:
    void report(const Project& project, const RunResult& found, const ReportTarget& target) {
        ReportInput input{project, found.diagnostics, found.summary, found.files};
        bool always = options_.colour == ColourChoice::Always;
        bool shown = options_.colour == ColourChoice::Auto && terminal_.isTerminal;
        input.colour = target.path.empty() && (always || shown);
        input.quiet = options_.quiet;
        input.statistics = options_.statistics;
        std::string text;
        llvm::raw_string_ostream out(text);
        findReporter(target.format)(input, out);
        if (target.path.empty()) {
            result_.out += text;
        } else if (std::string failure = writeFile(target.path, text); !failure.empty()) {
            failures_.push_back(failure);
        }
    }

    const CheckOptions& options_;
    Terminal terminal_;
    CommandResult result_;
    std::vector<std::string> failures_;
};

} // namespace

CommandResult checkCommand(CommandArguments arguments, Terminal terminal) {
    llvm::Expected<CheckOptions> options = readCheckOptions(arguments);
    if (!options) {
        return impossible(llvm::toString(options.takeError()));
    }
    if (options->help) {
        return {ExitStatus::Passed, help(), ""};
    }
    return Check(*options, terminal).run();
}

} // namespace ironlaw
