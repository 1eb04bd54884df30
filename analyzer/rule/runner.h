// The run: every history is parsed, replayed and judged.
#pragma once

#include "analyzer/report/report.h"

namespace ironlaw {

struct RunOptions {
    unsigned jobs = 0; ///< threads at most; 0: as many as the machine has processors
};

struct RunResult {
    std::vector<Diagnostic> diagnostics; ///< sorted
    std::vector<FileSummary> files;      ///< those that are reported, in history order
    Summary summary;
    /// A diagnostic is at or above the `fail-on` of its configuration.
    bool failed = false;
};

/// Judges all histories of `project`. The same input gives the same result with any number of
/// threads.
RunResult run(const Project& project, const RunOptions& options);

} // namespace ironlaw
