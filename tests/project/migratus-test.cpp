// migratus: pairs, separators, programs in between.
#include "analyzer/project/project.h"
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("migratus pairs by number and title, in folders below too") {
    TemporaryFolder folder;
    folder.write("project.clj", "[migratus \"1.5\"]");
    folder.write("m/20240101-a.up.sql", "SELECT 1;\n  --;; \nSELECT 2;\n");
    folder.write("m/20240101-a.down.sql", "-- :disable-transaction\nSELECT 1;\n");
    folder.write("m/sub/20240102-b.up.sql", "SELECT 1;\n");
    folder.write("m/20240103-c.edn", "{:ns a}");
    folder.write("m/20240104_d.up.sql", "SELECT 1;\n");
    folder.write("m/init.sql", "SELECT 1;\n");
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    const History& history = project.histories[0];
    CHECK(history.tool->name == "migratus");
    CHECK(outline(history) == Lines{"20240101-a 1+1", "20240102-b 1+0"});
    CHECK(history.programs == std::vector<std::string>{"20240103"});
    CHECK(history.migrations[0].up[0].cuts.size() == 1);
    CHECK(history.tool->execution(history.migrations[0].up[0], {}).transaction);
    CHECK(!history.tool->execution(history.migrations[0].down[0], {}).transaction);
    CHECK(std::ranges::count(history.files, true, &ProjectFile::misnamed) == 1);
}
