// Flyway folders: which belong together, what runs and in which order.
#include "analyzer/project/program-migrations.h"
#include "analyzer/project/project.h"
#include "analyzer/project/tools.h"
#include "grammar/parser.h"
#include "tests/project/runs.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("Flyway compares versions part by part and runs repeatables last") {
    TemporaryFolder folder;
    folder.write("R__views.sql", "SELECT 1;");
    folder.write("V1_10__c.sql", "SELECT 1;");
    folder.write("V1.9__b.sql", "SELECT 1;");
    folder.write("sub/V1__a.sql", "SELECT 1;");
    folder.write("U1.9__undo.sql", "SELECT 1;");
    folder.write("afterMigrate.sql", "SELECT 1;");
    Project project = load({folder.path()});
    const History& history = project.histories.at(0);
    CHECK(project.histories.size() == 1);
    CHECK(history.tool->name == "flyway");
    CHECK(outline(history) ==
          Lines{"V1__a 1+0", "V1.9__b 1+1", "V1_10__c 1+0", "R__views 1+0", "afterMigrate 1+0"});
    CHECK(history.migrations.back().repeatable);
}

TEST_CASE("Flyway's callbacks stand where migrate comes to them") {
    TemporaryFolder folder;
    for (std::string_view file :
         {"V1__a.sql", "R__b.sql", "afterMigrate__2_x.sql", "afterMigrate__1_y.sql",
          "afterMigrateApplied.sql", "beforeMigrate.sql", "createSchema__s.sql",
          "beforeEachMigrate.sql", "afterVersioned.sql", "afterUndo.sql", "afterClean.sql",
          "beforeRepair__z.sql", "afterMigrateError.sql", "afterEachMigrateStatementError.sql",
          "afterInfoOperationFinish.sql", "afterMigrates.sql", "aftermigrate.sql"}) {
        folder.write(std::string(file), "SELECT 1;");
    }
    const Project project = load({folder.path()});
    const History& history = project.histories.at(0);
    CHECK(outline(history) == Lines{"createSchema__s 1+0", "beforeMigrate 1+0",
                                    "beforeEachMigrate 1+0", "V1__a 1+0", "afterVersioned 1+0",
                                    "R__b 1+0", "afterMigrateApplied 1+0", "afterMigrate__1_y 1+0",
                                    "afterMigrate__2_x 1+0", "afterUndo 1+0"});
    CHECK(std::ranges::count(history.migrations, true, &Migration::repeatable) == 9);
    CHECK(std::ranges::count(history.files, FileRole::Repeatable, &ProjectFile::role) == 9);
    const std::string_view other = "its name is none of V…__, U…__, R__ and B…__, nor an event's";
    CHECK(leftOut(project) ==
          Lines{"afterClean.sql: Flyway runs it with the command clean only",
                "afterEachMigrateStatementError.sql: Flyway runs it when a migration has failed",
                "afterInfoOperationFinish.sql: Flyway runs it with the command info only",
                "afterMigrateError.sql: Flyway runs it when a migration has failed",
                fmt::format("afterMigrates.sql: {}", other),
                fmt::format("aftermigrate.sql: {}", other),
                "beforeRepair__z.sql: Flyway runs it with the command repair only"});
}

TEST_CASE("of several Flyway scripts with one version, those written alike belong together") {
    TemporaryFolder folder;
    for (std::string_view file :
         {"V1__a.sql", "V1.0__b.sql", "U1__a.sql", "V2__a.sql", "V2.0__b.sql", "U2.0__c.sql",
          "V3__a.sql", "V3.0__b.sql", "U3.00__c.sql", "V4__b.sql", "V4__a.sql", "U4__b.sql"}) {
        folder.write(std::string(file), "SELECT 1;");
    }
    CHECK(outline(load({folder.path()}).histories.at(0)) ==
          Lines{"V1.0__b 1+0", "V1__a 1+1", "V2.0__b 1+1", "V2__a 1+0", "V3.0__b 1+1", "V3__a 1+0",
                "V4__a 1+0", "V4__b 1+1"});
}

TEST_CASE("folders of one Flyway location are one history") {
    TemporaryFolder folder;
    for (std::string_view file :
         {"a/db/migration/common/V1__a.sql", "a/db/migration/common/V3__n.sql",
          "a/db/migration/h2/V2__pk.sql", "a/db/migration/postgres/V2__pk.sql",
          "a/db/migration/undo/U1__a.sql", "b/db/migration/V1__a.sql",
          "b/db/migration/V2__b.sql"}) {
        folder.write(std::string(file), "SELECT 1;");
    }
    Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 2);
    CHECK(outline(project.histories[0]) == Lines{"V1__a 1+1", "V2__pk 1+0", "V3__n 1+0"});
    CHECK(outline(project.histories[1]) == Lines{"V1__a 1+0", "V2__b 1+0"});
    Project hook = load({folder.path() + "/a/db/migration/postgres/V2__pk.sql",
                         folder.path() + "/a/db/migration/common/V1__a.sql"});
    REQUIRE(hook.histories.size() == 1);
    CHECK(outline(hook.histories[0]) == Lines{"V1__a 1+1", "V2__pk 1+0"});
}

TEST_CASE(
    "Flyway folders with a version in common, or of other names, are histories of their own") {
    TemporaryFolder folder;
    folder.write("migration/common/V1__a.sql", "SELECT 1;");
    folder.write("migration/postgres/V1__a.sql", "SELECT 1;");
    folder.write("modules/users/V1__a.sql", "SELECT 1;");
    folder.write("modules/orders/V2__a.sql", "SELECT 1;");
    CHECK(load({folder.path()}).histories.size() == 4);
}

TEST_CASE("a Flyway baseline runs only where the scripts up to it are gone") {
    TemporaryFolder folder;
    for (std::string_view file :
         {"all/V1__a.sql", "all/U1__a.sql", "all/B1__base.sql", "rest/B1__old.sql",
          "rest/B5__base.sql", "rest/V6__f.sql", "rest/V7__g.sql", "rest/B7__late.sql"}) {
        folder.write(std::string(file), "SELECT 1;");
    }
    Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 2);
    CHECK(outline(project.histories[0]) == Lines{"V1__a 1+1"});
    CHECK(outline(project.histories[1]) == Lines{"B5__base 1+0", "V6__f 1+0", "V7__g 1+0"});
    auto ignored =
        std::ranges::count(project.histories[1].files, FileRole::Ignored, &ProjectFile::role);
    CHECK(ignored == 2);
}

TEST_CASE("Flyway's settings of transactions are those of its configuration files") {
    auto transactionOf = [](std::string_view name, std::string_view settings) {
        TemporaryFolder folder;
        folder.write("V1__a.sql", "SELECT 1;\nCREATE INDEX CONCURRENTLY i ON a (b);");
        folder.write(name, settings);
        Project project = load({folder.path()});
        const History& history = project.histories.at(0);
        const Section& section = history.migrations.at(0).up.at(0);
        Arena arena;
        const std::string_view text = project.sources[section.file].text();
        const ParsedSection parsed = parse(text, section.range, {}, arena);
        return history.tool->execution(section, parsed).transaction;
    };
    CHECK(transactionOf("README", ""));
    CHECK(transactionOf("flyway.toml", "[flyway]\nmixed = false\n"));
    CHECK(!transactionOf("flyway.toml", "[flyway]\nmixed = true # CONCURRENTLY\n"));
    CHECK(!transactionOf("flyway.conf", "flyway.mixed=true\n"));
    CHECK(!transactionOf("flyway.conf", "flyway.executeInTransaction=false\n"));
    CHECK(!transactionOf("V1__a.sql.conf", "executeInTransaction=false\n"));
    CHECK(transactionOf("V1__a.sql.conf", "#executeInTransaction=false\n"));
}

TEST_CASE("behind a migration that is a program nothing is certain") {
    TemporaryFolder folder;
    const std::string resources = "src/main/resources/db/migration/";
    folder.write(resources + "V1__a.sql", "CREATE TABLE a (id int PRIMARY KEY);");
    folder.write(resources + "V2__b.sql", "ALTER TABLE a DROP COLUMN gone;");
    folder.write(resources + "V4__c.sql", "ALTER TABLE a DROP COLUMN gone;");
    folder.write("src/main/java/org/x/V3__Adds.java", "class V3__Adds {}");
    folder.write("src/main/java/org/x/V9.java", "class V9 {}");
    folder.write("src/main/kotlin/V1_5_1__More.kt", "class V1_5_1__More");
    Project project = load({folder.path()});
    const History& history = project.histories.at(0);
    CHECK(Lines(history.programs) == Lines{"3", "1.5.1"});
    std::vector<bool> behind;
    for (const Migration& migration : history.migrations) {
        behind.push_back(isBehindProgram(migration, history));
    }
    CHECK(behind == std::vector<bool>{false, true, true});
}
