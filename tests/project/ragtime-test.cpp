// ragtime: names, several files of one migration, separators.
#include "analyzer/project/project.h"
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("ragtime knows migrations by their names, and several files of one") {
    TemporaryFolder folder;
    folder.write("deps.edn", "{:deps {dev.weavejester/ragtime {}}}");
    folder.write("m/a.up.1.sql", "SELECT 1\n--;;\nSELECT 2");
    folder.write("m/a.up.2.sql", "SELECT 1;\n");
    folder.write("m/a.down.sql", "SELECT 1;\n");
    folder.write("m/10-c.up.sql", "SELECT 1;\n");
    folder.write("m/9-b.up.sql", "SELECT 1;\n");
    const Project project = load({folder.path()});
    const History& history = project.histories.at(0);
    CHECK(history.tool->name == "ragtime");
    CHECK(outline(history) == Lines{"10-c 1+0", "9-b 1+0", "a 2+1"});
    CHECK(history.migrations[2].up[0].cuts.size() == 1);
    CHECK(!history.tool->execution(history.migrations[2].up[0], {}).transaction);
}
