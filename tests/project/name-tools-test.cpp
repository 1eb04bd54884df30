// Tools whose scripts say by their names what they are: refinery, pop, morph, postgrator,
// db-migrate and Hasura; and which of the tools a folder belongs to.
#include "tests/project/runs.h"
#include "tests/temporary-folder.h"

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("refinery reads V and U in one order, from all folders below") {
    TemporaryFolder folder;
    folder.write("Cargo.toml", "[dependencies]\nrefinery = \"0.8\"\n");
    folder.write("m/V10__c.sql", "SELECT 1;");
    folder.write("m/U9__b.sql", "SELECT 1;");
    folder.write("m/more/V1__a.sql", "SELECT 1;");
    folder.write("m/V2_d.sql", "SELECT 1;");
    folder.write("m/V3__e-f.sql", "SELECT 1;");
    folder.write("m/V1.1__g.sql", "SELECT 1;");
    folder.write("m/V4294967296__h.sql", "SELECT 1;");
    const Project project = load({folder.path("m")});
    REQUIRE(project.histories.size() == 1);
    const History& history = project.histories[0];
    CHECK(history.tool->name == "refinery");
    CHECK(!history.tool->hasWayBack);
    CHECK(runs(history) == Lines{"V1__a, up wrapped", "U9__b, up wrapped", "V10__c, up wrapped"});
    CHECK(leftOut(project) == Lines{"V1.1__g.sql: its version is no 32-bit number",
                                    "V2_d.sql: its name is not V1__title.sql or U1__title.sql",
                                    "V3__e-f.sql: its name is not V1__title.sql or U1__title.sql",
                                    "V4294967296__h.sql: its version is no 32-bit number"});
    CHECK(std::ranges::count(history.files, true, &ProjectFile::refused) == 2);
    CHECK(outline(load({folder.path("m/U9__b.sql")}).histories.at(0)) ==
          Lines{"V1__a 1+0", "U9__b 1+0"});
}

TEST_CASE("pop takes the script for PostgreSQL, and popx its opt-out in the name") {
    TemporaryFolder folder;
    folder.write("go.mod", "module a\n\nrequire github.com/ory/pop/v6 v6.2.0\n");
    for (std::string_view name :
         {"2_b.up.sql", "2_b.postgres.up.sql", "2_b.down.sql", "1_a.postgresql.autocommit.up.sql",
          "1_a.postgresql.down.sql", "3_c.mysql.up.sql", "3_c.sqlite3.down.sql",
          "sub/10_d.autocommit.up.sql", "4_e.cockroach.up.sql", "5-f.up.sql"}) {
        folder.write(fmt::format("m/{}", name), "SELECT 1;");
    }
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    CHECK(project.histories[0].tool->name == "pop");
    CHECK(runs(project.histories[0]) ==
          Lines{"1_a, up bare, down wrapped", "2_b, up wrapped, down wrapped", "10_d, up bare"});
    CHECK(leftOut(project) ==
          Lines{"2_b.up.sql: \"2_b.postgres.up.sql\" takes its place on PostgreSQL",
                "3_c.mysql.up.sql: its name says that it is MySQL",
                "3_c.sqlite3.down.sql: its name says that it is SQLite",
                "4_e.cockroach.up.sql: its name says that it is CockroachDB",
                "5-f.up.sql: its name is not NUMBER_title.up.sql or .down.sql"});
    const Project alone = load({folder.path("m/2_b.postgres.up.sql")});
    CHECK(outline(alone.histories.at(0)) == Lines{"1_a 1+1", "2_b 1+1"});
}

TEST_CASE("morph's marker is the first bytes of the file") {
    TemporaryFolder folder;
    folder.write("go.mod", "module a\n\nrequire github.com/mattermost/morph v1.1.0\n");
    folder.write("m/postgres/000001_a.up.sql", "-- morph:nontransactional\nSELECT 1;");
    folder.write("m/postgres/000001_a.down.sql", "\n-- morph:nontransactional\nSELECT 1;");
    folder.write("m/postgres/000002_b.up.sql", " -- morph:nontransactional\nSELECT 1;");
    folder.write("m/mysql/000001_a.up.sql", "SELECT `a`;");
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    CHECK(project.histories[0].tool->name == "morph");
    CHECK(runs(project.histories[0]) ==
          Lines{"000001_a, up bare, down wrapped", "000002_b, up wrapped"});
    const Project alone = load({folder.path("m/postgres/000002_b.up.sql")});
    CHECK(alone.histories.at(0).tool->name == "morph");
    CHECK(outline(alone.histories[0]) == Lines{"000001_a 1+1", "000002_b 1+0"});
}

TEST_CASE("postgrator says do and undo in the name") {
    TemporaryFolder folder;
    for (std::string_view name : {"2.do.b.sql", "002.undo.other.sql", "10.do.sql", "1.undo.a.sql",
                                  "1.do.a.sql", "3.redo.c.sql", "3.double.sql", "schema.sql"}) {
        folder.write(name, "SELECT 1;");
    }
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    const History& history = project.histories[0];
    CHECK(history.tool->name == "postgrator");
    CHECK(runs(history) ==
          Lines{"1.do.a, up bare, down bare", "2.do.b, up bare, down bare", "10.do, up bare"});
    CHECK(history.tool->execution(history.migrations[0].up[0], {}).singleMessage);
    CHECK(history.migrations[2].wayBackPlace.ends_with("/10.undo.sql"));
    CHECK(leftOut(project).size() == 3);
    CHECK(outline(load({folder.path("002.undo.other.sql")}).histories.at(0)) ==
          Lines{"1.do.a 1+1", "2.do.b 1+1"});
}

TEST_CASE("db-migrate's scripts lie in sqls, for programs of the same names") {
    TemporaryFolder folder;
    folder.write("migrations/20230112190000-a.js", "");
    for (std::string_view name : {"20230112190000-a-up.sql", "20230112190000-a-down.sql",
                                  "20230203190000-b-up.sql", "20230203190000-c.sql"}) {
        folder.write(fmt::format("migrations/sqls/{}", name), "SELECT 1;");
    }
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    const History& history = project.histories[0];
    CHECK(history.tool->name == "db-migrate");
    CHECK(runs(history) ==
          Lines{"20230112190000-a, up wrapped, down wrapped", "20230203190000-b, up wrapped"});
    CHECK(history.migrations[1].wayBackPlace.ends_with("/sqls/20230203190000-b-down.sql"));
    CHECK(leftOut(project) ==
          Lines{"20230203190000-c.sql: its name is not DATE-title-up.sql or -down.sql"});
    CHECK(
        outline(load({folder.path("migrations/sqls/20230112190000-a-down.sql")}).histories.at(0)) ==
        Lines{"20230112190000-a 1+1"});
}

TEST_CASE("Hasura orders by number, and its marker is the whole first line") {
    TemporaryFolder folder;
    folder.write("config.yaml", "version: 3\nmetadata_directory: metadata\n");
    const std::string in = "migrations/default/";
    folder.write(in + "10_b/up.sql", " -- hasura:no-transaction \r\nSELECT 1;");
    folder.write(in + "10_b/down.sql", "-- hasura:no-transaction please\nSELECT 1;");
    folder.write(in + "9_a/up.sql", "\n-- hasura:no-transaction\nSELECT 1;");
    folder.write(in + "names/up.sql", "SELECT 1;");
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    const History& history = project.histories[0];
    CHECK(history.tool->name == "hasura");
    CHECK(runs(history) == Lines{"9_a, up wrapped", "10_b, up bare, down wrapped"});
    CHECK(history.migrations[0].wayBackPlace.ends_with("default/9_a/down.sql"));
    const Project alone = load({folder.path(in + "10_b/down.sql")});
    CHECK(outline(alone.histories.at(0)) == Lines{"9_a 1+0", "10_b 1+1"});
    CHECK(!alone.histories[0].migrations[0].reported);
}

TEST_CASE("the files around a folder say whose names these are") {
    struct Case {
        std::string_view evidence; ///< a file beside the folder, and what is in it
        std::string_view text;
        std::string_view script;
        std::string_view tool;
    };
    constexpr std::string_view require = "module a\n\nrequire ";
    for (const Case& one : {
             Case{"go.mod", "mattermost/morph v1", "1_a.up.sql", "morph"},
             Case{"go.mod", "golang-migrate/migrate/v4 v4", "1_a.up.sql", "golang-migrate"},
             Case{"go.mod", "go-pg/migrations/v8 v8", "1_a.up.sql", "go-pg"},
             Case{"go.mod", "go-pg/pg/v10 v10", "1_a.up.sql", "golang-migrate"},
             Case{"go.mod", "uptrace/bun v1", "1_a.up.sql", "bun"},
             Case{"go.mod", "gobuffalo/pop/v6 v6", "1_a.up.sql", "pop"},
             Case{"other", "", "1_a.up.sql", "golang-migrate"},
             Case{"other", "", "1_a.postgres.up.sql", "pop"},
             Case{"Cargo.toml", "refinery = \"0.8\"", "V1__a.sql", "refinery"},
             Case{"Cargo.toml", "serde = \"1\"", "V1__a.sql", "flyway"},
             Case{"package.json", "{\"postgres-migrations\": 1}", "1_a.sql", "postgres-migrations"},
             Case{"package.json", "{\"node-pg-migrate\": 1}", "1_a.sql", "node-pg-migrate"},
             Case{"package.json", "{\"pg\": 1}", "1_a.sql", "plain"},
             Case{"tern.conf", "", "1_a.sql", "tern"},
             Case{"other", "", "1.do.sql", "postgrator"},
             Case{"package.json", "{\"db-migrate\": 1}", "1-a-up.sql", "db-migrate"},
             Case{"config.yaml", "metadata_directory: m", "2_a/up.sql", "hasura"},
             Case{"other", "", "1672617600000_a/up.sql", "hasura"},
             Case{"other", "", "2024-01-02-030405_a/up.sql", "diesel"},
             Case{"diesel.toml", "", "1672617600000_a/up.sql", "diesel"},
             Case{"other", "", "20240102030405_a/migration.sql", "prisma"},
         }) {
        CAPTURE(one.text);
        CAPTURE(one.script);
        TemporaryFolder folder;
        folder.write(one.evidence,
                     fmt::format("{}{}\n", one.evidence == "go.mod" ? require : "", one.text));
        folder.write(fmt::format("m/{}", one.script), "SELECT 1;");
        CHECK(toolsOf(folder.path("m")) == Lines{std::string(one.tool)});
        CHECK(toolsOf(folder.path(fmt::format("m/{}", one.script))) ==
              Lines{std::string(one.tool)});
    }
}
