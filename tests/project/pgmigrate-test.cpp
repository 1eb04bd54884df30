// pgmigrate: its root, callbacks and names.
#include "analyzer/project/project.h"
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("pgmigrate runs callbacks around its migrations") {
    TemporaryFolder folder;
    folder.write("db/migrations.yml", "callbacks:\n    afterEach:\n        - grants/a.sql\n"
                                      "    beforeAll:\n        - callbacks/\nconn: dbname=x\n");
    folder.write("db/callbacks/00_a.sql", "SELECT 1;\n");
    folder.write("db/grants/a.sql", "SELECT 1;\n");
    folder.write("db/migrations/V2__b.sql", "SELECT 1;\n");
    folder.write("db/migrations/sub/V10__NONTRANSACTIONAL_c.sql", "SELECT 1;\n");
    folder.write("db/migrations/V3_d.sql", "SELECT 1;\n");
    const Lines expected = {"00_a 1+0", "V2__b 1+0", "V10__NONTRANSACTIONAL_c 1+0", "a 1+0"};
    for (std::string_view path : {"", "db", "db/migrations", "db/grants/a.sql"}) {
        const Project project = load({path.empty() ? folder.path() : folder.path(path)});
        REQUIRE(project.histories.size() == 1);
        const History& history = project.histories[0];
        CHECK(history.tool->name == "pgmigrate");
        // Of the folder with the migrations alone, what runs behind them is left out.
        CHECK(outline(history) ==
              (path == "db/migrations" ? Lines(expected.begin(), expected.end() - 1) : expected));
        CHECK(history.migrations[0].repeatable);
        CHECK(history.tool->execution(history.migrations[1].up[0], {}).transaction);
        CHECK(!history.tool->execution(history.migrations[2].up[0], {}).transaction);
        CHECK(std::ranges::count(history.files, true, &ProjectFile::misnamed) == 1);
    }
    const Project file = load({folder.path("db/migrations/V2__b.sql")});
    CHECK(outline(file.histories.at(0)) == Lines{"00_a 1+0", "V2__b 1+0"});
}
