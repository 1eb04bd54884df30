// Which of the files below a path are looked at.
#include "analyzer/project/project.h"
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>
#include <llvm/Support/FileSystem.h>

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("a folder is searched for migrations, and is plain SQL where it holds none") {
    TemporaryFolder folder;
    folder.write("seed.sql", "SELECT 1;");
    folder.write("queries/users.sql", "SELECT 1;");
    folder.write("db/migrations/1_a.up.sql", "SELECT 1;");
    folder.write("sql/tables/users.sql", "SELECT 1;");
    folder.write("sql/tables/down/users.sql", "SELECT 1;");
    folder.write("sql/views/mysql/all.sql", "SELECT 1;");
    folder.write("sql/views/all.sql", "SELECT 1;");

    Project found = load({folder.path()});
    REQUIRE(found.histories.size() == 1);
    CHECK(outline(found.histories[0]) == Lines{"1_a 1+0"});
    REQUIRE(found.remarks.size() == 1);
    CHECK(found.remarks[0].starts_with("SQL files directly in " + folder.path() + " are not read"));

    Project plainSql = load({folder.path("sql")});
    REQUIRE(plainSql.histories.size() == 2);
    CHECK(outline(plainSql.histories[0]) == Lines{"users 1+1"});
    CHECK(outline(plainSql.histories[1]) == Lines{"all 1+0"});
    CHECK(plainSql.failures.empty());

    // What was named before counts as found.
    CHECK(load({folder.path("db"), folder.path()}).histories.size() == 1);
    CHECK(load({folder.path("db"), folder.path()}).failures.empty());
    CHECK(load({folder.path("queries"), folder.path()}).histories.size() == 2);

    // The working directory is searched alike, named or not.
    llvm::SmallString<256> before;
    REQUIRE(!llvm::sys::fs::current_path(before));
    for (const auto& [name, histories] : {std::pair{"", 1}, std::pair{"sql", 2}}) {
        REQUIRE(!llvm::sys::fs::set_current_path(folder.path(name)));
        Project unnamed = load({});
        Project named = load({"."});
        CHECK(unnamed.histories.size() == histories);
        CHECK(named.histories.size() == histories);
        CHECK(unnamed.remarks == named.remarks);
    }
    REQUIRE(!llvm::sys::fs::set_current_path(before));
}

TEST_CASE("a file that is named is read, whatever its name says") {
    TemporaryFolder folder;
    folder.write("1_a.up.sql", "SELECT 1;");
    auto migrations = [&](std::string_view name, std::string_view text) {
        ProjectOptions options;
        options.paths = {folder.write(name, text)};
        llvm::Expected<Project> project = loadProject(options);
        REQUIRE(static_cast<bool>(project));
        return outline(project->histories.at(0));
    };
    CHECK(migrations("h2.sql", "SELECT 1;") == Lines{"h2 1+0"});
    CHECK(migrations("schema.mysql.sql", "SELECT 1;") == Lines{"schema.mysql 1+0"});
    CHECK(migrations("2_b.mysql.up.sql", "SELECT 1;") == Lines{"2_b.mysql 1+0"});
    CHECK(migrations("notes.txt", "SELECT 1;") == Lines{"notes.txt 1+0"});

    ProjectOptions forced;
    forced.paths = {folder.write("dump.sql", "-- PostgreSQL database dump\nSELECT 1;")};
    forced.tool = "plain";
    llvm::Expected<Project> project = loadProject(forced);
    REQUIRE(static_cast<bool>(project));
    CHECK(!project->histories.at(0).migrations.empty());
}

TEST_CASE("a migration that is a folder is one of its history, from wherever it is named") {
    TemporaryFolder folder;
    const std::string migration = "migrations/2020-01-02-000000_b";
    folder.write("diesel.toml", "");
    folder.write("migrations/2020-01-01-000000_a/up.sql", "SELECT 1;");
    folder.write(migration + "/up.sql", "SELECT 1;");
    folder.write(migration + "/down.sql", "SELECT 1;");
    auto check = [](const std::string& path) {
        CAPTURE(path);
        Project project = load({path});
        REQUIRE(project.histories.size() == 1);
        CHECK(project.histories[0].tool->name == "diesel");
        REQUIRE(project.histories[0].migrations.size() == 2);
        CHECK(!project.histories[0].migrations[0].reported);
        CHECK(project.histories[0].migrations[1].reported);
    };
    check(folder.path(migration));
    check(folder.path(migration) + "/up.sql");
    llvm::SmallString<256> before;
    REQUIRE(!llvm::sys::fs::current_path(before));
    REQUIRE(!llvm::sys::fs::set_current_path(folder.path(migration)));
    for (const char* path : {"up.sql", "./up.sql", ".", "../2020-01-02-000000_b/up.sql"}) {
        check(path);
    }
    ProjectOptions isolated;
    isolated.paths = {"up.sql"};
    isolated.isolated = true;
    llvm::Expected<Project> alone = loadProject(isolated);
    REQUIRE(static_cast<bool>(alone));
    CHECK(alone->histories.at(0).tool->name == "diesel");
    CHECK(outline(alone->histories[0]) == Lines{"2020-01-02-000000_b 1+1"});
    CHECK(alone->histories[0].migrations[0].wayBackPlace == "down.sql");
    Project project = load({"./down.sql"});
    const Section& down = project.histories.at(0).migrations.at(1).down.at(0);
    CHECK(project.sources[down.file].path == "down.sql");
    REQUIRE(!llvm::sys::fs::set_current_path(before));
}

TEST_CASE("what lies beside a named file and cannot be read is said, and no failure") {
    TemporaryFolder folder;
    const std::string file = folder.write("1_a.up.sql", "SELECT 1;");
    REQUIRE(!llvm::sys::fs::create_link(folder.path("none"), folder.path("2_b.up.sql")));
    Project project = load({file});
    CHECK(project.histories.size() == 1);
    CHECK(project.failures.empty());
    REQUIRE(project.remarks.size() == 1);
    CHECK(project.remarks[0].starts_with(folder.path("2_b.up.sql")));
}
