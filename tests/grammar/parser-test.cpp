// The whole way from bytes to statements: places behind everything that could shift them, pieces of
// long files, and what is nested or long beyond reason.
#include "grammar/body.h"
#include "grammar/dump.h"
#include "grammar/parser.h"
#include "grammar/statements.h"

#include <doctest/doctest.h>

#include <string>

using namespace ironlaw;

namespace {

struct Parsed {
    Arena arena;
    std::string text;
    ParsedSection section;

    explicit Parsed(std::string bytes)
        : text(std::move(bytes)),
          section(parse(text, {0, static_cast<uint32_t>(text.size())}, {}, arena)) {}

    std::string at(Range range) const { return text.substr(range.begin, range.size()); }
    size_t count() const { return section.statements.size(); }
    const Statement& operator[](size_t index) const { return *section.statements[index]; }
    /// The words of the only statement, if it was not lowered.
    std::string_view otherWords() const {
        const auto* other = count() == 1 ? as<OtherStatement>((*this)[0]) : nullptr;
        return other == nullptr ? "" : other->words;
    }
};

std::string repeated(std::string_view piece, size_t times) {
    std::string result;
    result.reserve(piece.size() * times);
    for (size_t i = 0; i < times; ++i) {
        result += piece;
    }
    return result;
}

/// So many parts of one statement are read in a second or two. An algorithm that looks at all of
/// them for each one takes more than 10^11 steps, which the time limit of the whole test program
/// allows only if they are the very smallest. Of whole statements fewer do, whose steps are larger.
constexpr size_t many = 500'000;

/// The number of statements and errors of a text.
size_t partsOf(const std::string& text) {
    const Parsed parsed(text);
    return parsed.count() + parsed.section.errors.size();
}

} // namespace

TEST_CASE("places are offsets of the file, also in later pieces of a long one") {
    std::string text;
    constexpr size_t tables = 4000;
    for (size_t i = 0; i < tables; ++i) {
        text +=
            "-- größe €\n/* a; */ CREATE TABLE \"größe\".t" + std::to_string(i) +
            " (\"ä\" int -- x\n, b text CHECK (b <> 'é'), UNIQUE (b)) ; SELECT 'ö', t.* FROM a;\n";
    }
    REQUIRE(text.size() > 3 * 128 * 1024);
    const Parsed parsed(text);
    REQUIRE(parsed.section.errors.empty());
    REQUIRE(parsed.count() == 2 * tables);
    for (size_t i = 0; i < tables; i += 7) {
        const auto* table = as<CreateTable>(parsed[2 * i]);
        const auto* query = as<QueryStatement>(parsed[2 * i + 1]);
        REQUIRE(table != nullptr);
        REQUIRE(query != nullptr);
        const std::string name = "\"größe\".t" + std::to_string(i);
        REQUIRE(parsed.at(table->name.range) == name);
        REQUIRE(parsed.at(table->range) == "CREATE TABLE " + name +
                                               " (\"ä\" int -- x\n, b text CHECK (b <> 'é'), "
                                               "UNIQUE (b))");
        REQUIRE(parsed.at(table->columns[0].range) == "\"ä\" int");
        REQUIRE(parsed.at(table->columns[1].range) == "b text CHECK (b <> 'é')");
        REQUIRE(parsed.at(table->columns[1].type.name.range) == "text");
        REQUIRE(parsed.at(table->columns[1].constraints[0].range) == "CHECK (b <> 'é')");
        REQUIRE(parsed.at(table->constraints[0].range) == "UNIQUE (b)");
        const uint32_t star = query->query->targets[1].value->location;
        REQUIRE(parsed.text.substr(star, 3) == "t.*");
    }
}

TEST_CASE("a broken statement costs only itself, and its error stands at the right byte") {
    std::string text = repeated("SELECT 'größe';\n", 9000);
    const size_t broken = text.size();
    text += "CREATE TABEL t (a int);\n";
    text += repeated("SELECT 'größe';\n", 9000);
    const Parsed parsed(text);
    CHECK(parsed.count() == 18000);
    REQUIRE(parsed.section.errors.size() == 1);
    CHECK(parsed.section.errors[0].statement.begin == broken);
    CHECK(parsed.at(parsed.section.errors[0].range) == "TABEL");
}

TEST_CASE("a section of a file has places of the file") {
    const std::string text = "DROP TABLE a;\n-- ä\nCREATE INDEX i ON b (c);\nDROP TABLE c;";
    Arena arena;
    const auto begin = static_cast<uint32_t>(text.find("-- ä"));
    const auto end = static_cast<uint32_t>(text.find("\nDROP TABLE c"));
    const ParsedSection section = parse(text, {begin, end}, {}, arena);
    REQUIRE(section.statements.size() == 1);
    const Range range = section.statements[0]->range;
    CHECK(text.substr(range.begin, range.size()) == "CREATE INDEX i ON b (c)");
}

TEST_CASE("what is nested too deeply is there, but not analysed") {
    const std::string deep = "statement nested too deeply";
    CHECK(Parsed("SELECT " + repeated("(SELECT ", 500) + "1" + repeated(")", 500)).otherWords() ==
          deep);
    CHECK(Parsed("SELECT " + repeated("NOT ", 1000) + "a").otherWords() == deep);
    CHECK(Parsed("SELECT a" + repeated("::int", 5000)).otherWords() == deep);
    CHECK(Parsed("SELECT " + repeated("f(", 1000) + repeated(")", 1000)).otherWords() == deep);
    CHECK(Parsed("SELECT 1" + repeated(" + 1 - 1", 3000)).otherWords() == deep);
    CHECK(Parsed("SELECT 1 FROM a" + repeated(" JOIN b ON true", 5000)).otherWords() == deep);
    CHECK(Parsed("SELECT 1" + repeated(" UNION (SELECT 1", 2000) + repeated(")", 2000))
              .otherWords() == deep);
    CHECK(Parsed("CREATE VIEW v AS " + repeated("WITH a AS (", 900) + "SELECT 1" +
                 repeated(") SELECT 1", 900))
              .otherWords() == deep);
    CHECK(Parsed("ALTER TABLE t ALTER a SET DEFAULT " + repeated("- ", 999) + "a").otherWords() ==
          deep);
}

TEST_CASE("what PostgreSQL's own parser finds too deep is an error, not a crash") {
    const Parsed parsed("SELECT " + repeated("(", 20000) + "1" + repeated(")", 20000) +
                        ";\nDROP TABLE t;");
    CHECK(parsed.section.errors.size() == 1);
    CHECK(parsed.count() == 1);
}

TEST_CASE("parentheses alone are no nesting") {
    const Parsed parsed("SELECT " + repeated("(", 2000) + "1" + repeated(")", 2000));
    REQUIRE(parsed.count() == 1);
    CHECK(parsed[0].kind == StatementKind::Query);
}

TEST_CASE("long chains are flat") {
    const Parsed parsed("SELECT 'a'" + repeated(" || b", 20000) + ", 1" + repeated(" + c", 20000) +
                        " FROM t WHERE a" + repeated(" AND b", 20000) + repeated(" OR c", 20000));
    REQUIRE(parsed.count() == 1);
    const auto* query = as<QueryStatement>(parsed[0]);
    REQUIRE(query != nullptr);
    CHECK(query->query->targets[0].value->operands.size() == 20001);
    CHECK(query->query->targets[1].value->operands.size() == 20001);
    CHECK(query->query->where->operands.size() == 20001);
    const Parsed unions("SELECT 1" + repeated(" UNION ALL SELECT 2", 10000));
    REQUIRE(unions.count() == 1);
    CHECK(as<QueryStatement>(unions[0])->query->clauses->arms.size() == 10001);
}

TEST_CASE("long texts are read to their end") {
    CHECK(partsOf(repeated("INSERT INTO t VALUES (1);\n", 100'000)) == 100'000);
    CHECK(partsOf("INSERT INTO t VALUES (1)" + repeated(", (2, 'x', NULL)", many)) == 1);
    CHECK(partsOf("CREATE TABLE t (a int" + repeated(", b text CHECK (b <> '')", many) + ")") == 1);
    CHECK(partsOf("ALTER TABLE t ADD a int" + repeated(", ALTER b SET NOT NULL", many)) == 1);
    CHECK(partsOf("DROP TABLE a" + repeated(", b", many)) == 1);
    CHECK(partsOf("DO $$ BEGIN\n" + repeated("IF a THEN UPDATE t SET b = 1; END IF;\n", 100'000) +
                  "END $$") == 1);
    CHECK(partsOf("DO $$ BEGIN\n" + repeated("IF a THEN ", many) + "END $$") == 1);
    CHECK(partsOf(repeated("CREATE FUNCTION f() RETURNS text LANGUAGE sql AS "
                           "'SELECT ''a''';\n",
                           100'000)) == 100'000);
    CHECK(partsOf("CREATE SCHEMA s" + repeated(" CREATE TABLE t (a int)", 100'000)) == 1);
    CHECK(partsOf("CREATE FUNCTION f() RETURNS void BEGIN ATOMIC " +
                  repeated("DELETE FROM t;", 100'000) + " END") == 1);
    CHECK(partsOf("SELECT a." + repeated("b.", many) + "c") == 1);
    CHECK(partsOf("SELECT CASE" + repeated(" WHEN a THEN b", many) + " END") == 1);
    CHECK(partsOf(repeated("SELEC 1;\n", 20'000)) == 20'000);
}

TEST_CASE("ten thousand lines without a semicolon are ten thousand statements") {
    std::string text;
    for (int i = 0; i < 10'000; ++i) {
        text += "DROP TABLE t\n";
    }
    const Parsed parsed(text);
    CHECK(parsed.section.statements.size() == 10'000);
    CHECK(parsed.section.errors.size() == 9'999);
}
