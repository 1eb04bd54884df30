// The catalog after a history, printed: golden files, and SQL that gives the same schema again.
#include "analyzer/rule/history-replay.h"
#include "analyzer/schema/schema.h"
#include "tests/golden.h"
#include "tests/rule/history-text.h"

#include <doctest/doctest.h>

using namespace ironlaw;

namespace {

/// The schema after `sql`, which starts from nothing.
std::string schemaAfter(const std::string& sql, std::string_view format) {
    Project project = example::projectOf({{sql}});
    const ParsedHistory parsed(project.sources, project.histories.front(), 1);
    for (const ParsedFile& file : parsed.files()) {
        for (const SyntaxError& error : file.sections.front().parsed->errors) {
            FAIL_CHECK(error.message << ": " << sql.substr(error.statement.begin, 80));
        }
    }
    Catalog catalog(true);
    Replay replay(catalog, newestServer);
    replayUp(project.histories.front(), parsed, "", replay);
    std::string text;
    llvm::raw_string_ostream out(text);
    findSchemaPrinter(format)(
        {catalog, [&](Location place) { return project.sources[place.file].text(); }}, out);
    out.flush();
    return text;
}

} // namespace

TEST_CASE("the schema after a history is as fixtures/catalog says") {
    for (const auto& path : test::filesOf("fixtures/catalog", ".sql")) {
        test::checkGolden(std::filesystem::path(path).replace_extension(".json"),
                          schemaAfter(test::readFile(path), "json"));
    }
}

TEST_CASE("the SQL of a schema makes the same schema") {
    for (const auto& path : test::filesOf("fixtures/catalog", ".sql")) {
        const std::string text = test::readFile(path);
        CHECK_MESSAGE(schemaAfter(schemaAfter(text, "sql"), "json") == schemaAfter(text, "json"),
                      path.string());
    }
}

TEST_CASE("diagrams show tables, keys and references") {
    const std::string sql = "CREATE TABLE a (id int PRIMARY KEY, \"odd name\" varchar(3));"
                            "CREATE SCHEMA s;"
                            "CREATE TABLE s.b (a_id int NOT NULL REFERENCES a,"
                            " next int UNIQUE REFERENCES a);";
    CHECK(schemaAfter(sql, "mermaid") == "erDiagram\n"
                                         "    \"a\" {\n"
                                         "        integer id PK\n"
                                         "        character_varying(3) odd_name\n"
                                         "    }\n"
                                         "    \"s.b\" {\n"
                                         "        integer a_id FK\n"
                                         "        integer next FK\n"
                                         "    }\n"
                                         "    \"a\" ||--o{ \"s.b\" : \"b_a_id_fkey\"\n"
                                         "    \"a\" |o--o| \"s.b\" : \"b_next_fkey\"\n");
    const std::string dot = schemaAfter(sql, "dot");
    CHECK(dot.starts_with("digraph schema {\n"));
    CHECK(dot.find("    \"s.b\" -> \"a\" [label=\"b_a_id_fkey\"];\n") != std::string::npos);
    CHECK(dot.find("<td align=\"left\">id PK</td><td align=\"left\">integer</td>") !=
          std::string::npos);
}

TEST_CASE("words that a diagram could take for its own syntax are made harmless") {
    const std::string sql = "CREATE TABLE \"a\"\"]<b>\" (\"1 {\" \"my type\", \"<&\" int);";
    const std::string mermaid = schemaAfter(sql, "mermaid");
    CHECK(mermaid.find("    \"a]<b>\" {\n        _my_type_ _1__\n        integer __\n") !=
          std::string::npos);
    const std::string dot = schemaAfter(sql, "dot");
    CHECK(dot.find("\"a\\\"]<b>\" [label=") != std::string::npos);
    CHECK(dot.find("<b>a&quot;]&lt;b&gt;</b>") != std::string::npos);
    CHECK(dot.find("&lt;&amp;") != std::string::npos);
}

TEST_CASE("a renamed table keeps its old name where that is a common table expression's") {
    const std::string sql = "CREATE TABLE t (a int);"
                            "CREATE VIEW v AS WITH t AS (SELECT a FROM t)"
                            " SELECT a FROM t WHERE a IN (SELECT a FROM t);"
                            "ALTER TABLE t RENAME TO u;";
    CHECK(schemaAfter(sql, "sql")
              .find("WITH t AS (SELECT a FROM public.u AS t)"
                    " SELECT a FROM t WHERE a IN (SELECT a FROM t)") != std::string::npos);
}

TEST_CASE("what fails because its name is taken changes no schema") {
    const std::string sql = "CREATE TABLE t (a int); CREATE TABLE u (b int);"
                            "CREATE INDEX one ON t (a); CREATE INDEX two ON t (a);"
                            "CREATE INDEX three ON t (a);"
                            "CREATE TYPE mood AS ENUM ('fine'); CREATE TYPE size AS ENUM ('s');"
                            "CREATE VIEW v AS SELECT a FROM t;"
                            "CREATE SEQUENCE numbers; CREATE SEQUENCE digits;";
    const std::string failing = "CREATE INDEX one ON u (b);"
                                "CREATE TABLE two (c int);"
                                "CREATE VIEW three AS SELECT 1 AS d;"
                                "CREATE SEQUENCE v;"
                                "CREATE TABLE numbers AS SELECT 1 AS e;"
                                "CREATE TYPE mood AS ENUM ('sad');"
                                "CREATE DOMAIN size AS int;"
                                "ALTER TABLE unseen RENAME TO u;"
                                "ALTER TABLE t RENAME TO digits;";
    CHECK(schemaAfter(sql + failing, "json") == schemaAfter(sql, "json"));
    CHECK(schemaAfter(sql + failing + failing, "json") == schemaAfter(sql, "json"));
    CHECK(schemaAfter(sql + failing + "DROP INDEX one; CREATE INDEX one ON u (b);", "json")
              .find("\"one\"") != std::string::npos);
}
