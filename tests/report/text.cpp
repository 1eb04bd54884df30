// Summary and statistics of the format for people.
#include "tests/report/example.h"

#include <doctest/doctest.h>

using namespace ironlaw;

namespace {

struct Quiet {
    bool quiet = false;
    bool statistics = false;
};

std::string text(const std::vector<Diagnostic>& diagnostics, Summary summary, Quiet options = {}) {
    Project project;
    project.sources.add("a.sql", llvm::MemoryBuffer::getMemBufferCopy("\n  \nSELECT 1;"));
    return example::report(&reportText, {.project = project,
                                         .diagnostics = diagnostics,
                                         .summary = summary,
                                         .files = {},
                                         .colour = false,
                                         .quiet = options.quiet,
                                         .statistics = options.statistics});
}

Diagnostic diagnosticOf(std::string_view rule, Severity severity, uint32_t offset) {
    Diagnostic diagnostic;
    diagnostic.rule = rule;
    diagnostic.severity = severity;
    diagnostic.message = "scans";
    diagnostic.location = {0, {offset, offset}};
    return diagnostic;
}

} // namespace

TEST_CASE("a run without findings says what it looked at") {
    CHECK(text({}, {.files = 14, .statements = 96}) == "no findings in 14 files (96 statements)\n");
    CHECK(text({}, {.files = 1, .statements = 1, .unanalysed = 1}) ==
          "no findings in 1 file (1 statement), 1 statement not analysed\n");
    CHECK(text({}, {}, {.quiet = true, .statistics = true}).empty());
}

TEST_CASE("the summary counts what there is") {
    const std::vector<Diagnostic> one = {diagnosticOf("a", Severity::Error, 4)};
    const Summary summary = {
        .files = 14, .statements = 96, .unanalysed = 2, .errors = 3, .warnings = 1};
    CHECK(text(one, summary)
              .ends_with("\n\n3 errors, 1 warning in 14 files (96 statements), "
                         "2 statements not analysed\n"));
    CHECK(text(one, summary, {.quiet = true}) == text(one, summary));
    CHECK(text(one, {.files = 1, .statements = 2, .notes = 2})
              .ends_with("\n\n2 notes in 1 file (2 statements)\n"));
}

TEST_CASE("a blank line is not shown") {
    CHECK(text({diagnosticOf("a", Severity::Note, 1)}, {}, {.quiet = true})
              .starts_with("a.sql:2:1: note: scans [a]\n\n"));
}

TEST_CASE("statistics start with what is most frequent") {
    const std::string report =
        text({diagnosticOf("b", Severity::Error, 4), diagnosticOf("a", Severity::Error, 4),
              diagnosticOf("c", Severity::Note, 4), diagnosticOf("c", Severity::Note, 4)},
             {}, {.statistics = true});
    CHECK(report.find("      2  note     c\n      1  error    a\n      1  error    b\n\n") !=
          std::string::npos);
}
