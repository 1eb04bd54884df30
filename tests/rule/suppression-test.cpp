// What a suppression covers, and what is said about one that covers nothing.
#include "tests/rule/history-text.h"

#include <doctest/doctest.h>

using namespace ironlaw;
using Lines = std::vector<std::string>;

namespace {

/// The verdict on one migration whose table `t` stands already, without the rules about ways back.
Lines judged(std::string text) {
    return example::verdict(
        {{"CREATE TABLE t (id bigint PRIMARY KEY, a int, b int);"}, {std::move(text)}},
        example::withoutRollback());
}

const Lines blocked = {"2.up.sql:1 error index-without-concurrently"};

} // namespace

TEST_CASE("a comment behind the statement covers it") {
    CHECK(judged("CREATE INDEX i ON t (a);") == blocked);
    CHECK(judged("CREATE INDEX i ON t (a); -- ironlaw: allow index-without-concurrently: why") ==
          Lines{});
    CHECK(judged("CREATE INDEX i ON t (a) -- ironlaw: allow index-without-concurrently: why\n;") ==
          Lines{});
    CHECK(
        judged(
            "CREATE INDEX i\n  ON t (a)\n; /* ironlaw: allow index-without-concurrently: why */") ==
        Lines{});
    CHECK(judged("CREATE INDEX i ON t (a); CREATE INDEX j ON t (b); "
                 "-- ironlaw: allow index-without-concurrently: both") == Lines{});
}

TEST_CASE("comments directly above the statement cover it") {
    CHECK(judged("-- ironlaw: allow index-without-concurrently: why\n"
                 "-- and more of it\n"
                 "CREATE INDEX i\n ON t (a);") == Lines{});
    CHECK(judged("/* ironlaw: allow index-without-concurrently: why\n   and more */\n"
                 "CREATE INDEX i ON t (a);") == Lines{});
    CHECK(
        judged("--ironlaw:allow index-without-concurrently:why\r\nCREATE INDEX i ON t (a);\r\n") ==
        Lines{});
    CHECK(judged("-- ironlaw: allow index-without-concurrently: why\n\nCREATE INDEX i ON t (a);") ==
          Lines{"2.up.sql:1 warning unused-suppression",
                "2.up.sql:3 error index-without-concurrently"});
    CHECK(judged("-- ironlaw: allow index-without-concurrently: only the first\n"
                 "CREATE INDEX i ON t (a);\nCREATE INDEX j ON t (b);") ==
          Lines{"2.up.sql:3 error index-without-concurrently"});
}

TEST_CASE("a comment within the statement covers its line, and what speaks of the whole") {
    std::string first = "ALTER TABLE t\n  ADD COLUMN c int NOT NULL,";
    std::string second = "\n  ADD COLUMN d int NOT NULL;\n";
    std::string allow = " -- ironlaw: allow required-column-without-default: why";
    CHECK(judged(first + second) == Lines{"2.up.sql:2 error required-column-without-default",
                                          "2.up.sql:3 error required-column-without-default"});
    CHECK(judged(first + allow + second) ==
          Lines{"2.up.sql:3 error required-column-without-default"});
    CHECK(judged(first + "\n" + allow + second) ==
          Lines{"2.up.sql:2 error required-column-without-default"});
    CHECK(judged("CREATE INDEX i\n  ON t (a) -- ironlaw: allow index-without-concurrently: why\n"
                 "  WHERE a > 0;") == Lines{});
}

TEST_CASE("a comment within a body covers its line") {
    std::string text = "DO $$\nBEGIN\n"
                       "  CREATE INDEX i ON t (a);{}\n"
                       "  CREATE INDEX j ON t (b);\nEND $$;";
    std::string allowed = text;
    text.replace(text.find("{}"), 2, "");
    allowed.replace(allowed.find("{}"), 2, " -- ironlaw: allow index-without-concurrently: why");
    CHECK(judged(text) == Lines{"2.up.sql:3 error index-without-concurrently",
                                "2.up.sql:4 error index-without-concurrently"});
    CHECK(judged(allowed) == Lines{"2.up.sql:4 error index-without-concurrently"});
}

TEST_CASE("allow-file covers the file, and stands before the first statement") {
    CHECK(judged("-- ironlaw: allow-file index-without-concurrently, select-star: why\n\n"
                 "SELECT * FROM t;\nCREATE INDEX i ON t (a);") == Lines{});
    CHECK(judged("CREATE INDEX i ON t (a);\n"
                 "-- ironlaw: allow-file index-without-concurrently: too late\n"
                 "CREATE INDEX j ON t (b);") ==
          Lines{"2.up.sql:1 error index-without-concurrently",
                "2.up.sql:2 warning unused-suppression",
                "2.up.sql:3 error index-without-concurrently"});
}

TEST_CASE("syntax errors can be allowed") {
    CHECK(judged("CREATE TABL x ();") == Lines{"2.up.sql:1 error syntax-error"});
    CHECK(judged("-- ironlaw: allow syntax-error: a dialect of ours\nCREATE TABL x ();") ==
          Lines{});
}

TEST_CASE("what only the end of the history shows is covered where it stands") {
    std::string allow = " -- ironlaw: allow unindexed-foreign-key: few rows";
    CHECK(judged("CREATE TABLE u (\n  t int REFERENCES t (id)" + allow + "\n);") == Lines{});
    CHECK(judged("CREATE TABLE u (\n  t int REFERENCES t (id)\n);") ==
          Lines{"2.up.sql:2 error unindexed-foreign-key"});
}

TEST_CASE("a suppression that is wrong covers nothing and is said") {
    CHECK(judged("CREATE INDEX i ON t (a); -- ironlaw: allow index-without-concurrently") ==
          Lines{"2.up.sql:1 error index-without-concurrently",
                "2.up.sql:1 error suppression-without-reason"});
    CHECK(judged("CREATE INDEX i ON t (a); -- ironlaw: allow index-without-concurrently because: I "
                 "can") == Lines{"2.up.sql:1 error index-without-concurrently",
                                 "2.up.sql:1 error suppression-without-reason"});
    CHECK(judged("CREATE INDEX i ON t (a); -- ironlaw: allow locks: families are no rules") ==
          Lines{"2.up.sql:1 error index-without-concurrently",
                "2.up.sql:1 error unknown-suppression"});
    CHECK(judged("SELECT 1; -- ironlaw: alow select-star: a word of no meaning") ==
          Lines{"2.up.sql:1 error unknown-suppression"});
    CHECK(judged("SELECT 1; -- ironlaw: allow select-star: nothing there") ==
          Lines{"2.up.sql:1 warning unused-suppression"});
    CHECK(judged("SELECT 1; -- about ironlaw: nothing is said to it") == Lines{});
    CHECK(judged("SELECT '-- ironlaw: allow select-star: a string';") == Lines{});
}

TEST_CASE("the nearest rule is known") {
    Project project = example::projectOf(
        {{"CREATE TABLE t (a int); -- ironlaw: allow missing-rolback, select-star: why"}});
    RunResult result = run(project, {1});
    REQUIRE(result.diagnostics.size() == 3);
    CHECK(result.diagnostics[0].rule == "missing-rollback");
    CHECK(result.diagnostics[1].rule == "unknown-suppression");
    CHECK(result.diagnostics[1].help.find("missing-rollback") != std::string::npos);
    CHECK(result.diagnostics[2].rule == "unused-suppression");
}

TEST_CASE("only rules that run can leave a suppression unused") {
    Config config = example::withoutRollback();
    std::string text = "SELECT 1; -- ironlaw: allow select-star: why";
    config.ignore.emplace_back("queries");
    CHECK(example::verdict({{text}}, config) == Lines{});
    config = example::withoutRollback();
    config.rules["select-star"].severity = Severity::Off;
    CHECK(example::verdict({{text}}, config) == Lines{});
    config = example::withoutRollback();
    config.rules["select-star"].pathsIgnored = {"1.*.sql"};
    CHECK(example::verdict({{text}}, config) == Lines{});
    CHECK(example::verdict({{text}, {"SELECT 2;"}}, example::withoutRollback()) ==
          Lines{"1.up.sql:1 warning unused-suppression"});
    CHECK(example::verdict({{text, "", false}, {"SELECT 2;"}}, example::withoutRollback()) ==
          Lines{});
}

TEST_CASE("an unused suppression can be allowed") {
    CHECK(judged("-- ironlaw: allow-file unused-suppression: generated\n"
                 "SELECT 1; -- ironlaw: allow select-star: why") == Lines{});
    CHECK(judged("-- ironlaw: allow unused-suppression: generated\n"
                 "SELECT 1; -- ironlaw: allow select-star: why") == Lines{});
    CHECK(judged("-- ironlaw: allow unused-suppression: not for what is below\nSELECT 1;\n"
                 "SELECT 1; -- ironlaw: allow select-star: why") ==
          Lines{"2.up.sql:1 warning unused-suppression", "2.up.sql:3 warning unused-suppression"});
}

TEST_CASE("suppressions that overlap are all used, and none by itself") {
    const std::string allow = "-- ironlaw: allow index-without-concurrently: why\n";
    CHECK(judged("-- ironlaw: allow-file index-without-concurrently: all\n" + allow + allow +
                 "CREATE INDEX i\n" + allow + "ON t (a);\nCREATE INDEX j ON t (b);") == Lines{});
    CHECK(judged("CREATE INDEX i ON t (a);\n" + allow +
                 "CREATE INDEX j ON t (a);\nSELECT 1;\nCREATE INDEX k ON t (a);") ==
          Lines{"2.up.sql:1 error index-without-concurrently",
                "2.up.sql:5 error index-without-concurrently"});
    const std::string unused = "-- ironlaw: allow unused-suppression: why\n";
    CHECK(judged(unused + "SELECT 1;") == Lines{"2.up.sql:1 warning unused-suppression"});
    CHECK(judged(unused + unused + "SELECT 1;") == Lines{});
    CHECK(judged(unused + "SELECT 1;\n\n" + unused + "SELECT 1;") ==
          Lines{"2.up.sql:1 warning unused-suppression", "2.up.sql:4 warning unused-suppression"});
}

TEST_CASE("a way back that is missing on purpose") {
    std::string change = "CREATE TABLE t (a int);";
    CHECK(example::verdict({{change}}) == Lines{"1.up.sql:1 error missing-rollback"});
    CHECK(example::verdict({{"-- ironlaw: irreversible: it is the first\n\n" + change}}) ==
          Lines{});
    CHECK(
        example::verdict({{change + "\n-- ironlaw: irreversible"}}) ==
        Lines{"1.up.sql:1 error missing-rollback", "1.up.sql:2 error suppression-without-reason"});
    CHECK(example::verdict({{"-- ironlaw: allow missing-rollback: it is the first\n" + change}}) ==
          Lines{});
    CHECK(example::verdict({{change, "-- ironlaw: allow empty-rollback: nobody goes back\n"}}) ==
          Lines{});
}

TEST_CASE("a comment in SQL behind comment signs is no suppression") {
    std::string text =
        "CREATE TABLE t (a int);\n-- rollback\n-- DROP TABLE t; -- ironlaw: allow x: y\n";
    Project project = example::projectOf({{text}});
    Section down = project.histories[0].migrations[0].up[0];
    down.direction = Direction::Down;
    down.commentedOut = true;
    down.behindDashes = true;
    down.marker = {24, 35};
    down.range = {36, static_cast<uint32_t>(text.size())};
    project.histories[0].migrations[0].down.push_back(down);
    CHECK(run(project, {1}).diagnostics.empty());
}
