// What every run says besides its diagnostics: the order of its files, and its figures.
#pragma once

#include "analyzer/rule/parsed-history.h"
#include "analyzer/rule/runner.h"

namespace ironlaw {

/// By file: its position in the order in which histories, and migrations in them, run.
std::vector<uint32_t> orderOfFiles(const Project& project);

/// Adds the files of `history` that are reported to `files`, in that order.
void summarise(const Sources& sources, const History& history, const ParsedHistory& parsed,
               const std::vector<uint32_t>& orders, std::vector<FileSummary>& files);

/// The figures of all files and diagnostics.
Summary total(const RunResult& result);

/// Whether a diagnostic is at or above the `fail-on` of its configuration.
bool isFailure(const Config& config, const std::vector<Diagnostic>& found);

} // namespace ironlaw
