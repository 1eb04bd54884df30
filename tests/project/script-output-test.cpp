// Scripts that EF Core and Alembic write: several migrations in one file.
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

using namespace ironlaw;
using fixtures::TemporaryFolder;

namespace {

std::string inserted(std::string_view id) {
    return fmt::format(
        "INSERT INTO \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\")\n"
        "VALUES ('{}', '8.0.0');\n",
        id);
}

/// What of a section is sent, without blanks at the ends.
std::string sent(const Project& project, const Section& section) {
    const std::string_view text = project.sources[section.file].text();
    std::string result;
    uint32_t at = section.range.begin;
    for (const Range unsent : section.unsent) {
        result += text.substr(at, unsent.begin - at);
        at = unsent.end;
    }
    result += text.substr(at, section.range.end - at);
    return result;
}

} // namespace

TEST_CASE("each transaction of EF Core's script is a migration") {
    TemporaryFolder folder;
    folder.write("all.sql", "CREATE TABLE IF NOT EXISTS \"__EFMigrationsHistory\" ();\n\n"
                            "START TRANSACTION;\nSELECT 1;\n" +
                                inserted("20240101000000_A") +
                                "COMMIT;\n\nCREATE INDEX CONCURRENTLY i ON t (a);\n"
                                "START TRANSACTION;\n" +
                                inserted("20240102000000_B") +
                                "COMMIT;\n\nSTART TRANSACTION;\nSELECT 3;\n" +
                                inserted("20240103000000_C") + "COMMIT;\n\n");
    const Project project = load({folder.path()});
    const History& history = project.histories.at(0);
    CHECK(history.tool->name == "ef-core");
    CHECK(outline(history) == Lines{"20240102000000_B 1+0", "20240103000000_C 1+0"});
    CHECK(history.migrations[0].downInOtherLanguage);
    CHECK(load({folder.path("all.sql")}).histories.at(0).migrations.size() == 2);
}

TEST_CASE("a script of migrations that another one has is not run once more") {
    TemporaryFolder folder;
    const std::string one =
        "START TRANSACTION;\nSELECT 1;\n" + inserted("20240101000000_A") + "COMMIT;\n\n";
    const std::string two =
        "START TRANSACTION;\nSELECT 1;\n" + inserted("20240102000000_B") + "COMMIT;\n\n";
    folder.write("all.sql", one + two);
    folder.write("b.sql", two);
    const Project project = load({folder.path()});
    const History& history = project.histories.at(0);
    CHECK(outline(history) == Lines{"20240101000000_A 1+0", "20240102000000_B 1+0"});
    CHECK(history.files.at(1).role == FileRole::Ignored);
}

TEST_CASE("what EF Core puts around statements is not theirs") {
    TemporaryFolder folder;
    const std::string guard = "DO $EF$\nBEGIN\n    IF NOT EXISTS(SELECT 1 FROM "
                              "\"__EFMigrationsHistory\" WHERE \"MigrationId\" = "
                              "'20240101000000_A') THEN\n";
    const std::string end = "    END IF;\nEND $EF$;\n";
    folder.write("migration.sql",
                 guard + "SELECT 1;\n" + end + guard + inserted("20240101000000_A") + end);
    const Project project = load({folder.path()});
    CHECK(project.histories.at(0).tool->name == "ef-core");
    CHECK(load({folder.path("migration.sql")}).histories.at(0).tool->name == "ef-core");
    CHECK(sent(project, project.histories[0].migrations.at(0).up.at(0)) ==
          "SELECT 1;\n" + inserted("20240101000000_A"));
}

TEST_CASE("Alembic's scripts follow each other as their revisions do") {
    TemporaryFolder folder;
    folder.write("a.sql", "BEGIN;\n\n-- Running upgrade r1 -> r2\n\nSELECT 1;\n\nCOMMIT;\n");
    folder.write("b.sql", "BEGIN;\n\n-- Running upgrade  -> r1\n\nSELECT 1;\n\nCOMMIT;\n");
    folder.write("c.sql", "BEGIN;\n\n-- Running upgrade r2, rx -> r3\n\nSELECT 1;\n\n"
                          "-- Running upgrade r3 -> r4\n\nSELECT 1;\n\nCOMMIT;\n\n"
                          "BEGIN;\n\n-- Running upgrade r4 -> r5\n\nSELECT 1;\n\nCOMMIT;\n");
    folder.write("down.sql", "BEGIN;\n\n-- Running downgrade r5 -> r4\n\nSELECT 1;\n\nCOMMIT;\n");
    const Project project = load({folder.path()});
    const History& history = project.histories.at(0);
    CHECK(history.tool->name == "alembic-sql");
    CHECK(outline(history) == Lines{"r1 1+0", "r2 1+0", "r4 1+0", "r5 1+1"});
}
