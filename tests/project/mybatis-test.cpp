// MyBatis Migrations: decimals, special files, environments.
#include "analyzer/project/project.h"
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("MyBatis orders by decimals, and starts with bootstrap.sql") {
    TemporaryFolder folder;
    folder.write("scripts/10_c.sql", "SELECT 1;\n--//@UNDO\nSELECT 2;\n");
    folder.write("scripts/2.5_b.sql", "SELECT 1;\n  -- // @UNDO and more\nSELECT 2;\n");
    folder.write("scripts/2.10_a.sql", "SELECT 1;\n");
    folder.write("scripts/bootstrap.sql", "SELECT 1;\n");
    folder.write("scripts/onabort.sql", "SELECT 1;\n");
    folder.write("scripts/helper.sql", "SELECT 1;\n");
    const Project project = load({folder.path()});
    const History& history = project.histories.at(0);
    CHECK(history.tool->name == "mybatis");
    CHECK(outline(history) == Lines{"bootstrap 1+0", "2.10_a 1+0", "2.5_b 1+1", "10_c 1+1"});
    CHECK(history.migrations[0].baseline);
    CHECK(std::ranges::count(history.files, true, &ProjectFile::refused) == 1);
    const Execution execution = history.tool->execution(history.migrations[1].up[0], {});
    CHECK(execution.transaction);
    CHECK(execution.singleMessage);
    CHECK(history.tool->compareVersions("1.50", "1.5") == 0);
    CHECK(history.tool->compareVersions("1", "1.5") < 0);
}

TEST_CASE("MyBatis does as all of its environments say") {
    TemporaryFolder folder;
    folder.write("environments/a.properties", "auto_commit=true\nsend_full_script=false\n");
    folder.write("environments/b.properties", "auto_commit = true\n");
    folder.write("scripts/1_a.sql", "-- a;\nCREATE FUNCTION f() RETURNS int AS $$ BEGIN\n"
                                    "RETURN 1;\nEND $$ LANGUAGE plpgsql;\n-- //@UNDO\nSELECT 1;\n");
    const Project project = load({folder.path()});
    const History& history = project.histories.at(0);
    const Execution execution = history.tool->execution(history.migrations.at(0).up.at(0), {});
    CHECK(!execution.transaction);
    CHECK(!execution.singleMessage);
    REQUIRE(history.migrations[0].problems.size() == 1);
    CHECK(history.migrations[0].problems[0].kind == SectionProblem::Kind::CutStatement);
}

TEST_CASE("MyBatis on another server is not read") {
    TemporaryFolder folder;
    folder.write("environments/a.properties", "driver=oracle.jdbc.OracleDriver\n");
    folder.write("scripts/1_a.sql", "SELECT 1;\n-- //@UNDO\nSELECT 1;\n");
    CHECK(load({folder.path()}).histories.empty());
    folder.write("environments/b.properties", "driver=org.postgresql.Driver\n");
    CHECK(load({folder.path()}).histories.size() == 1);
}
