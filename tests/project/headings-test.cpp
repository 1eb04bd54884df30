// Headings in files: the sections of plain SQL, and ways back behind comment signs.
#include "analyzer/project/layout.h"
#include "analyzer/project/project.h"
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace ironlaw;
using fixtures::TemporaryFolder;

TEST_CASE("headings of plain files") {
    TemporaryFolder folder;
    auto texts = [&](std::string_view text) {
        folder.write("01.sql", text);
        const Project project = load({folder.path()});
        Lines result;
        const Migration& migration = project.histories.at(0).migrations.at(0);
        for (const auto* sections : {&migration.up, &migration.down}) {
            for (const Section& section : *sections) {
                const std::string_view all = project.sources[section.file].text();
                result.push_back(
                    (section.direction == Direction::Up ? "up " : "down ") +
                    std::string(section.commentedOut ? "commented " : "") +
                    std::string(strip(all.substr(section.range.begin, section.range.size()))));
            }
        }
        return result;
    };
    // psql runs what stands above the first heading.
    CHECK(texts("DROP TABLE a;\n-- up\nSELECT 1;\n-- down\nSELECT 2;") ==
          Lines{"up DROP TABLE a;\n-- up\nSELECT 1;\n", "down SELECT 2;"});
    CHECK(texts("DROP TABLE a;\n-- down\nSELECT 2;\n-- up\nSELECT 1;") ==
          Lines{"up DROP TABLE a;\n", "up SELECT 1;", "down SELECT 2;\n"});
    CHECK(texts("-- a remark\n-- up\nSELECT 1;\n-- down\nSELECT 2;") ==
          Lines{"up SELECT 1;\n", "down SELECT 2;"});

    // Live SQL behind a commented-out way back is none of it.
    constexpr std::string_view middle = "SELECT 1;\n-- Rollback\n-- DROP TABLE c;\nSELECT 2;\n";
    CHECK(texts(middle) == Lines{"up " + std::string(middle), "down commented -- DROP TABLE c;\n"});
    CHECK(texts("-- up\nSELECT 1;\n-- down\n-- DROP TABLE c;\nSELECT 2;\n") ==
          Lines{"up SELECT 1;\n", "down -- DROP TABLE c;\nSELECT 2;\n"});
    std::string many;
    for (int i = 0; i < 50; ++i) {
        many += fmt::format("CREATE TABLE t{0} ();\n-- Rollback:\n-- DROP TABLE t{0};\n", i);
    }
    const Lines parts = texts(many);
    CHECK(parts.size() == 51);
    CHECK(parts.at(1) == "down commented -- DROP TABLE t49;\n");
    CHECK(texts("SELECT 1;\n-- down\n-- drops the table\nSELECT 2;\n") ==
          Lines{"up SELECT 1;\n", "down -- drops the table\nSELECT 2;\n"});

    // Nothing is announced in a body or a transaction block, if these have an end.
    for (std::string_view whole :
         {"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\n-- down\nSELECT 1; SELECT 2;\nEND;",
          "BEGIN;\nSAVEPOINT s;\n-- rollback\nROLLBACK TO s;\nCOMMIT;",
          "START TRANSACTION;\nSELECT 1;\n-- rollback\nROLLBACK;"}) {
        CHECK(texts(whole) == Lines{"up " + std::string(whole)});
    }
    CHECK(texts("BEGIN;\nSELECT 1;\n-- down\nBEGIN;\nSELECT 2;\nCOMMIT;") ==
          Lines{"up BEGIN;\nSELECT 1;\n", "down BEGIN;\nSELECT 2;\nCOMMIT;"});
    CHECK(texts("BEGIN;\nSELECT 1;\n-- down\nSELECT 2;") ==
          Lines{"up BEGIN;\nSELECT 1;\n", "down SELECT 2;"});
}

TEST_CASE("ways back in block comments and on single lines") {
    TemporaryFolder folder;
    auto texts = [&](std::string_view text) {
        folder.write("01.sql", text);
        Project project = load({folder.path()});
        Lines result;
        for (const Section& section : project.histories.at(0).migrations.at(0).down) {
            std::string_view all = project.sources[section.file].text();
            CHECK(section.commentedOut);
            result.push_back((section.behindDashes ? "--" : "") +
                             std::string(all.substr(section.range.begin, section.range.size())));
        }
        return result;
    };
    CHECK(texts("SELECT 1;\n/* rollback\nDROP TABLE t;\n-- a note\n*/\n") ==
          Lines{"\nDROP TABLE t;\n-- a note\n"});
    CHECK(texts("SELECT 1;\n/*\n * Rollback:\n */\n") == Lines{});
    CHECK(texts("SELECT 1;\n/* rollback: DROP TABLE t; */") == Lines{"DROP TABLE t; "});
    CHECK(texts("SELECT 1;\n-- down\n/* DROP TABLE t; */") == Lines{" DROP TABLE t; "});
    CHECK(texts("/* rollback\nDROP TABLE t; */\nSELECT 1;") == Lines{"\nDROP TABLE t; "});
    CHECK(texts("SELECT 1;\n-- Rollback:\n-- DROP TABLE c;\nSELECT 2;\n") ==
          Lines{"---- DROP TABLE c;\n"});
    CHECK(texts("-- Rollback:\n-- DROP TABLE c;\n\n-- create table d\nSELECT 2;\n") ==
          Lines{"---- DROP TABLE c;\n\n"});
    CHECK(texts("-- undo\n-- it is easy: drop table c and be happy\nSELECT 2;\n") == Lines{});
    CHECK(texts("SELECT 1;\n-- undo\n-- drop it by hand\n-- create it again\n") == Lines{});
    CHECK(texts("SELECT 1;\n/* rollback is done from the backup */") == Lines{});
    CHECK(texts("SELECT '\n-- rollback: DROP TABLE t;\n';") == Lines{});

    // The stars in front of the lines are no SQL; without them some lines may be.
    CHECK(texts("SELECT 1;\n/*\n * Rollback:\n *   DROP TABLE t;\n */\n") ==
          Lines{"\n *   DROP TABLE t;\n "});
    CHECK(texts("SELECT 1;\n/*\n * Rollback:\n * it is easy\n */\n") == Lines{});
    CHECK(texts("SELECT 1;\n/****\n * ROLLBACK\n ****/\n-- DROP TABLE t;\n") ==
          Lines{"--\n-- DROP TABLE t;\n"});
    CHECK(texts("SELECT 1;\n-- undo\n/* by hand */\n-- DROP TABLE t;\n") ==
          Lines{"--\n-- DROP TABLE t;\n"});

    CHECK(texts("SELECT 1;\n-- rollback: DROP TABLE t\n") == Lines{"DROP TABLE t"});
    CHECK(texts("SELECT 1;\n-- rollback -> DROP TABLE t;\n") == Lines{"DROP TABLE t;"});
    CHECK(texts("SELECT 1;\n-- undo - set a to b\n") == Lines{});
    CHECK(texts("SELECT 1;\n--rollback ALTER TABLE t DROP a;\n--rollback DROP TABLE u;\n") ==
          Lines{"ALTER TABLE t DROP a;", "DROP TABLE u;"});
    CHECK(texts("SELECT 1;\n-- rollback: DROP TABLE t;\nSELECT 2; -- rollback: DROP TABLE u;\n") ==
          Lines{"DROP TABLE u;", "DROP TABLE t;"});
    CHECK(texts("SELECT 1;\n-- undo: ALTER TABLE t\n--   DROP a;\n") ==
          Lines{"--ALTER TABLE t\n--   DROP a;\n"});
    CHECK(texts("SELECT 1;\n-- rollback: DROP TABLE t;\n-- DROP TABLE u;\n") ==
          Lines{"--DROP TABLE t;\n-- DROP TABLE u;\n"});
    CHECK(texts("SELECT 1;\n-- rollback update of the counters is not needed\n") == Lines{});
    CHECK(texts("SELECT 1;\n-- rollback: drop it by hand\nSELECT 2;\n") == Lines{});
    CHECK(texts("SELECT 1;\n-- revert set a to b\n") == Lines{});
}

TEST_CASE("headings of ways back behind comment signs") {
    TemporaryFolder folder;
    auto waysBack = [&](std::string_view heading) {
        folder.write("01.sql", fmt::format("SELECT 1;\n-- {}\n-- DROP TABLE t;\n", heading));
        return load({folder.path()}).histories.at(0).migrations.at(0).down.size();
    };
    for (std::string_view heading : {"To roll back:",
                                     "Roll back:",
                                     "To undo:",
                                     "To undo this migration:",
                                     "To revert:",
                                     "Rollback instructions:",
                                     "rollback (manual):",
                                     "Rollback (run manually if needed):",
                                     "Rollback (manual)",
                                     "Reverse migration:",
                                     "Backout:",
                                     "Back-out plan:",
                                     "ROLLBACK ====",
                                     "down",
                                     "Undo script",
                                     "---------- DOWN ----------",
                                     "[rollback]",
                                     ">>> undo",
                                     "─── Revert ───",
                                     "To rollback, run:",
                                     "To rollback this migration, run:",
                                     "Revert with:",
                                     "To undo, execute",
                                     "====== MIGRATE DOWN ======"}) {
        CAPTURE(heading);
        CHECK(waysBack(heading) == 1);
    }
    for (std::string_view heading :
         {"Rollback is not possible", "Reverse order of the columns:",
          "Roll back the release first:", "Down the road:", "Undo (if you can) what 0003 did:",
          "back outside", "reverted:", "Rollback run failed:", "down with the old columns"}) {
        CAPTURE(heading);
        CHECK(waysBack(heading) == 0);
    }
}
