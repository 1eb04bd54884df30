// grate: its folders in their order, scripts that run once and again.
#include "analyzer/project/project.h"
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("grate's folders have an order of their own") {
    TemporaryFolder folder;
    for (std::string_view path :
         {"db/up/b.sql", "db/up/A.sql", "db/up/c.everytime.sql", "db/up/d.ENV.test.sql",
          "db/up/more/a.sql", "db/views/v.sql", "db/Functions/f.sql", "db/runBeforeUp/x.sql"}) {
        folder.write(path, "SELECT 1;\n");
    }
    const Lines all = {"runBeforeUp/x 1+0", "up/A 1+0",        "up/b 1+0",   "up/c.everytime 1+0",
                       "up/more/a 1+0",     "Functions/f 1+0", "views/v 1+0"};
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    const History& history = project.histories[0];
    CHECK(history.tool->name == "grate");
    CHECK(outline(history) == all);
    CHECK(!history.migrations[1].repeatable);
    CHECK(history.migrations[3].repeatable);
    CHECK(history.migrations[6].repeatable);
    CHECK(!history.tool->execution(history.migrations[1].up[0], {}).transaction);
    CHECK(std::ranges::count(history.files, FileRole::Ignored, &ProjectFile::role) == 1);

    const Project file = load({folder.path("db/up/more/a.sql")});
    CHECK(outline(file.histories.at(0)) == Lines(all.begin(), all.begin() + 5));
}

TEST_CASE("folders of ways up and back are not grate's") {
    TemporaryFolder folder;
    folder.write("up/1_a.sql", "SELECT 1;\n");
    folder.write("down/1_a.sql", "SELECT 1;\n");
    folder.write("views/v.sql", "SELECT 1;\n");
    const Project project = load({folder.path()});
    CHECK(project.histories.at(0).tool->name == "plain");
}
