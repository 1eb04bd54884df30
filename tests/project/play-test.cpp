// Play evolutions: numbers, pieces between semicolons, its own transaction setting.
#include "analyzer/project/project.h"
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("Play reads numbered files, and pieces between single semicolons") {
    TemporaryFolder folder;
    folder.write("conf/evolutions/default/1.sql",
                 "# --- !Ups\nSELECT 1;\nSELECT 2;; SELECT 3;\n# --- !Downs\nSELECT 4;\n");
    folder.write("conf/evolutions/default/02.sql", "-- !Ups\nSELECT 1;\n");
    folder.write("conf/evolutions/default/3_title.sql", "-- !Ups\nSELECT 1;\n");
    const Project project = load({folder.path()});
    const History& history = project.histories.at(0);
    CHECK(history.tool->name == "play");
    CHECK(outline(history) == Lines{"1 1+1", "02 1+0"});
    const Section& up = history.migrations[0].up[0];
    CHECK(up.cuts.size() == 1);
    REQUIRE(up.unsent.size() == 1);
    CHECK(up.unsent[0].size() == 1);
    CHECK(!history.tool->execution(up, {}).transaction);
    CHECK(std::ranges::count(history.files, true, &ProjectFile::misnamed) == 1);

    const Project file = load({folder.path("conf/evolutions/default/1.sql")});
    CHECK(outline(file.histories.at(0)) == Lines{"1 1+1"});
}

TEST_CASE("Play's readers of titles, and its one transaction") {
    for (std::string_view settings :
         {"play.evolutions.autocommit=false\n", "play.evolutions.db.default.autocommit = false\n",
          "play {\n  evolutions { # all\n    autocommit = false\n  }\n}\n"}) {
        TemporaryFolder folder;
        folder.write("conf/application.conf", settings);
        folder.write("conf/evolutions/default/1_a.sql", "-- !Ups\nSELECT 1;\n");
        folder.write("conf/evolutions/default/2_b.sql", "-- !Ups\nSELECT 1;\n");
        const Project project = load({folder.path()});
        const History& history = project.histories.at(0);
        CHECK(outline(history) == Lines{"1_a 1+0", "2_b 1+0"});
        CHECK(history.tool->execution(history.migrations[0].up[0], {}).transaction);
    }
}

TEST_CASE("Play on another server is not read") {
    TemporaryFolder folder;
    folder.write("conf/evolutions/default/1.sql", "-- !Ups\nSELECT `a`;\n");
    folder.write("conf/application.conf", "db.default.url = \"jdbc:mysql://localhost/a\"\n");
    CHECK(load({folder.path()}).histories.empty());
    folder.write("conf/application.conf",
                 "db.default {\n  url = \"jdbc:postgresql://a/b\" # mysql\n}\n");
    CHECK(load({folder.path()}).histories.size() == 1);
}
