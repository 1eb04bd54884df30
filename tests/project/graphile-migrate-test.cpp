// graphile-migrate: committed files in order, and what is being written as one migration behind
// them.
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

#include <algorithm>

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("graphile-migrate runs what is committed, then what is current") {
    TemporaryFolder folder;
    folder.write("db/.gmrc", "{}");
    folder.write("db/migrations/committed/000002-b.sql",
                 "--! Previous: sha1:a\n--! Hash: sha1:b\n--! Message: b\n\n"
                 "--! no-transaction\nSELECT 1;\n");
    folder.write("db/migrations/committed/000001.sql",
                 "--! Previous: -\n--! Hash: sha1:a\n\nSELECT 1;\n");
    folder.write("db/migrations/committed/notes.sql", "SELECT 1;\n");
    folder.write("db/migrations/current/2-y.sql", "--! \nSELECT 1;\n");
    folder.write("db/migrations/current/1-x.sql", "--!include f.sql\nSELECT 1;\n");
    folder.write("db/migrations/current/3-z.sql", "-- Enter migration here\n");
    folder.write("db/migrations/fixtures/f.sql", "SELECT 1;\n");
    folder.write("db/migrations/reset.sql", "SELECT 1;\n");
    for (std::string_view path : {"", "db", "db/migrations", "db/migrations/committed"}) {
        CAPTURE(path);
        const Project project = load({folder.path(path)});
        REQUIRE(project.histories.size() == 1);
        const History& history = project.histories[0];
        CHECK(history.tool->name == "graphile-migrate");
        const bool isPart = path.ends_with("committed");
        CHECK(outline(history).size() == (isPart ? 2 : 3));
        CHECK(outline(history)[0] == "000001 1+0");
        CHECK(outline(history)[1] == "000002-b 1+0");
        CHECK(!history.migrations[0].up[0].optsOutOfTransaction);
        CHECK(history.migrations[1].up[0].optsOutOfTransaction);
        if (!isPart) {
            CHECK(outline(history)[2] == "current 2+0");
            CHECK(history.migrations[2].upInOtherLanguage);
            CHECK(std::ranges::count(history.files, FileRole::Ignored, &ProjectFile::role) == 3);
        }
    }
    const Project file = load({folder.path("db/migrations/committed/000002-b.sql")});
    CHECK(outline(file.histories.at(0)) == Lines{"000001 1+0", "000002-b 1+0"});
    CHECK(!file.histories[0].migrations[0].reported);
}

TEST_CASE("a committed folder without graphile-migrate's headers is not its") {
    TemporaryFolder folder;
    folder.write("sql/committed/1_a.sql", "SELECT 1;\n");
    CHECK(load({folder.path()}).histories.at(0).tool->name == "plain");
}
