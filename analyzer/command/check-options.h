// What the command line of `ironlaw check` asks for.
#pragma once

#include "analyzer/command/options.h"
#include "analyzer/project/project.h"
#include "analyzer/rule/runner.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ironlaw {

/// One report: a format, and the file that it goes to.
struct ReportTarget {
    std::string format;
    std::string path; ///< empty: standard output
};

enum class ColourChoice : uint8_t { Auto, Always, Never };

struct CheckOptions {
    ProjectOptions project; ///< without `adjust`
    RunOptions run;
    std::vector<ReportTarget> reports; ///< at least one
    ColourChoice colour = ColourChoice::Auto;
    bool quiet = false;
    bool statistics = false;
    bool help = false;

    // What stands above the configuration.
    std::optional<std::vector<std::string>> select;
    std::vector<std::string> ignore;
    std::vector<std::pair<std::string, Severity>> severities; ///< by rule
    std::optional<Severity> failOn;

    /// Puts the command line on top of a configuration that was loaded. `--select` replaces what is
    /// selected there and brings back a rule that it names even if the file ignores it or has it
    /// off; `--ignore` adds to what is ignored.
    void adjust(Config& config) const;
};

/// Reads the arguments of `check`.
llvm::Expected<CheckOptions> readCheckOptions(CommandArguments arguments);
/// The lines of help for its options.
std::string checkOptionHelp();

} // namespace ironlaw
