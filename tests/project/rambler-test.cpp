// rambler: sections that are messages, and its configuration.
#include "analyzer/project/project.h"
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("rambler runs each section as a message, and those of the way back from the end") {
    TemporaryFolder folder;
    folder.write("1_a.sql", "-- rambler up\nSELECT 1;\n-- rambler down\nSELECT 2;\n"
                            "-- rambler up\nSELECT 3;\n-- rambler down\nSELECT 4;\n");
    folder.write("10_b.sql", "SELECT '" + std::string(70'000, 'x') + "';\n");
    const Project project = load({folder.path()});
    const History& history = project.histories.at(0);
    CHECK(history.tool->name == "rambler");
    CHECK(outline(history) == Lines{"10_b 1+0", "1_a 2+2"});
    const std::vector<Section>& down = history.migrations[1].down;
    CHECK(down[0].range.begin > down[1].range.begin);
    CHECK(history.migrations[0].problems.size() == 2);
    CHECK(history.tool->execution(down[0], {}).singleMessage);
    CHECK(!history.tool->execution(down[0], {}).transaction);
}

TEST_CASE("rambler's configuration names its folder") {
    TemporaryFolder folder;
    folder.write("rambler.json", "{\"driver\": \"postgresql\", \"directory\": \"./db/steps\"}");
    folder.write("db/steps/a.sql", "SELECT 1;\n");
    folder.write("db/other/a.sql", "SELECT 1;\n");
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    CHECK(project.histories[0].tool->name == "rambler");
}

TEST_CASE("rambler on another server is not read") {
    TemporaryFolder folder;
    folder.write("rambler.json", "{\"driver\": \"mysql\", \"directory\": \"steps\"}");
    folder.write("steps/a.sql", "-- rambler up\nSELECT `a`;\n");
    const Project project = load({folder.path()});
    CHECK(project.histories.empty());
    REQUIRE(project.remarks.size() == 1);
    CHECK(project.remarks[0].ends_with("rambler's driver is that of MySQL"));
}
