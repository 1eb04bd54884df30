// A small run made by hand: two migrations, four diagnostics, and what makes positions hard (text
// beyond ASCII before the caret, tabs, CRLF, a range of several lines, notes elsewhere and
// nowhere).
#pragma once

#include "analyzer/report/report.h"
#include "analyzer/rule/registry.h"

#include <span>

namespace ironlaw::example {

class Run {
public:
    Run();
    ReportInput input() const;

    Project project;
    std::vector<Diagnostic> diagnostics;

private:
    /// The place of `part` in `file`.
    Location find(FileId file, std::string_view part) const;
    Diagnostic& add(std::string_view rule, std::string_view family, Severity severity,
                    Location location, std::string message);
};

/// The rules of the diagnostics, but for one that nobody describes. Sorted by id.
std::span<const RegisteredRule> rules();

/// What `reporter` writes.
std::string report(Reporter reporter, const ReportInput& input);

} // namespace ironlaw::example
