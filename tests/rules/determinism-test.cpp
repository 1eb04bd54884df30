// The same input gives the same bytes, with any number of threads.
#include "tests/rules/fixture.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace ironlaw;
using namespace ironlaw::fixtures;

namespace {

std::string report(std::string_view format, const Project& project, const RunResult& result) {
    Reporter reporter = findReporter(format);
    REQUIRE_MESSAGE((reporter != nullptr), format);
    std::string bytes;
    llvm::raw_string_ostream out(bytes);
    reporter({.project = project,
              .diagnostics = result.diagnostics,
              .summary = result.summary,
              .files = result.files},
             out);
    out.flush();
    return bytes;
}

/// SARIF and JSON of a project that is loaded anew, with every rule.
std::string analyseProject(const std::string& path, unsigned jobs) {
    ProjectOptions options;
    options.paths = {path};
    options.adjust = [](Config& config) {
        config.select = {"all"};
        return llvm::Error::success();
    };
    llvm::Expected<Project> project = loadProject(options);
    REQUIRE_MESSAGE(static_cast<bool>(project), path);
    RunResult result = run(*project, {.jobs = jobs});
    return report("sarif", *project, result) + report("json", *project, result);
}

} // namespace

TEST_CASE("two runs, and one or four threads, give the same bytes") {
    std::string folder = IRONLAW_ROOT "/fixtures/projects";
    std::vector<std::string> paths{folder};
    for (const std::string& name : namesIn(folder)) {
        paths.push_back(fmt::format("{}/{}", folder, name));
    }
    CHECK(paths.size() > 1);
    for (const std::string& path : paths) {
        std::string first = analyseProject(path, 1);
        CHECK_MESSAGE(first == analyseProject(path, 1), path, ": two runs differ");
        CHECK_MESSAGE(first == analyseProject(path, 4), path, ": four threads differ from one");
    }
}
