// yuniql: version folders in order, the folders around them, lists, environments.
#include "analyzer/project/project.h"
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("yuniql runs folders by their numbers") {
    TemporaryFolder folder;
    for (std::string_view path :
         {"db/v0.00/a.sql", "db/v0.10/a.sql", "db/v0.9/b.sql", "db/v0.9/a.sql", "db/v0.9/x/y/a.sql",
          "db/v1.0.2-label/a.sql", "db/v1.0-label/a.sql", "db/_init/a.sql", "db/_post/a.sql",
          "db/_erase/a.sql", "db/v0.9/_dev/a.sql", "db/v1.0-label/_transaction/a.sql",
          "db/Other/a.sql"}) {
        folder.write(path, "SELECT 1;\n");
    }
    const Lines all = {"_init 1+0",      "v0.00 1+0",        "v0.9 3+0", "v0.10 1+0",
                       "v1.0-label 1+0", "v1.0.2-label 1+0", "_post 1+0"};
    for (std::string_view path : {"", "db"}) {
        const Project project = load({path.empty() ? folder.path() : folder.path(path)});
        REQUIRE(project.histories.size() == 1);
        const History& history = project.histories[0];
        CHECK(history.tool->name == "yuniql");
        CHECK(outline(history) == all);
        CHECK(history.migrations[0].baseline);
        CHECK(history.migrations[6].repeatable);
        const std::vector<Section>& files = history.migrations[2].up;
        CHECK(project.sources[files[0].file].path.ends_with("v0.9/x/y/a.sql"));
        CHECK(project.sources[files[1].file].path.ends_with("v0.9/a.sql"));
        CHECK(std::ranges::count(history.files, FileRole::Ignored, &ProjectFile::role) == 3);
        CHECK(std::ranges::count(history.files, true, &ProjectFile::refused) == 1);
    }
    const Project file = load({folder.path("db/v0.9/x/y/a.sql")});
    CHECK(outline(file.histories.at(0)) == Lines{"_init 1+0", "v0.00 1+0", "v0.9 3+0"});
}

TEST_CASE("yuniql runs what a list names, in its order") {
    TemporaryFolder folder;
    for (std::string_view path : {"v0.00/a.sql", "v0.00/b.sql", "v0.00/c.sql"}) {
        folder.write(path, "SELECT 1;\n");
    }
    folder.write("v0.00/_sequence.ini", "c.sql\r\n\r\na.sql\r\ngone.sql\r\n");
    const Project project = load({folder.path()});
    const std::vector<Section>& files = project.histories.at(0).migrations.at(0).up;
    REQUIRE(files.size() == 2);
    CHECK(project.sources[files[0].file].path.ends_with("c.sql"));
    CHECK(project.sources[files[1].file].path.ends_with("a.sql"));
}
