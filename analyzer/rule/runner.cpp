// The run over all histories, and its summary.
#include "analyzer/rule/runner.h"

#include "analyzer/rule/history-runner.h"
#include "analyzer/rule/run-summary.h"

#include <algorithm>

namespace ironlaw {

RunResult run(const Project& project, const RunOptions& options) {
    RunResult result;
    const std::vector<uint32_t> orders = orderOfFiles(project);
    for (const History& history : project.histories) {
        ParsedHistory parsed(project.sources, history, options.jobs);
        std::vector<Diagnostic> found;
        Runner(project.sources, history, parsed, orders, found).run();
        result.failed |= isFailure(*history.config, found);
        std::ranges::move(found, std::back_inserter(result.diagnostics));
        summarise(project.sources, history, parsed, orders, result.files);
    }
    sortDiagnostics(result.diagnostics);
    result.summary = total(result);
    return result;
}

} // namespace ironlaw
