// yoyo: pairs, the order of dependencies, directives above the first statement.
#include "analyzer/project/project.h"
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("yoyo orders by what migrations depend on") {
    TemporaryFolder folder;
    folder.write("yoyo.ini", "[DEFAULT]\nsources = ./steps other\n");
    folder.write("steps/a.sql", "-- depends: c\nSELECT 1;\n");
    folder.write("steps/a.rollback.sql", "SELECT 1;\n");
    folder.write("steps/b.sql", "\n-- A comment\n--transactional: FALSE\nSELECT 1;\n");
    folder.write("steps/b.rollback.sql", "SELECT 1;\n");
    folder.write("steps/c.sql", "-- depends: d\n-- depends: b gone\nSELECT 1;\n");
    folder.write("steps/d.sql", "SELECT 1;\n-- transactional: false\n");
    folder.write("steps/post-apply.sql", "SELECT 1;\n");
    const Project project = load({folder.path()});
    const History& history = project.histories.at(0);
    CHECK(history.tool->name == "yoyo");
    CHECK(outline(history) == Lines{"b 1+1", "d 1+0", "c 1+0", "a 1+1", "post-apply 1+0"});
    CHECK(history.migrations[4].repeatable);
    CHECK(!history.tool->execution(history.migrations[0].up[0], {}).transaction);
    CHECK(!history.tool->execution(history.migrations[0].down[0], {}).transaction);
    CHECK(history.tool->execution(history.migrations[1].up[0], {}).transaction);
    CHECK(history.migrations[3].wayBackPlace.ends_with("steps/a.rollback.sql"));
}

TEST_CASE("yoyo's circles of dependencies lose no migration") {
    TemporaryFolder folder;
    folder.write("a.sql", "-- depends: b\nSELECT 1;\n");
    folder.write("b.sql", "-- depends: a\nSELECT 1;\n");
    folder.write("c.sql", "SELECT 1;\n");
    const Project project = load({folder.path()});
    CHECK(project.histories.at(0).tool->name == "yoyo");
    CHECK(outline(project.histories[0]) == Lines{"c 1+0", "a 1+0", "b 1+0"});
}
