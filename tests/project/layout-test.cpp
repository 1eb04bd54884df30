// Folders of each tool, as small as possible: what runs, in which order, and what is its way back.
#include "analyzer/project/project.h"
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <llvm/Support/FileSystem.h>

#include <algorithm>
#include <sys/stat.h>

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("golang-migrate pairs by version and orders by number") {
    TemporaryFolder folder;
    folder.write("2_b.up.sql", "SELECT 1;");
    folder.write("10_c.up.sql", "SELECT 1;");
    folder.write("10_other_title.down.sql", "SELECT 1;");
    folder.write("3_gone.down.sql", "SELECT 1;");
    folder.write("10_c.mysql.up.sql", "SELECT `a`;");
    folder.write("readme.sql", "SELECT 1;");
    Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    const History& history = project.histories[0];
    CHECK(history.tool->name == "golang-migrate");
    CHECK(outline(history) == Lines{"2_b 1+0", "3_gone 0+1", "10_c 1+1"});
    CHECK(history.migrations[0].wayBackPlace.ends_with("/2_b.down.sql"));
    auto ignored = std::ranges::count(history.files, FileRole::Ignored, &ProjectFile::role);
    CHECK(ignored == 2);
}

TEST_CASE("golang-migrate's ways up have a name of their own") {
    TemporaryFolder folder;
    folder.write("a/0001_a.sql", "SELECT 1;");
    folder.write("a/0001_a.down.sql", "SELECT 1;");
    folder.write("b/0001_a.down.sql", "SELECT 1;");
    folder.write("b/0001_a.up.sql", "SELECT 1;");
    ProjectOptions isolated;
    isolated.isolated = true;
    for (std::string_view path : {"a", "a/0001_a.sql", "a/0001_a.down.sql"}) {
        const Project project = load({folder.path(path)});
        CHECK(project.histories.at(0).tool->name == "plain");
        CHECK(outline(project.histories[0]) == Lines{"0001_a 1+1"});
    }
    auto aloneTool = [&](std::string_view path) {
        isolated.paths = {folder.path(path)};
        llvm::Expected<Project> project = loadProject(isolated);
        REQUIRE(static_cast<bool>(project));
        return project->histories.at(0).tool->name;
    };
    CHECK(aloneTool("a/0001_a.down.sql") == "plain");
    CHECK(aloneTool("b/0001_a.down.sql") == "golang-migrate");
}

TEST_CASE("goose sections and its opt-out") {
    TemporaryFolder folder;
    folder.write("00001_a.sql",
                 "-- +goose Up\nCREATE TABLE a (id int);\n-- +goose Down\nDROP TABLE a;\n");
    folder.write("00002_b.sql", "-- +goose NO TRANSACTION\n-- +goose UP\nSELECT 1;\n");
    Project project = load({folder.path()});
    const History& history = project.histories.at(0);
    CHECK(history.tool->name == "goose");
    CHECK(outline(history) == Lines{"00001_a 1+1", "00002_b 1+0"});
    const Section& up = history.migrations[0].up[0];
    std::string_view text = project.sources[up.file].text();
    CHECK(text.substr(up.range.begin, up.range.size()) == "CREATE TABLE a (id int);\n");
    CHECK(history.migrations[1].up[0].optsOutOfTransaction);
    CHECK(history.tool->execution(up, {}).transaction);
    CHECK(!history.tool->execution(history.migrations[1].up[0], {}).transaction);
}

TEST_CASE("markers count in a file that was asked for, whatever its name") {
    TemporaryFolder folder;
    folder.write("goose.txt", "-- +goose Up\nCREATE TABLE a ();\n-- +goose Down\nDROP TABLE a;\n");
    folder.write("dbmate.sql", "-- migrate:up\nCREATE TABLE a ();\n-- migrate:down\n");
    folder.write("bare.sql", "CREATE TABLE a ();\n");
    auto alone = [&](std::string_view name, std::string_view tool) {
        ProjectOptions options;
        options.paths = {folder.path(name)};
        options.isolated = true;
        options.tool = tool;
        llvm::Expected<Project> project = loadProject(options);
        REQUIRE(static_cast<bool>(project));
        const History& history = project->histories.at(0);
        return outline(history).at(0) + " " + std::string(wordOf(history.files.at(0).role));
    };
    CHECK(alone("goose.txt", "goose") == "goose.txt 1+1 both");
    CHECK(alone("dbmate.sql", "dbmate") == "dbmate 1+1 both");
    CHECK(alone("bare.sql", "goose") == "bare 1+0 migration");
    CHECK(alone("bare.sql", "dbmate") == "bare 1+0 migration");
}

TEST_CASE("dbmate's option stands on its own section's marker") {
    TemporaryFolder folder;
    folder.write("20240101_a.sql",
                 "-- migrate:up transaction:false\nSELECT 1;\n-- migrate:down\nSELECT 2;\n");
    Project project = load({folder.path()});
    const Migration& migration = project.histories.at(0).migrations.at(0);
    CHECK(project.histories[0].tool->name == "dbmate");
    CHECK(migration.up.at(0).optsOutOfTransaction);
    CHECK(!migration.down.at(0).optsOutOfTransaction);
}

TEST_CASE("sqlx is known by its first bytes or by Cargo.toml") {
    TemporaryFolder folder;
    folder.write("Cargo.toml", "[dependencies]\nsqlx = \"0.8\"\n");
    folder.write("migrations/1_a.up.sql", "-- no-transaction\nSELECT 1;");
    folder.write("migrations/1_a.down.sql", "\n-- no-transaction\nSELECT 1;");
    Project project = load({folder.path()});
    const Migration& migration = project.histories.at(0).migrations.at(0);
    CHECK(project.histories[0].tool->name == "sqlx");
    CHECK(migration.up.at(0).optsOutOfTransaction);
    CHECK(!migration.down.at(0).optsOutOfTransaction);
}

TEST_CASE("diesel reads metadata.toml") {
    TemporaryFolder folder;
    folder.write("2024-01-01-000000_a/up.sql", "SELECT 1;");
    folder.write("2024-01-01-000000_a/down.sql", "SELECT 1;");
    folder.write("2024-01-01-000000_a/metadata.toml", "run_in_transaction = false\n");
    Project project = load({folder.path()});
    const History& history = project.histories.at(0);
    CHECK(history.tool->name == "diesel");
    CHECK(history.migrations.at(0).version == "20240101000000");
    CHECK(history.migrations[0].up.at(0).optsOutOfTransaction);
}

TEST_CASE("Prisma orders folders as text and takes a down.sql for a way back") {
    TemporaryFolder folder;
    folder.write("migration_lock.toml", "provider = \"postgresql\"\n");
    folder.write("20240102000000_b/migration.sql", "SELECT 1;");
    folder.write("20240101000000_a/migration.sql", "SELECT 1;");
    folder.write("20240101000000_a/down.sql", "SELECT 1;");
    folder.write("20240103000000_c/migration.sql", "SELECT 1;");
    folder.write("20240103000000_c/rollback.sql", "SELECT 1;");
    Project project = load({folder.path()});
    CHECK(project.histories.at(0).tool->name == "prisma");
    CHECK(outline(project.histories[0]) ==
          Lines{"20240101000000_a 1+1", "20240102000000_b 1+0", "20240103000000_c 1+1"});
}

TEST_CASE("plain files: natural order, sections, and ways back behind comment signs") {
    TemporaryFolder folder;
    folder.write("2.sql", "CREATE TABLE b (id int);\n\n-- Rollback:\n-- DROP TABLE b;\n");
    folder.write("10.sql", "-- up\nSELECT 1;\n-- down\nSELECT 2;\n");
    folder.write("11.sql", "SELECT 1;\n-- rollback is not needed here\n-- because of reasons\n");
    folder.write("12.sql", "SELECT 1; -- down\n-- DROP\nSELECT 2;\n");
    Project project = load({folder.path()});
    const History& history = project.histories.at(0);
    CHECK(history.tool->name == "plain");
    CHECK(outline(history) == Lines{"2 1+1", "10 1+1", "11 1+0", "12 1+0"});
    CHECK(history.migrations[0].down[0].commentedOut);
    CHECK(!history.migrations[1].down[0].commentedOut);
}

TEST_CASE("plain ways back are known by their folders and names") {
    TemporaryFolder folder;
    folder.write("a/up/001_a.sql", "SELECT 1;");
    folder.write("a/up/002_b.sql", "SELECT 1;");
    folder.write("a/down/001_a.sql", "SELECT 1;");
    folder.write("a/down/002_other_title.sql", "SELECT 1;");
    folder.write("b/1_a.sql", "SELECT 1;");
    folder.write("b/2_b.sql", "SELECT 1;");
    folder.write("b/rollbacks/1_a.sql", "SELECT 1;");
    folder.write("b/rollbacks/2_b_rollback.sql", "SELECT 1;");
    folder.write("c/1_a.sql", "SELECT 1;");
    folder.write("c/down_1_a.sql", "SELECT 1;");
    folder.write("c/2_b.sql", "SELECT 1;");
    folder.write("c/rollback_2_b.sql", "SELECT 1;");
    folder.write("c/3_x.sql", "SELECT 1;");
    folder.write("c/down_payments.sql", "SELECT 1;");
    folder.write("d/deploy.sql", "SELECT 1;");
    folder.write("d/rollback.sql", "SELECT 1;");
    folder.write("e/1_a.sql", "SELECT 1;");
    folder.write("e/2_b.sql", "SELECT 1;");
    folder.write("e/rollback.sql", "SELECT 1;");
    Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 5);
    CHECK(outline(project.histories[0]) == Lines{"001_a 1+1", "002_b 1+1"});
    CHECK(project.histories[0].migrations[0].wayBackPlace.ends_with("a/down/001_a.sql"));
    CHECK(outline(project.histories[1]) == Lines{"1_a 1+1", "2_b 1+1"});
    CHECK(outline(project.histories[2]) ==
          Lines{"1_a 1+1", "2_b 1+1", "3_x 1+0", "down_payments 1+0"});
    CHECK(outline(project.histories[3]) == Lines{"deploy 1+1"});
    CHECK(outline(project.histories[4]) == Lines{"1_a 1+0", "2_b 1+0"});
    CHECK(std::ranges::count(project.histories[4].files, FileRole::Ignored, &ProjectFile::role) ==
          1);

    Project file = load({folder.path("a/down/002_other_title.sql")});
    CHECK(outline(file.histories.at(0)) == Lines{"001_a 1+1", "002_b 1+1"});
    CHECK(!file.histories[0].migrations[0].reported);
    Project alone = load({folder.path("b/rollbacks")});
    CHECK(outline(alone.histories.at(0)) == Lines{"1_a 0+1", "2_b 0+1"});
    CHECK(alone.histories[0].migrations[0].takenAlone);
    CHECK(outline(load({folder.path("d/rollback.sql")}).histories.at(0)) == Lines{"deploy 1+1"});
}

TEST_CASE("the role of a file is what its migrations take from it") {
    TemporaryFolder folder;
    folder.write("1.sql", "SELECT 1;");
    folder.write("1.down.sql", "SELECT 1;");
    folder.write("2.sql", "CREATE TABLE b (id int);\n-- Rollback:\n-- DROP TABLE b;\n");
    folder.write("3_rollback.sql", "SELECT 1;");
    Project project = load({folder.path()});
    Lines roles;
    for (const ProjectFile& file : project.histories.at(0).files) {
        std::string_view path = project.sources[file.file].path;
        roles.push_back(fmt::format("{} {}", path.substr(path.rfind('/') + 1), wordOf(file.role)));
    }
    std::ranges::sort(roles);
    CHECK(roles ==
          Lines{"1.down.sql rollback", "1.sql migration", "2.sql both", "3_rollback.sql rollback"});
    Project alone = load({folder.path("2.sql")});
    auto asked = std::ranges::find(alone.histories.at(0).files, true, &ProjectFile::reported);
    CHECK(asked->role == FileRole::Both);
}

TEST_CASE("what is named twice is read once") {
    TemporaryFolder folder;
    folder.write("m/1_a.up.sql", "SELECT 1;");
    folder.write("m/2_b.up.sql", "SELECT 1;");
    folder.write("m/3_c.up.sql", "SELECT 1;");
    folder.write("f/V1__a.sql", "SELECT 1;");
    folder.write("f/sub/V2__b.sql", "SELECT 1;");
    REQUIRE(!llvm::sys::fs::create_link(folder.path("m"), folder.path("link")));
    const std::string m = folder.path("m");
    auto reported = [&](const std::vector<std::string>& paths) {
        Project project = load(paths);
        CHECK(project.failures.empty());
        Lines result;
        for (const History& history : project.histories) {
            for (const ProjectFile& file : history.files) {
                if (file.reported) {
                    std::string_view path = project.sources[file.file].path;
                    result.emplace_back(path.substr(path.rfind('/') + 1));
                }
            }
        }
        std::ranges::sort(result);
        return result;
    };
    const Lines all = {"1_a.up.sql", "2_b.up.sql", "3_c.up.sql"};
    CHECK(reported({m, m}) == all);
    CHECK(reported({m, m + "/../m/"}) == all);
    CHECK(reported({m, folder.path("link")}) == all);
    CHECK(reported({m, m + "/1_a.up.sql"}) == all);
    CHECK(reported({m + "/1_a.up.sql", m}) == all);
    CHECK(reported({folder.path(), m}).size() == 5);
    CHECK(reported({m + "/2_b.up.sql", m + "/./2_b.up.sql", folder.path("link/2_b.up.sql")}) ==
          Lines{"2_b.up.sql"});
    CHECK(reported({folder.path("f"), folder.path("f/sub")}).size() == 2);
    CHECK(reported({folder.path("f/sub"), folder.path("f")}).size() == 2);

    // Several files of one folder are one history, which ends with the last of them.
    Project two = load({m + "/2_b.up.sql", m + "/1_a.up.sql"});
    REQUIRE(two.histories.size() == 1);
    CHECK(outline(two.histories[0]) == Lines{"1_a 1+0", "2_b 1+0"});
    CHECK(two.histories[0].migrations[0].reported);
}

TEST_CASE("Prisma migrations for other servers are left out, and that is said") {
    TemporaryFolder folder;
    folder.write("a/migrations/migration_lock.toml", "# by hand\nprovider = \"mysql\"\n");
    folder.write("a/migrations/1_a/migration.sql", "SELECT 1;");
    folder.write("b/schema.prisma", "generator g {\n  provider = \"prisma-client-js\"\n}\n"
                                    "datasource d {\n  provider = \"sqlite\" // small\n}\n");
    folder.write("b/migrations/1_a/migration.sql", "SELECT 1;");
    folder.write("c/schema.prisma", "datasource d {\n  provider = \"postgresql\"\n}\n");
    folder.write("c/migrations/1_a/migration.sql", "SELECT 1;");
    Project project = load({folder.path()});
    CHECK(project.histories.size() == 1);
    CHECK(project.failures.empty());
    REQUIRE(project.remarks.size() == 2);
    CHECK(project.remarks[0] ==
          folder.path("a/migrations") + " is not read: Prisma's provider is \"mysql\"");
    CHECK(project.remarks[1].ends_with("is not read: Prisma's provider is \"sqlite\""));
    CHECK(load({folder.path("a/migrations")}).failures.empty());
    const std::string file = folder.path("a/migrations/1_a/migration.sql");
    Project single = load({file, file});
    CHECK(single.histories.empty());
    CHECK(single.remarks == Lines{project.remarks[0]});
}

TEST_CASE("a file is judged with the earlier migrations of its folder") {
    TemporaryFolder folder;
    for (std::string_view name : {"1_a.up.sql", "1_a.down.sql", "2_b.up.sql", "3_c.up.sql"}) {
        folder.write(name, "SELECT 1;");
    }
    Project project = load({folder.path() + "/2_b.up.sql"});
    const History& history = project.histories.at(0);
    CHECK(outline(history) == Lines{"1_a 1+1", "2_b 1+0"});
    CHECK(!history.migrations[0].reported);
    CHECK(history.migrations[1].reported);

    ProjectOptions isolated;
    isolated.paths = {folder.path() + "/2_b.up.sql"};
    isolated.isolated = true;
    llvm::Expected<Project> alone = loadProject(isolated);
    REQUIRE(static_cast<bool>(alone));
    CHECK(outline(alone->histories.at(0)) == Lines{"2_b 1+0"});
}

TEST_CASE("what cannot be read is named, and the rest is still there") {
    TemporaryFolder folder;
    folder.write("1_a.up.sql", "SELECT 1;");
    folder.write("folder.sql/1_x.up.sql", "SELECT 1;");
    REQUIRE(!llvm::sys::fs::create_link(folder.path(), folder.path() + "/loop"));
    REQUIRE(!llvm::sys::fs::create_link(folder.path() + "/nowhere", folder.path() + "/2_b.up.sql"));
    Project project = load({folder.path()});
    CHECK(project.histories.size() == 2);
    REQUIRE(project.failures.size() == 1);
    CHECK(project.failures[0].find("2_b.up.sql") != std::string::npos);

    ProjectOptions alone;
    alone.paths = {folder.path() + "/folder.sql/1_x.up.sql", folder.path() + "/pipe/1_a.up.sql"};
    folder.write("pipe/2_b.up.sql", "SELECT 1;");
    REQUIRE(::mkfifo((folder.path() + "/pipe/1_a.up.sql").c_str(), 0600) == 0);
    llvm::Expected<Project> pipe = loadProject(alone);
    REQUIRE(!pipe);
    CHECK(llvm::toString(pipe.takeError()).ends_with("/1_a.up.sql: not a regular file"));

    ProjectOptions missing;
    missing.paths = {folder.path() + "/none"};
    llvm::Expected<Project> none = loadProject(missing);
    REQUIRE(!none);
    CHECK(llvm::toString(none.takeError()).find("none: ") != std::string::npos);
}

TEST_CASE("schema files are known by their names, their folder and what pg_dump writes") {
    TemporaryFolder folder;
    const std::string table = "CREATE TABLE t (id int);\n";
    const std::string stripped = "SET row_security = off;\n\n--\n-- Name: t; Type: TABLE; Schema: "
                                 "public; Owner: -\n--\n\n" +
                                 table;
    folder.write("rails/structure.sql", table);
    folder.write("atlas/atlas.hcl", "env \"local\" {}\n");
    folder.write("atlas/schema.pg.sql", table);
    folder.write("supabase/schemas/01_tables.sql", table);
    folder.write("supabase/schemas/more/02_views.sql", table);
    folder.write("own/tables.sql", stripped);
    folder.write("plain/1_tables.sql", stripped);
    folder.write("plain/2_more.sql", table);
    folder.write("scripts/tables.sql", table);
    const auto toolOf = [&](const std::string& path) {
        const Project project = load({folder.path(path)});
        return project.histories.size() == 1 ? project.histories.front().tool->name : "";
    };
    for (const char* path :
         {"rails/structure.sql", "atlas/schema.pg.sql", "atlas", "supabase/schemas/01_tables.sql",
          "supabase/schemas/more", "own", "own/tables.sql"}) {
        CHECK_MESSAGE(toolOf(path) == "schema", path);
    }
    CHECK(load({folder.path("supabase/schemas")}).histories.size() == 2);
    for (const char* path : {"plain", "rails", "scripts/tables.sql", "scripts"}) {
        CHECK_MESSAGE(toolOf(path) == "plain", path);
    }
}

TEST_CASE("a dump beside migrations is named and not judged") {
    TemporaryFolder folder;
    folder.write("migrations/20240101_a.sql", "-- migrate:up\nSELECT 1;\n-- migrate:down\n");
    folder.write("schema.sql", "--\n-- PostgreSQL database dump\n--\nSELECT 1;\n");
    Project both = load({folder.path()});
    REQUIRE(both.histories.size() == 2);
    CHECK(both.histories[0].migrations.empty());
    Project alone = load({folder.path() + "/schema.sql"});
    CHECK(alone.histories.at(0).migrations.at(0).schemaDump);
}
