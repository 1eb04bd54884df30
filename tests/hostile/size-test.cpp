// Input that is long or deep beyond reason, between statements whose diagnostics are known. It is
// about what is said, and that it is said at all: nothing is timed, and what is not linear shows
// only where a step of it is large.
#include "tests/hostile/output.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>
#include <fmt/ranges.h>

#include <algorithm>

using namespace ironlaw;

namespace {

std::string repeated(std::string_view piece, size_t times) {
    std::string result;
    result.reserve(piece.size() * times);
    for (size_t i = 0; i < times; ++i) {
        result += piece;
    }
    return result;
}

/// The lines of the report about `text`, which stands between two sound statements.
std::vector<std::string> reported(const std::string& text) {
    const fixtures::TemporaryFolder folder;
    const std::string path =
        folder.write("0001_text.up.sql", "CREATE INDEX before_idx ON seen (a);\n" + text +
                                             "\n\nCREATE INDEX after_idx ON seen (a);\n");
    const CommandResult result = hostile::checkSeen(path, {"before_idx", "after_idx"});
    std::vector<std::string> lines;
    for (size_t at = 0; at < result.out.size();) {
        const size_t end = result.out.find('\n', at);
        lines.push_back(result.out.substr(at, end - at));
        at = end + 1;
    }
    // A text that makes all of its tables says that the one of those statements is missing.
    std::erase_if(lines, [](const std::string& line) {
        return line.ends_with("[index-without-concurrently]") ||
               line.ends_with("relation \"seen\" does not exist [unknown-table]");
    });
    return lines;
}

/// The rule of the only line of a report; all of it if there are more.
std::string onlyRule(const std::string& text) {
    std::vector<std::string> lines = reported(text);
    if (lines.size() == 1) {
        return lines.front().substr(lines.front().rfind('['));
    }
    return fmt::format("{}", fmt::join(lines, "\n"));
}

struct Nesting {
    std::string_view before;
    std::string_view opening;
    std::string_view middle;
    std::string_view closing;
    std::string_view behind;

    std::string at(size_t levels) const {
        return fmt::format("{}{}{}{}{}", before, repeated(opening, levels), middle,
                           repeated(closing, levels), behind);
    }
};

constexpr Nesting refused[] = {
    {"SELECT ", "(", "1", ")", ";"},
    {"SELECT ", "(SELECT ", "1", ")", ";"},
    {"SELECT ", "CASE WHEN a THEN ", "1", " END", " FROM seen;"},
    {"SELECT ", "ARRAY[", "1", "]", ";"},
    {"SELECT ARRAY", "[", "1", "]", ";"},
    {"SELECT ", "f(", "1", ")", ";"},
    {"SELECT 1 FROM ", "(", "seen", " CROSS JOIN seen)", ";"},
    {"SELECT ", "- ", "1", "", ";"},
    {"", "WITH a AS (", "SELECT 1", ") SELECT 1", ";"},
    {"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT ", "CASE WHEN true THEN ", "1", " END",
     "; END;"},
    {"SELECT ", "(", "1", "", ";"},
    {"SELECT 1", "", "", ")", ";"},
};

constexpr Nesting accepted[] = {
    {"", "/*", "", "*/", " SELECT 1;"},
    {"DO $$ ", "BEGIN ", "NULL; ", "END; ", "$$;"},
    {"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC ", "SELECT 1; ", "", "", "END;"},
    {"CREATE TABLE many (a int", "[]", "", "", ");"},
    {"SELECT 1", " + 1", "", "", ";"},
    {"SELECT 1", " UNION SELECT 1", "", "", ";"},
    {"CREATE SCHEMA s", " CREATE TABLE t ()", "", "", ";"},
};

} // namespace

TEST_CASE("what is nested too deeply is one diagnostic") {
    for (const size_t levels : {10'000, 100'000}) {
        for (const Nesting& nesting : refused) {
            CHECK_MESSAGE(onlyRule(nesting.at(levels)) == "[syntax-error]", nesting.opening, " ",
                          levels);
        }
        for (const Nesting& nesting : accepted) {
            CHECK_MESSAGE(onlyRule(nesting.at(levels)).empty(), nesting.opening, " ", levels);
        }
    }
}

TEST_CASE("20,000 statements in one file are all judged, each at its line") {
    constexpr size_t count = 20'000;
    std::string text;
    for (size_t i = 0; i < count; ++i) {
        text += i % 100 == 0 ? fmt::format("SELEC {};\n", i) : fmt::format("SELECT {};\n", i);
    }
    const std::vector<std::string> lines = reported(text);
    REQUIRE(lines.size() == count / 100);
    for (size_t i = 0; i < lines.size(); ++i) {
        CHECK(lines[i].find(fmt::format(".sql:{}:1: error: ", 100 * i + 2)) != std::string::npos);
    }
}

TEST_CASE("a file full of suppressions is no trouble") {
    const std::string allow = "-- ironlaw: allow index-without-concurrently: it is a test\n";
    CHECK(onlyRule(repeated(allow + "CREATE INDEX ON seen (a);\n", 40'000) + allow +
                   "SELECT 1;\n") == "[unused-suppression]");
}

TEST_CASE("20 MB in one literal and in many rows are read") {
    const std::string rows = "INSERT INTO seen VALUES\n" + repeated("(1, 'one', NULL),\n", 100'000);
    CHECK(onlyRule(rows + "(2, '" + std::string(18'000'000, 'x') + "', NULL);").empty());
}

TEST_CASE("long chains of objects are no recursion") {
    constexpr int length = 3'000;
    std::string tables = "CREATE TABLE t0 (a int);\n";
    std::string views = "CREATE TABLE v0 (a int);\n";
    std::string domains = "CREATE DOMAIN d0 AS int;\n";
    for (int i = 1; i < length; ++i) {
        tables += fmt::format("CREATE TABLE t{} () INHERITS (t{});\n", i, i - 1);
        views += fmt::format("CREATE VIEW v{} AS SELECT a FROM v{};\n", i, i - 1);
        domains += fmt::format("CREATE DOMAIN d{} AS d{};\n", i, i - 1);
    }
    CHECK(onlyRule(tables + "ALTER TABLE t0 ADD b int;\nALTER TABLE t0 DROP a;\n"
                            "DROP TABLE t0 CASCADE;")
              .empty());
    CHECK(onlyRule(views + "DROP TABLE v0 CASCADE;").empty());
    CHECK(onlyRule(domains + "DROP DOMAIN d0 CASCADE;").empty());
}

TEST_CASE("common table expressions that name the one before them twice are read once") {
    std::string query = "WITH a0 AS (SELECT 1 AS x)";
    constexpr int length = 200;
    for (int i = 1; i < length; ++i) {
        query += fmt::format(", a{} AS (SELECT * FROM a{} JOIN a{} b USING (x))", i, i - 1, i - 1);
    }
    query += fmt::format(" SELECT * FROM a{};\n", length - 1);
    CHECK(onlyRule(query + "CREATE VIEW v AS " + query).empty());
    CHECK(onlyRule("CREATE VIEW v AS WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT * FROM t "
                   "JOIN t b ON true JOIN t c ON true) SELECT * FROM t;")
              .empty());
}

TEST_CASE("thousands of constraints of one table are no trouble") {
    std::string text = "CREATE TABLE t (a int PRIMARY KEY";
    for (int i = 0; i < 10'000; ++i) {
        text += fmt::format(",\n CHECK (a <> {0}), CONSTRAINT c{0} CHECK (a <> -{0})", i);
    }
    CHECK(onlyRule(text + ");\n").empty());
}

TEST_CASE("thousands of statements about one table are no trouble") {
    const auto many = [](auto form) {
        std::string text = "CREATE TABLE t (a int);\n";
        for (int i = 0; i < 5'000; ++i) {
            text += fmt::format(form, fmt::arg("i", i));
        }
        return text;
    };
    CHECK(onlyRule(many(FMT_STRING("ALTER TABLE t ADD CONSTRAINT c{i} CHECK (a <> {i});\n")))
              .empty());
    CHECK(onlyRule(many(FMT_STRING("CREATE INDEX ON t (a);\n"))).empty());
    CHECK(onlyRule(many(FMT_STRING("CREATE VIEW v{i} AS SELECT a FROM t;\n"
                                   "DROP VIEW v{i} CASCADE;\n")))
              .empty());
    CHECK(onlyRule("BEGIN;\n" + many(FMT_STRING("DELETE FROM t{i};\n")) + "COMMIT;").empty());
}

TEST_CASE("statements about thousands of children, and calls of thousands of routines") {
    std::string children = "CREATE TABLE parent (a int);\n";
    std::string routines = "CREATE TABLE t (a int);\n";
    constexpr int count = 4'000;
    for (int i = 0; i < count; ++i) {
        children += fmt::format("CREATE TABLE t{} () INHERITS (parent);\n", i);
        routines += fmt::format("CREATE FUNCTION f{}() RETURNS int LANGUAGE plpgsql AS "
                                "'BEGIN PERFORM f{}(), f{}(); RETURN 1; END';\n",
                                i, (i + 1) % count, (7 * i) % count);
    }
    CHECK(onlyRule(children + repeated("ALTER TABLE parent ALTER a DROP NOT NULL;\n"
                                       "ALTER TABLE parent ALTER a SET NOT NULL;\n",
                                       100))
              .empty());
    CHECK(onlyRule(routines + repeated("SELECT f0(), f1();\n", count)).empty());
}

TEST_CASE("circles that PostgreSQL refuses are no endless loop") {
    const std::string inherit = "CREATE TABLE a (x int);\nCREATE TABLE b () INHERITS (a);\n"
                                "ALTER TABLE a INHERIT b;\n";
    const std::string partition =
        "CREATE TABLE a (x int) PARTITION BY LIST (x);\n"
        "CREATE TABLE b PARTITION OF a DEFAULT PARTITION BY LIST (x);\n"
        "ALTER TABLE b ATTACH PARTITION a DEFAULT;\n"
        "CREATE TABLE c (x int) PARTITION BY LIST (x);\n"
        "CREATE INDEX ON c (x);\nALTER TABLE c ATTACH PARTITION a DEFAULT;\n";
    const std::string domain = "CREATE DOMAIN b AS int;\nCREATE DOMAIN c AS b;\nDROP DOMAIN b;\n"
                               "CREATE DOMAIN b AS c;\nCREATE TABLE a (x b);\n";
    const std::string generated = "CREATE TABLE a (x int GENERATED ALWAYS AS (y) STORED,\n"
                                  "                y int GENERATED ALWAYS AS (x) STORED);\n";
    const std::string view = "CREATE TABLE a (x int);\nCREATE VIEW b AS SELECT x FROM a;\n"
                             "CREATE VIEW c AS SELECT x FROM b;\n"
                             "CREATE OR REPLACE VIEW b AS SELECT c.x FROM c, a;\n";
    for (const std::string& circle : {inherit, partition, domain, generated, view}) {
        for (const char* then :
             {"ALTER TABLE a ADD y2 int;", "ALTER TABLE a DROP x CASCADE;",
              "ALTER TABLE a ADD PRIMARY KEY (x);\nALTER TABLE a DROP CONSTRAINT a_pkey;",
              "DROP TABLE a CASCADE;", "DROP DOMAIN b CASCADE;", "DROP VIEW b CASCADE;",
              "DROP SCHEMA public CASCADE;", "TRUNCATE a CASCADE;"}) {
            reported(circle + then);
        }
    }
}

TEST_CASE("a table with many ways to its ancestor is dropped in one") {
    std::string text = "CREATE TABLE a0 (x int);\nCREATE TABLE b0 (x int);\n";
    for (int i = 1; i < 60; ++i) {
        for (const char name : {'a', 'b'}) {
            text +=
                fmt::format("CREATE TABLE {}{} () INHERITS (a{}, b{});\n", name, i, i - 1, i - 1);
        }
    }
    CHECK(onlyRule(text + "ALTER TABLE a0 ADD y int;\nDROP TABLE a0 CASCADE;").empty());
}
