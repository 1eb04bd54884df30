// fixtures/hostile/: each file gives the diagnostics that it states, in every format without harm.
#include "tests/golden.h"
#include "tests/hostile/output.h"
#include "tests/rules/fixture.h"
#include "tests/temporary-folder.h"
#include "tools/fuzz/invariants.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <llvm/Support/JSON.h>

#include <cstdio>
#include <cstdlib>

using namespace ironlaw;

namespace {

/// What the program prints about fixtures/hostile/injection/, whose path is part of fingerprints.
std::string injectionReport(std::string_view format) {
    const std::string script =
        fmt::format("cd '{}' && '{}' check fixtures/hostile/injection --select "
                    "history,suppression,index-without-concurrently --format {} 2>&1",
                    IRONLAW_ROOT, IRONLAW_PROGRAM, format);
    std::FILE* pipe = popen(script.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    char buffer[4096];
    while (const size_t count = std::fread(buffer, 1, sizeof buffer, pipe)) {
        output.append(buffer, count);
    }
    pclose(pipe);
    return output;
}

/// Without versions and manuals, which these files are not about.
std::string withoutRules(std::string_view json) {
    llvm::Expected<llvm::json::Value> value = llvm::json::parse(json);
    REQUIRE(static_cast<bool>(value));
    llvm::json::Object& report = *value->getAsObject();
    report.erase("tool");
    if (llvm::json::Array* runs = report.getArray("runs")) {
        runs->front().getAsObject()->erase("tool");
    }
    std::string text;
    llvm::raw_string_ostream(text) << llvm::formatv("{0:2}", *value) << '\n';
    return text;
}

} // namespace

TEST_CASE("hostile input gives what it is known to give, and harms nobody") {
    const auto paths = test::filesOf("fixtures/hostile", ".sql");
    CHECK(paths.size() > 8);
    for (const auto& path : paths) {
        const fixtures::Fixture fixture = fixtures::parseFixture(
            "fixtures/hostile/" + path.filename().string(), test::readFile(path));
        const fixtures::Outcome outcome =
            fixtures::analyse(fixture, {"history", "suppression", "index-without-concurrently"});
        for (const std::string& difference : fixtures::compare(fixture, outcome)) {
            FAIL_CHECK(difference);
        }
        const fixtures::TemporaryFolder folder;
        fixtures::write(fixture, folder);
        hostile::checkReports(folder.path("db"));
    }
}

TEST_CASE("grammar forgets no byte of any fixture, however it is read") {
    const auto paths = test::filesBelow("fixtures", ".sql");
    CHECK(paths.size() > 300);
    for (const auto& path : paths) {
        const std::string bytes = test::readFile(path);
        const auto end = static_cast<uint32_t>(bytes.size());
        const auto broken = [&](Range section, const PrepareOptions& options) {
            return fuzz::Invariants(bytes, section, options).broken();
        };
        CHECK_MESSAGE(broken({0, end}, {}) == "", path);
        CHECK_MESSAGE(broken({0, end}, {.psql = false, .placeholders = false}) == "", path);
        CHECK_MESSAGE(broken({end / 4, end - end / 4}, {.psql = false}) == "", path);
        CHECK_MESSAGE(broken({0, end}, {.uncomment = true}) == "", path);
    }
}

TEST_CASE("text of the input injects nothing into any format") {
    const std::filesystem::path folder = IRONLAW_ROOT "/fixtures/hostile/injection";
    for (const std::string_view format : hostile::formats) {
        const std::string report = injectionReport(format);
        for (const std::string& harm : hostile::harmIn(format, report)) {
            FAIL_CHECK("--format ", format, ": ", harm);
        }
        const bool isObject = format == "json" || format == "sarif";
        test::checkGolden(folder / fmt::format("report.{}", format),
                          isObject ? withoutRules(report) : report);
    }
}

TEST_CASE("a schema of hostile names is harmless on standard output") {
    const std::string path = IRONLAW_ROOT "/fixtures/hostile/injection";
    for (const std::string_view format : {"sql", "json", "mermaid", "dot"}) {
        const std::vector<std::string_view> arguments = {"schema", path, "--format", format};
        const CommandResult result = runProgram(arguments, {});
        CHECK(result.out.find("owned") != std::string::npos);
        for (const std::string& harm : hostile::harmIn(format, result.out)) {
            FAIL_CHECK("--format ", format, ": ", harm);
        }
    }
}
