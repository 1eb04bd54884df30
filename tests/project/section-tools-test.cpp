// Tools that keep both ways in one file, or say by its text how it runs: sql-migrate, tern,
// node-pg-migrate, postgres-migrations, dbutil.
#include "tests/project/runs.h"
#include "tests/temporary-folder.h"

using namespace ironlaw;
using fixtures::TemporaryFolder;
using Kind = SectionProblem::Kind;

namespace {

std::vector<Kind> kindsOf(const Migration& migration) {
    std::vector<Kind> result;
    result.reserve(migration.problems.size());
    for (const SectionProblem& problem : migration.problems) {
        result.push_back(problem.kind);
    }
    return result;
}

} // namespace

TEST_CASE("sql-migrate takes numbered names first, and each marker's own opt-out") {
    TemporaryFolder folder;
    folder.write("b.sql", "-- +migrate Up\nSELECT 1;\n");
    folder.write("10-c.sql",
                 "-- +migrate Up notransaction\nSELECT 1;\n-- +migrate Down\nSELECT 2;\n");
    folder.write("9-z.sql",
                 "-- +migrate Up\nSELECT 1;\n-- +migrate Down notransaction\nSELECT 2;\n");
    folder.write("a.sql", "-- +migrate Down\nSELECT 2;\n-- +migrate Up\nSELECT 1;\n");
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    CHECK(project.histories[0].tool->name == "sql-migrate");
    CHECK(runs(project.histories[0]) == Lines{"9-z, up wrapped, down bare",
                                              "10-c, up bare, down wrapped",
                                              "a, up wrapped, down wrapped", "b, up wrapped"});
    CHECK(project.histories[0].migrations[3].wayBackPlace.starts_with(
        "a \"-- +migrate Down\" section in "));
}

TEST_CASE("sql-migrate's markers count from the start of a line, in their own letters") {
    TemporaryFolder folder;
    folder.write("1.sql", "SET a.b = 1;\n-- +migrate Up\nSELECT 1;\n --+migrate Down\nSELECT 2;\n");
    folder.write("2.sql", "-- +migrate Up\nSELECT 1;\n-- +migrate DOWN\nSELECT 2;\n");
    folder.write("3.sql", "-- no section yet\n-- +migrate Up\nSELECT 1;\n-- +migrate Comment\n");
    const Project project = load({folder.path()});
    const std::vector<Migration>& all = project.histories.at(0).migrations;
    CHECK(outline(project.histories[0]) == Lines{"1 1+1", "2 1+1", "3 1+0"});
    CHECK(kindsOf(all[0]) == std::vector{Kind::IgnoredMarker, Kind::IgnoredText});
    CHECK(kindsOf(all[1]) == std::vector{Kind::IgnoredMarker});
    CHECK(all[1].problems[0].meant == "-- +migrate Down");
    CHECK(all[2].problems.empty());
}

TEST_CASE("programs of another library with sql-migrate's markers are not held to its rules") {
    TemporaryFolder folder;
    folder.write("go.mod", "module a\n\nrequire example.org/other v1.0.0\n");
    folder.write("m/1.sql", "SET a.b = 1;\n-- +migrate Up\nSELECT 1;\n");
    const Project other = load({folder.path()});
    CHECK(other.histories.at(0).tool->name == "sql-migrate");
    CHECK(other.histories[0].migrations.at(0).problems.empty());
    folder.write("dbconfig.yml", "development:\n  dialect: postgres\n");
    const Project own = load({folder.path()});
    CHECK(own.histories.at(0).migrations.at(0).problems.size() == 1);
}

TEST_CASE("tern cuts at its first separator, and reads one folder") {
    TemporaryFolder folder;
    folder.write("tern.conf", "[database]\n");
    folder.write("002_b.sql", "---- tern: disable-tx ----\nSELECT 1;\n"
                              "---- create above / drop below ----\nSELECT 2;\n"
                              "---- create above / drop below ----\nSELECT 3;\n");
    folder.write("001_a.sql", "SELECT 1; ---- create above / drop below ----\n"
                              "---- tern: disable-tx ----\nSELECT 2;\n");
    folder.write("003_c.sql", " ---- tern: disable-tx ----\nSELECT 1;\n");
    folder.write("shared/x.sql", "SELECT 1;");
    folder.write("4.sql", "SELECT 1;");
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    const History& history = project.histories[0];
    CHECK(history.tool->name == "tern");
    CHECK(runs(history) == Lines{"001_a, up wrapped, down bare", "002_b, up bare, down wrapped",
                                 "003_c, up wrapped"});
    CHECK(textOf(project, history.migrations[0].up[0]) == "SELECT 1; ");
    CHECK(textOf(project, history.migrations[1].down[0]) ==
          "\nSELECT 2;\n---- create above / drop below ----\nSELECT 3;\n");
    CHECK(history.migrations[1].problems.empty());
    CHECK(leftOut(project) == Lines{"4.sql: its name is not NUMBER_title.sql"});
    CHECK(!history.tool->execution(history.migrations[1].up[0], {}).singleMessage);
    CHECK(history.tool->execution(history.migrations[0].up[0], {}).singleMessage);
}

TEST_CASE("what means a marker of tern's is read as one, and told of") {
    TemporaryFolder folder;
    folder.write("tern.conf", "");
    folder.write("1_a.sql", "SELECT 1;\n-- Create above / Drop below\nSELECT 2;\n"
                            "-- create above / drop below\nSELECT 3;\n");
    folder.write("2_b.sql", "-- create above\nSELECT 1;\n"
                            "x---- create above / drop below ----\nSELECT 2;\n");
    folder.write("3_c.sql", "---- tern:disable-tx ----\nSELECT 'tern: disable-tx';\n");
    const Project project = load({folder.path()});
    const std::vector<Migration>& all = project.histories.at(0).migrations;
    CHECK(outline(project.histories[0]) == Lines{"1_a 1+1", "2_b 1+1", "3_c 1+0"});
    CHECK(kindsOf(all[0]) == std::vector{Kind::IgnoredMarker});
    CHECK(textOf(project, all[0].up[0]) == "SELECT 1;\n");
    CHECK(kindsOf(all[1]).empty());
    CHECK(kindsOf(all[2]) == std::vector{Kind::IgnoredMarker});
    CHECK(!all[2].up[0].optsOutOfTransaction);
}

TEST_CASE("tern's opt-out ends with its line feed") {
    TemporaryFolder folder;
    folder.write("tern.conf", "");
    folder.write("1_a.sql", "---- tern: disable-tx ----\r\nSELECT 1;\r\n");
    folder.write("2_b.sql", "SELECT 1;\n---- tern: disable-tx ----");
    CHECK(runs(load({folder.path()}).histories.at(0)) == Lines{"1_a, up wrapped", "2_b, up bare"});
}

TEST_CASE("node-pg-migrate reads markers in any case, or a file for each way") {
    TemporaryFolder folder;
    folder.write("package.json", "{\"dependencies\": {\"node-pg-migrate\": \"^9.0.0\"}}");
    folder.write("m/1689235200000_a.sql",
                 "SELECT 0;\n  ---- DOWN migration\nSELECT 2;\n--up Migration now\nSELECT 1;\n");
    folder.write("m/1689235200001-b.up.sql", "SELECT 1;");
    folder.write("m/1689235200001-b.down.sql", "SELECT 2;");
    folder.write("m/1689235200002_c.sql", "SELECT 1;\n-- Down Migration\nSELECT 2;\n");
    folder.write("m/1689235200003_d.sql", "SELECT 1;\n-- downmigration\n");
    folder.write("m/1689235200004 e.sql", "SELECT 1;");
    folder.write("m/1689235200004_e.js", "");
    folder.write("m/e.sql", "SELECT 1;");
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    const History& history = project.histories[0];
    CHECK(history.tool->name == "node-pg-migrate");
    CHECK(runs(history) == Lines{"1689235200000_a, up wrapped, down wrapped",
                                 "1689235200001-b, up wrapped, down wrapped",
                                 "1689235200002_c, up wrapped, down wrapped",
                                 "1689235200003_d, up wrapped", "1689235200004 e, up wrapped"});
    CHECK(textOf(project, history.migrations[0].up[0]) == "SELECT 1;\n");
    CHECK(history.migrations[0].problems.empty());
    CHECK(kindsOf(history.migrations[2]) == std::vector{Kind::RunsBothWays});
    CHECK(history.programs == Lines{"1689235200004"});
    CHECK(leftOut(project) == Lines{"e.sql: its name is not NUMBER_name.sql"});
}

TEST_CASE("postgres-migrations counts, and its marker stands anywhere in the file") {
    TemporaryFolder folder;
    folder.write("package.json", "{\"dependencies\": {\"postgres-migrations\": \"^5.3.0\"}}");
    folder.write("m/10_j.sql", "SELECT 1;");
    folder.write("m/2-b.sql", "SELECT 1; -- postgres-migrations disable-transaction\n");
    folder.write("m/1_a.sql", "-- postgres-migrations: disable-transaction\nSELECT 1;");
    folder.write("m/3.sql", "SELECT 1;");
    const Project project = load({folder.path()});
    CHECK(project.histories.at(0).tool->name == "postgres-migrations");
    CHECK(project.histories[0].tool->needsEveryVersion);
    CHECK(runs(project.histories[0]) ==
          Lines{"1_a, up wrapped", "2-b, up bare", "3, up wrapped", "10_j, up wrapped"});
    CHECK(leftOut(project).empty());
    folder.write("m/schema.sql", "SELECT 1;");
    const Project refused = load({folder.path()});
    CHECK(outline(refused.histories.at(0)).size() == 4);
    CHECK(leftOut(refused) == Lines{"schema.sql: its name does not begin with a number"});
    CHECK(std::ranges::count(refused.histories[0].files, true, &ProjectFile::refused) == 1);
}

TEST_CASE("dbutil orders by the versions of the first lines") {
    TemporaryFolder folder;
    folder.write("00-latest.sql", "-- v0 -> v3: All of it\nSELECT 0;\n");
    folder.write("a.sql", "-- v2 -> v3 (compatible with v1+): c\n-- transaction: off\nSELECT 3;\n");
    folder.write("b.sql", "-- v2: b\n--\n-- transaction: off\nSELECT 2;\n");
    folder.write("c.sql", "-- v1: a\nSELECT 1;\n");
    folder.write("c.sqlite.sql", "-- v1: a\nSELECT 1;\n");
    folder.write("d.sql", "-- v4 -> five: d\nSELECT 1;\n");
    folder.write("e.sql", "-- v4: e\n-- only: sqlite\nPRAGMA a;\nSELECT 1;\n");
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    CHECK(project.histories[0].tool->name == "dbutil");
    CHECK(runs(project.histories[0]) == Lines{"c, up wrapped", "b, up wrapped", "a, up bare"});
    CHECK(leftOut(project) ==
          Lines{"00-latest.sql: it runs in a new database only, instead of the scripts up to it",
                "c.sqlite.sql: it is for SQLite",
                "d.sql: its first line is no \"-- v1 -> v2: text\"", "e.sql: it is for SQLite"});
    const std::string latest = folder.write("new/00-latest.sql", "-- v0 -> v3: All\nSELECT 0;\n");
    CHECK(outline(load({latest}).histories.at(0)) == Lines{"00-latest 1+0"});
}

TEST_CASE("dbutil keeps lines for SQLite from PostgreSQL") {
    TemporaryFolder folder;
    folder.write("1.sql", "-- v1: a\nSELECT 1;\n-- only: sqlite for next 2 lines\nX;\nY;\n"
                          "-- only: postgres until \"end only\" (lines commented)\n--Z;\n"
                          "-- end only postgres\n"
                          "-- only: sqlite until \"end only\"\nV;\nW;\n-- end only sqlite\n");
    const Project project = load({folder.path()});
    const Section& up = project.histories.at(0).migrations.at(0).up.at(0);
    Lines unsent;
    for (const Range range : up.unsent) {
        unsent.emplace_back(project.sources[up.file].text().substr(range.begin, range.size()));
    }
    CHECK(unsent == Lines{"X;\n", "Y;\n", "--", "V;\n", "W;\n"});
}

TEST_CASE("one file is judged with the sections that its tool sees, and what runs before it") {
    TemporaryFolder folder;
    folder.write("tern.conf", "");
    const std::string separator = "\n---- create above / drop below ----\n";
    folder.write("1_a.sql", "SELECT 1;" + separator + "SELECT 2;\n");
    const std::string second = folder.write("2_b.sql", "SELECT 1;" + separator + "SELECT 2;\n");
    folder.write("3_c.sql", "SELECT 1;" + separator + "SELECT 2;\n");
    const Project project = load({second});
    CHECK(outline(project.histories.at(0)) == Lines{"1_a 1+1", "2_b 1+1"});
    CHECK(!project.histories[0].migrations[0].reported);
    CHECK(project.histories[0].migrations[1].reported);
}
