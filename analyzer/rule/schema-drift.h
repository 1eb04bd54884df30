// The schema that histories produce, compared with that of a dump.
#pragma once

#include "analyzer/rule/runner.h"

#include <string_view>

namespace ironlaw {

struct DriftOptions {
    size_t dumps = 1;      ///< how many of the project's last histories are the dump
    std::string_view dump; ///< what messages call it
    std::string_view last; ///< the last migration to replay; empty: all of them
};

struct DriftResult {
    RunResult run;
    /// What was not compared, and why: lines for standard error.
    std::vector<std::string> remarks;
};

/// Judges the differences. Both sides are replayed; the configuration of the first history is in
/// force.
DriftResult findDrift(const Project& project, const DriftOptions& options);

} // namespace ironlaw
