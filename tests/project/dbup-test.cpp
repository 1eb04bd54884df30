// DbUp: the scripts of a .NET project by their names, and the transaction that the program asks
// for.
#include "analyzer/project/project.h"
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("DbUp orders scripts as text") {
    TemporaryFolder folder;
    folder.write("a.csproj", "<PackageReference Include=\"dbup-postgresql\" />");
    folder.write("Scripts/10_b.sql", "SELECT 1;\n");
    folder.write("Scripts/2_a.sql", "SELECT 1;\n");
    folder.write("Scripts/More/1_c.sql", "SELECT 1;\n");
    folder.write("Queries/find.sql", "SELECT 1;\n");
    {
        const Project project = load({folder.path()});
        REQUIRE(project.histories.size() == 1);
        const History& history = project.histories[0];
        CHECK(history.tool->name == "dbup");
        CHECK(outline(history) == Lines{"10_b 1+0", "2_a 1+0", "1_c 1+0"});
        CHECK(!history.tool->execution(history.migrations[0].up[0], {}).transaction);
    }
    folder.write("Program.cs", "upgrader.WithTransactionPerScript().Build();");
    const Project project = load({folder.path()});
    const History& history = project.histories.at(0);
    CHECK(history.tool->execution(history.migrations[0].up[0], {}).transaction);
}
