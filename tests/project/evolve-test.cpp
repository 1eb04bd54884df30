// Evolve: Flyway's names in a .NET project, with other versions and other refusals.
#include "analyzer/project/project.h"
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("Evolve orders by version, in folders below too") {
    TemporaryFolder folder;
    folder.write("a.csproj", "<PackageReference Include=\"Evolve\" />");
    folder.write("migrations/x/V1_10__c.sql", "SELECT 1;\n");
    folder.write("migrations/x/v1.9__b.sql", "-- evolve-tx-off\nSELECT 1;\n");
    folder.write("migrations/x/V1__a.sql", "SELECT 1;\n-- evolve-tx-off\n");
    folder.write("migrations/y/R__view.sql", "SELECT 1;\n");
    folder.write("migrations/y/reports.sql", "SELECT 1;\n");
    folder.write("migrations/y/seeds.sql", "SELECT 1;\n");
    for (std::string_view path : {"", "migrations", "migrations/x/V1_10__c.sql"}) {
        const Project project = load({path.empty() ? folder.path() : folder.path(path)});
        REQUIRE(project.histories.size() == 1);
        const History& history = project.histories[0];
        CHECK(history.tool->name == "evolve");
        Lines expected = {"V1__a 1+0", "v1.9__b 1+0", "V1_10__c 1+0", "R__view 1+0"};
        expected.resize(path.ends_with(".sql") ? 3 : 4);
        CHECK(outline(history) == expected);
        CHECK(history.tool->execution(history.migrations[0].up[0], {}).transaction);
        CHECK(!history.tool->execution(history.migrations[1].up[0], {}).transaction);
        CHECK(std::ranges::count(history.files, true, &ProjectFile::refused) == 1);
    }
    const Tool& tool = *findTool("evolve");
    CHECK(tool.compareVersions("1", "1.0") < 0);
    CHECK(tool.compareVersions("1_01", "1.1") == 0);
}
