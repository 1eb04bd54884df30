// Ways back in files that no tool runs: which migration they belong to.
#include "analyzer/project/project.h"
#include "tests/project/runs.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ironlaw;
using fixtures::TemporaryFolder;

namespace {

/// Writes `files` into a folder of Supabase's and returns its path.
std::string writeAll(const TemporaryFolder& folder, const std::vector<std::string_view>& files) {
    for (std::string_view file : files) {
        folder.write("supabase/" + std::string(file), "SELECT 1;");
    }
    return folder.path("supabase");
}

} // namespace

TEST_CASE("a folder of ways back below or beside the scripts is theirs") {
    for (std::string_view place : {"migrations/rollback/", "migrations/Down/", "undo/"}) {
        for (std::string_view name : {"20240101_a.sql", "20240101_a.down.sql",
                                      "20240101_a_rollback.sql", "rollback_20240101_a.sql"}) {
            CAPTURE(place);
            CAPTURE(name);
            TemporaryFolder folder;
            const std::string file = std::string(place) + std::string(name);
            const Project project = load({writeAll(
                folder, {"migrations/20240101_a.sql", "migrations/20240202_b.sql", file})});
            REQUIRE(project.histories.size() == 1);
            const History& history = project.histories[0];
            CHECK(history.tool->name == "supabase");
            CHECK(outline(history) == Lines{"20240101_a 1+1", "20240202_b 1+0"});
            CHECK(history.migrations[0].down[0].byHand);
            CHECK(history.files.back().role == FileRole::Rollback);
            CHECK(history.files.back().migration == "20240101");
        }
    }
}

TEST_CASE("in a folder of ways back a version without a way up is an orphan") {
    TemporaryFolder folder;
    const Project project = load(
        {writeAll(folder, {"migrations/20240101_a.sql", "migrations/rollback/20240101_a.sql",
                           "migrations/rollback/20240101_a.down.sql",
                           "migrations/rollback/20240102_b.sql", "migrations/rollback/all.sql"})});
    REQUIRE(project.histories.size() == 1);
    CHECK(outline(project.histories[0]) == Lines{"20240101_a 1+1", "20240102_b 0+1"});
    CHECK(leftOut(project) ==
          Lines{"20240101_a.sql: its migration has another way back",
                "all.sql: its name does not say which migration it takes back"});
}

TEST_CASE("a folder of ways back that has none for the scripts is not theirs") {
    TemporaryFolder folder;
    const Project project =
        load({writeAll(folder, {"migrations/20240101_a.sql", "rollback/20240103_c.sql"})});
    REQUIRE(project.histories.size() == 2);
    CHECK(outline(project.histories[0]) == Lines{"20240101_a 1+0"});
}

TEST_CASE("a file of a folder of ways back is judged with its way up") {
    TemporaryFolder folder;
    writeAll(folder, {"migrations/20240101_a.sql", "migrations/20240202_b.sql",
                      "migrations/rollback/20240101_a.sql"});
    const Project project = load({folder.path("supabase/migrations/rollback/20240101_a.sql")});
    REQUIRE(project.histories.size() == 1);
    CHECK(outline(project.histories[0]) == Lines{"20240101_a 1+1"});
}

TEST_CASE("what a tool passes over by its name may be a way back") {
    TemporaryFolder folder;
    folder.write("x.csproj", "<PackageReference Include=\"Evolve\" />");
    for (std::string_view file : {"V1__a.sql", "U1__a.sql", "V2__b.sql", "U2__other.sql"}) {
        folder.write("evolve/" + std::string(file), "SELECT 1;");
    }
    CHECK(outline(load({folder.path("evolve")}).histories.at(0)) ==
          Lines{"V1__a 1+1", "V2__b 1+1"});

    // A tool with ways back of its own does not run this one, which is told.
    for (std::string_view file : {"1_a.up.sql", "1_a_down.sql", "2_b.up.sql", "2_b.down.sql"}) {
        folder.write("go/" + std::string(file), "SELECT 1;");
    }
    const Project project = load({folder.path("go")});
    const History& history = project.histories.at(0);
    CHECK(outline(history) == Lines{"1_a 1+1", "2_b 1+1"});
    CHECK(std::ranges::count(history.files, true, &ProjectFile::misnamed) == 1);
}

TEST_CASE("a migration's folder may hold a way back under many names") {
    for (std::string_view name :
         {"down.sql", "rollback.sql", "undo.sql", "revert.sql", "migration.down.sql",
          "rollback_migration.sql", "20240101000000_a.down.sql"}) {
        CAPTURE(name);
        TemporaryFolder folder;
        folder.write("m/migration_lock.toml", "provider = \"postgresql\"");
        folder.write("m/20240101000000_a/migration.sql", "SELECT 1;");
        folder.write("m/20240101000000_a/" + std::string(name), "SELECT 1;");
        folder.write("m/20240102000000_b/migration.sql", "SELECT 1;");
        folder.write("m/20240102000000_b/other.sql", "SELECT 1;");
        const Project project = load({folder.path()});
        REQUIRE(project.histories.size() == 1);
        CHECK(outline(project.histories[0]) ==
              Lines{"20240101000000_a 1+1", "20240102000000_b 1+0"});
        CHECK(project.histories[0].migrations[0].down[0].byHand);
    }
}
