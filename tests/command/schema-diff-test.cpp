// `ironlaw schema --diff`: what it reads, says and returns.
#include "analyzer/command/command.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>
#include <llvm/Support/JSON.h>
#include <llvm/Support/MemoryBuffer.h>

using namespace ironlaw;
using fixtures::TemporaryFolder;

namespace {

struct Drifted {
    TemporaryFolder folder;
    std::string migrations = folder.path("db");
    std::string dump;

    Drifted() {
        folder.write("db/1_a.up.sql", "CREATE TABLE a (id int);\n");
        folder.write("db/2_b.up.sql", "CREATE TABLE b (id int);\n");
        dump = folder.write("a.sql", "CREATE TABLE public.a (id integer);\n");
    }
    CommandResult diff(std::vector<std::string_view> more = {}) const {
        std::vector<std::string_view> arguments{"schema", migrations, "--diff"};
        if (more.empty() || more.front().starts_with("--")) {
            arguments.push_back(dump);
        }
        arguments.insert(arguments.end(), more.begin(), more.end());
        return runProgram(arguments, {});
    }
};

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("schemas that differ end the run with 1") {
    const Drifted drifted;
    const CommandResult found = drifted.diff();
    CHECK(found.status == ExitStatus::Failed);
    CHECK(found.err.empty());
    CHECK(has(found.out, "2_b.up.sql:1:1: error: table \"b\" is made here, but "));
    CHECK(has(found.out, "[schema-drift]\n"));
    const CommandResult first = drifted.diff({"--at", "1"});
    CHECK(first.status == ExitStatus::Passed);
    CHECK(drifted.diff({"--at", "3"}).status == ExitStatus::Impossible);
}

TEST_CASE("differences are told in the formats of check") {
    const Drifted drifted;
    llvm::Expected<llvm::json::Value> json =
        llvm::json::parse(drifted.diff({"--format", "json"}).out);
    REQUIRE(static_cast<bool>(json));
    const llvm::json::Array& diagnostics = *json->getAsObject()->getArray("diagnostics");
    REQUIRE(diagnostics.size() == 1);
    CHECK(diagnostics[0].getAsObject()->getString("migration") == "2");
    CHECK(json->getAsObject()->getArray("files")->size() == 3);
    const std::string report = drifted.folder.path("report.sarif");
    const CommandResult sarif = drifted.diff({"--format", "sarif", "--output", report});
    CHECK(sarif.out.empty());
    CHECK(sarif.status == ExitStatus::Failed);
    auto written = llvm::MemoryBuffer::getFile(report);
    REQUIRE(static_cast<bool>(written));
    CHECK(has((*written)->getBuffer().str(), "schema-drift"));
    CHECK(drifted.diff({"--format", "mermaid"}).status == ExitStatus::Impossible);
    CHECK(runProgram(
              std::vector<std::string_view>{"schema", drifted.migrations, "--format", "sarif"}, {})
              .status == ExitStatus::Impossible);
}

TEST_CASE("a dump is a file or a folder with those below it") {
    const Drifted drifted;
    drifted.folder.write("schemas/1_a.sql", "CREATE TABLE public.a (id integer);\n");
    drifted.folder.write("schemas/more/b.sql", "CREATE TABLE public.b (id integer);\n");
    const std::string folder = drifted.folder.path("schemas");
    CHECK(drifted.diff({folder}).status == ExitStatus::Passed);
    const std::string none = drifted.folder.path("none.sql");
    CHECK(drifted.diff({none}).status == ExitStatus::Impossible);
    drifted.folder.write("empty/README", "nothing");
    const std::string empty = drifted.folder.path("empty");
    CHECK(has(drifted.diff({empty}).err, "no SQL files found"));
}

TEST_CASE("the configuration has a say in drift") {
    const Drifted drifted;
    drifted.folder.write("ironlaw.toml", "[rules.schema-drift]\nseverity = \"warning\"\n"
                                         "paths-ignored = [\"db/1_*\"]\n");
    const CommandResult warned = drifted.diff();
    CHECK(warned.status == ExitStatus::Passed);
    CHECK(has(warned.out, "warning: table \"b\""));
    drifted.folder.write("ironlaw.toml", "[rules.schema-drift]\npaths-ignored = [\"db/2_*\"]\n");
    CHECK(drifted.diff().status == ExitStatus::Passed);
    drifted.folder.write("ironlaw.toml", "complete = false\n");
    CHECK(has(drifted.diff().err, "the history does not start from an empty database"));
}

TEST_CASE("a check leaves an allowance of drift alone") {
    TemporaryFolder folder;
    folder.write("1_a.up.sql", "-- ironlaw: allow schema-drift: made by hand\n"
                               "CREATE TABLE a (id int);\n");
    const std::string path = folder.path();
    const CommandResult result = runProgram(
        std::vector<std::string_view>{"check", path, "--select", "suppression,history"}, {});
    CHECK(result.status == ExitStatus::Passed);
    CHECK_FALSE(has(result.out, "unused-suppression"));
}

TEST_CASE("what was not compared is said") {
    const Drifted drifted;
    drifted.folder.write("broken.sql", "CREATE TABLE a (id integer);\nCREATE TABLE b (id,,);\n");
    const std::string path = drifted.folder.path("broken.sql");
    const CommandResult broken = drifted.diff({path});
    CHECK(broken.status == ExitStatus::Passed);
    CHECK(has(broken.err, "broken.sql runs what is not seen, such as dynamic SQL: the tables and "
                          "other objects that only the history has are not told\n"));
    CHECK(has(broken.err, "1 statement of "));
    CHECK(has(broken.err, "was not analysed"));
}
