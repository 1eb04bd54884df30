// Atlas: directives on top of a file, checkpoints, and folders that other tools run.
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("an Atlas directive needs an empty line between it and the statements") {
    TemporaryFolder folder;
    folder.write("atlas.sum", "h1:x=\n");
    folder.write("1_a.sql", "-- about it\n-- atlas:txmode none\n\nSELECT 1;\n");
    folder.write("10_b.sql", "-- atlas:txmode none\nSELECT 1;\n");
    folder.write("2_c.sql", "-- atlas:txmode none\r\n\r\nSELECT 1;\r\n");
    folder.write("3_d.sql",
                 "-- atlas:delimiter -- end\n\nSELECT 1;\nSELECT 2;\n-- end\nSELECT 3;\n");
    const Project project = load({folder.path()});
    const History& history = project.histories.at(0);
    CHECK(history.tool->name == "atlas");
    CHECK(outline(history) == Lines{"10_b 1+0", "1_a 1+0", "2_c 1+0", "3_d 1+0"});
    CHECK(history.migrations[1].up[0].optsOutOfTransaction);
    CHECK(history.migrations[1].problems.empty());
    for (const size_t i : {0, 2}) {
        CHECK(!history.migrations[i].up[0].optsOutOfTransaction);
        CHECK(history.migrations[i].problems.size() == 1);
    }
    CHECK(history.migrations[3].up[0].keptWhole);
    CHECK(history.migrations[3].up[0].cuts.size() == 1);
    CHECK(history.migrations[3].version == "3");
}

TEST_CASE("an Atlas checkpoint is the start, or what the files before it make") {
    TemporaryFolder folder;
    folder.write("a/atlas.sum", "h1:x=\n");
    folder.write("a/1_a.sql", "SELECT 1;\n");
    folder.write("a/2_all.sql", "-- atlas:checkpoint v1\n\nSELECT 1;\n");
    folder.write("a/3_b.sql", "SELECT 1;\n");
    folder.write("b/atlas.sum", "h1:x=\n");
    folder.write("b/2_all.sql", "-- atlas:checkpoint\n\nSELECT 1;\n");
    folder.write("b/3_b.sql", "SELECT 1;\n");
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 2);
    CHECK(outline(project.histories[0]) == Lines{"1_a 1+0", "3_b 1+0"});
    CHECK(outline(project.histories[1]) == Lines{"2_all 1+0", "3_b 1+0"});
    CHECK(project.histories[1].migrations[0].baseline);
}

TEST_CASE("Atlas leaves folders in the formats of other tools to these") {
    TemporaryFolder folder;
    folder.write("a/atlas.sum", "h1:x=\n");
    folder.write("a/1_a.up.sql", "SELECT 1;\n");
    folder.write("a/1_a.down.sql", "SELECT 1;\n");
    folder.write("b/atlas.sum", "h1:x=\n");
    folder.write("b/1_a.sql", "-- +goose Up\nSELECT 1;\n");
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 2);
    CHECK(project.histories[0].tool->name == "golang-migrate");
    CHECK(project.histories[1].tool->name == "goose");
}
