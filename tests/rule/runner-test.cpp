// The run: what is heard in which order, on which schema, and what comes out.
#include "analyzer/rule/query-use.h"
#include "tests/rule/history-text.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace ironlaw;
using Lines = std::vector<std::string>;
using example::verdict;
using example::withoutRollback;

TEST_CASE("the way back is judged after its way up, as notes, and taken back") {
    CHECK(verdict({{"CREATE TABLE t (id int PRIMARY KEY, a int);\nCREATE INDEX i ON t (a);",
                    "DROP TABLE t;\nCREATE TABLE t (id int PRIMARY KEY, a int);"},
                   {"CREATE INDEX j ON t (a);",
                    "DROP INDEX CONCURRENTLY j;\nCREATE INDEX i2 ON t (a);"}},
                  withoutRollback()) == Lines{"2.up.sql:1 error index-without-concurrently",
                                              "2.down.sql:2 note index-without-concurrently"});
}

TEST_CASE("ways back are left alone where the configuration says so") {
    Config config;
    config.checkRollbacks = false;
    CHECK(verdict({{"CREATE TABLE t (a int);", "SELECT * FROM t; DROP TABL t;"}}, config) ==
          Lines{"1.down.sql:1 error syntax-error"});
}

TEST_CASE("migrations that are not reported are replayed all the same") {
    CHECK(
        verdict({{"CREATE TABLE t (a int); SELECT * FROM t;", "", false},
                 {"CREATE INDEX i ON t (a);"}}) ==
        Lines{"2.up.sql:1 error index-without-concurrently", "2.up.sql:1 error missing-rollback"});
}

TEST_CASE("a dump has no end of a migration") {
    CHECK(verdict({{"CREATE TABLE t (a int); CREATE VIEW v AS SELECT * FROM t;", "", true,
                    true}}) == Lines{"1.up.sql:1 error select-star"});
}

TEST_CASE("statements within DO and CREATE SCHEMA are judged one after the other") {
    CHECK(verdict({{"DO $$ BEGIN\nCREATE TABLE t (a int);\nCREATE INDEX i ON t (a);\nEND $$;"},
                   {"CREATE SCHEMA s\nCREATE TABLE u (a int)\nCREATE INDEX j ON u (a);"},
                   {"DO $$ BEGIN\nCREATE INDEX k ON t (a);\nCREATE INDEX l ON s.u (a);\nEND $$;"}},
                  withoutRollback()) == Lines{"3.up.sql:2 error index-without-concurrently",
                                              "3.up.sql:3 error index-without-concurrently"});
}

TEST_CASE("the body of a function is read for its queries only") {
    CHECK(verdict({{"CREATE TABLE t (a int);"},
                   {"CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n"
                    "CREATE INDEX i ON t (a);\nPERFORM 1 FROM (SELECT * FROM t) q;\nEND $$;"}},
                  withoutRollback()) == Lines{"2.up.sql:4 error select-star"});
}

TEST_CASE("what may change something is no empty way back") {
    CHECK(verdict({{"CREATE TABLE t (a int);", "SELECT undo_everything();"}}) == Lines{});
    CHECK(verdict({{"CREATE TABLE t (a int);", "SELECT 1;"}}) ==
          Lines{"1.down.sql:1 error empty-rollback"});
    CHECK(verdict({{"SELECT do_something();"}}) == Lines{});
}

TEST_CASE("the place of a star takes in its qualifier, and that of EXECUTE is in the body") {
    const Project project =
        example::projectOf({{"CREATE TABLE t (a int);\n"
                             "SELECT public.t.*, (t).*, \"t\" . * FROM t; SELECT * FROM t;\n"
                             "DO $$ BEGIN EXECUTE 'DROP ' || 'TABLE t'; END $$;"}});
    Lines places;
    for (const Diagnostic& diagnostic : run(project, {1}).diagnostics) {
        if (diagnostic.rule == "select-star" || diagnostic.rule == "unanalysed-statement") {
            const Range range = diagnostic.location.range;
            places.emplace_back(
                project.sources[diagnostic.location.file].text().substr(range.begin, range.size()));
        }
    }
    CHECK(places == Lines{"public.t.*", "(t).*", "\"t\" . *", "*", "EXECUTE"});
}

TEST_CASE("each query knows the one around it") {
    Arena arena;
    std::string text =
        "WITH c AS (SELECT 1) SELECT (SELECT 2) FROM (SELECT 3 WHERE EXISTS (SELECT 4)) s "
        "UNION SELECT 5";
    ParsedSection parsed = parse(text, {0, static_cast<uint32_t>(text.size())}, {}, arena);
    REQUIRE(parsed.statements.size() == 1);
    std::vector<size_t> depths;
    std::vector<QueryPlace> places;
    eachQueryUse(*parsed.statements[0], [&](const QueryUse& use) {
        size_t depth = 0;
        for (const QueryUse* outer = use.outer; outer != nullptr; outer = outer->outer) {
            ++depth;
        }
        depths.push_back(depth);
        places.push_back(use.place);
    });
    CHECK(depths == std::vector<size_t>{0, 1, 1, 2, 2, 3, 1});
    CHECK(places == std::vector<QueryPlace>{QueryPlace::TopLevel, QueryPlace::CommonTable,
                                            QueryPlace::Arm, QueryPlace::Scalar, QueryPlace::From,
                                            QueryPlace::Exists, QueryPlace::Arm});
}

TEST_CASE("queries in the expressions of a policy are found") {
    CHECK(
        verdict(
            {{"CREATE POLICY p ON t USING (a IN (SELECT * FROM u) AND EXISTS (SELECT * FROM u));"}},
            withoutRollback()) == Lines{"1.up.sql:1 error select-star"});
}

TEST_CASE("files and statements are counted") {
    Project project = example::projectOf(
        {{"CREATE TABLE t (a int); SELEC 1; IMPORT FOREIGN SCHEMA old FROM SERVER s INTO public;",
          "DROP TABLE t;"}});
    RunResult result = run(project, {1});
    REQUIRE(result.files.size() == 2);
    CHECK(result.files[0].path == "1.up.sql");
    CHECK(result.files[0].tool == "plain");
    CHECK(result.files[0].statements == 3);
    CHECK(result.files[0].unanalysed == 2);
    CHECK(result.files[1].migration == "1");
    CHECK(result.summary.files == 2);
    CHECK(result.summary.statements == 4);
    CHECK(result.summary.unanalysed == 2);
    CHECK(result.summary.errors == 1);
    CHECK(result.summary.notes == 1);
}

TEST_CASE("what fails the run is what its configuration says") {
    std::vector<example::MigrationText> texts = {
        {"IMPORT FOREIGN SCHEMA old FROM SERVER s INTO public;"}};
    auto failed = [&](Severity failOn) {
        Config config = withoutRollback();
        config.failOn = failOn;
        return run(example::projectOf(texts, config), {1}).failed;
    };
    CHECK_FALSE(failed(Severity::Error));
    CHECK_FALSE(failed(Severity::Warning));
    CHECK(failed(Severity::Note));
    CHECK_FALSE(failed(Severity::Off));
}

TEST_CASE("any number of threads finds the same") {
    std::vector<example::MigrationText> texts;
    for (int i = 1; i <= 60; ++i) {
        texts.push_back(
            {fmt::format("CREATE TABLE t{0} (id bigint, u bigint REFERENCES t{1} (id));\n"
                         "CREATE INDEX i{0} ON t{1} (u);\n-- {2}\n",
                         i, i / 2, std::string(6000, 'x')),
             i % 3 == 0 ? "" : fmt::format("DROP TABLE t{};", i)});
    }
    Lines one = verdict(texts, {}, 1);
    CHECK(one.size() > 60);
    CHECK(verdict(texts, {}, 3) == one);
    CHECK(verdict(texts, {}, 0) == one);
}
