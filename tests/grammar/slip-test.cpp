// The slips of broken statements. A caret in each text marks where PostgreSQL's parser stops (at
// the end of the text if there is none); it is no part of the text.
#include "grammar/preparation.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace ironlaw;

namespace {

Slip slipOf(std::string text) {
    size_t stop = text.find('^');
    if (stop == std::string::npos) {
        stop = text.size();
    } else {
        text.erase(stop, 1);
    }
    return recogniseSlip(text, {0, static_cast<uint32_t>(text.size())},
                         static_cast<uint32_t>(stop));
}

std::string_view dialectOf(std::string_view text) {
    return foreignDialect(text, {0, static_cast<uint32_t>(text.size())});
}

struct Case {
    std::string_view text;
    std::string_view message;
    std::string_view help;
};

} // namespace

TEST_CASE("a missing semicolon is where the next statement begins") {
    struct Restart {
        std::string_view text;
        uint32_t offset;
    };
    for (const Restart& one : {
             Restart{"DROP TABLE a\n^DROP TABLE b", 13},
             Restart{"ALTER TABLE a ADD b int\n\n^CREATE INDEX i ON a (b)", 25},
             Restart{"SELECT 1\nSELECT ^2", 9},
             Restart{"SELECT * FROM a\nDELETE ^FROM b", 16},
             Restart{"BEGIN\n^ALTER TABLE a ADD b int", 6},
             Restart{"UPDATE a SET b = 1 -- x\n^COMMIT", 24},
             Restart{"DROP TABLE a ^DROP TABLE b", 13},
         }) {
        CAPTURE(one.text);
        const Slip slip = slipOf(std::string(one.text));
        CHECK(slip.restart == one.offset);
        CHECK(slip.message.find("has no semicolon") != std::string::npos);
        CHECK(slip.help == "end it with a semicolon");
    }
    CHECK(slipOf("DROP TABLE a\n^DROP TABLE b").message ==
          "the statement before DROP TABLE has no semicolon");
}

TEST_CASE("a missing semicolon behind an open parenthesis is not all that is missing") {
    const auto slip = [](std::string_view text, std::string_view message, std::string_view help) {
        const Slip found = slipOf(std::string(text));
        CHECK(found.message == message);
        CHECK(found.help == help);
        CHECK(found.restart > 0);
    };
    slip("CREATE TABLE a (b int, c varchar(20)\n^CREATE TABLE d (e int)",
         "the statement before CREATE TABLE has no semicolon, and its parenthesis is open",
         "end it with \");\"");
    slip("CREATE TABLE a (b int CHECK (b IN (1, 2)\n^CREATE TABLE d (e int)",
         "the statement before CREATE TABLE has no semicolon, and its parentheses are open",
         "end it with \"));\"");
    slip("CREATE TABLE a (b\n^CREATE TABLE d (e int)",
         "the statement before CREATE TABLE has no semicolon, and its parenthesis is open",
         "close what is open, and end it with a semicolon");
}

TEST_CASE("the statement behind a missing semicolon is called by its keywords alone") {
    struct Start {
        std::string_view text;
        std::string_view keywords;
    };
    for (const Start& one : {
             Start{"UPDATE orders SET b = 1", "UPDATE"},
             Start{"SELECT pg_catalog.now()", "SELECT"},
             Start{"SELECT Distinct b FROM c", "SELECT DISTINCT"},
             Start{"SET search_path = b", "SET"},
             Start{"Truncate table b", "TRUNCATE TABLE"},
             Start{"CREATE OR REPLACE VIEW b AS SELECT 1", "CREATE VIEW"},
             Start{"CREATE UNIQUE INDEX i ON b (c)", "CREATE INDEX"},
             Start{"create temp table b ()", "CREATE TABLE"},
             Start{"CREATE OR REPLACE TEMPORARY VIEW b AS SELECT 1", "CREATE VIEW"},
             Start{"CREATE UNLOGGED TABLE b ()", "CREATE TABLE"},
             Start{"DROP MATERIALIZED VIEW b", "DROP MATERIALIZED VIEW"},
             Start{"REFRESH MATERIALIZED VIEW b", "REFRESH MATERIALIZED VIEW"},
             Start{"INSERT INTO \"into\" VALUES (1)", "INSERT INTO"},
             Start{"VACUUM", "VACUUM"},
         }) {
        const Slip slip = slipOf("DROP TABLE a\n^" + std::string(one.text));
        CHECK(slip.message ==
              "the statement before " + std::string(one.keywords) + " has no semicolon");
    }
}

TEST_CASE("clauses on lines of their own are no statements") {
    for (const std::string_view text :
         {"ALTER TABLE a\n  ADD b int\n  ^DROP COLUMN c", "SELECT a,\n^SELECT 1",
          "CREATE TRIGGER t BEFORE INSERT OR\n^TRUNCATE ON", "INSERT INTO a\nSELECT ^,"}) {
        CHECK(slipOf(std::string(text)).restart == 0);
    }
}

TEST_CASE("lines that are no SQL do not hide the statement behind them") {
    const Slip hash = slipOf("^# a comment\nCREATE TABLE a (b int)");
    CHECK(hash.message == "a comment does not start with \"#\"");
    CHECK(hash.restart == 12);
    const Slip prose = slipOf("^dummy migration\nSELECT 1");
    CHECK(prose.message.empty());
    CHECK(prose.restart == 16);
}

TEST_CASE("slips of migrations are named, and their remedy") {
    constexpr auto cases = std::to_array<Case>({
        {"DROP INDEX s.i ^ON t", "DROP INDEX takes no table: ON is MySQL's syntax",
         "drop the index by its name: DROP INDEX s.i"},
        {"ALTER TABLE t DROP COLUMN IF EXISTS a, ^b",
         "DROP COLUMN takes one column, but \"b\" follows \"a\"",
         "write DROP COLUMN IF EXISTS a, DROP COLUMN IF EXISTS b"},
        {"ALTER TABLE t DROP COLUMN IF EXISTS a, ^if exists b",
         "DROP COLUMN takes one column, but \"b\" follows \"a\"",
         "write DROP COLUMN IF EXISTS a, DROP COLUMN IF EXISTS b"},
        {"ALTER TABLE t DROP COLUMN a, ^IF EXISTS b",
         "DROP COLUMN takes one column, but \"b\" follows \"a\"",
         "write DROP COLUMN a, DROP COLUMN IF EXISTS b"},
        {"ALTER TABLE t DROP COLUMN a, ^IF NOT EXISTS b",
         "DROP COLUMN takes one column, but \"b\" follows \"a\"",
         "write DROP COLUMN a, DROP COLUMN IF EXISTS b"},
        {"ALTER TABLE t DROP IF EXISTS a, ^b", "DROP takes one column, but \"b\" follows \"a\"",
         "write DROP COLUMN IF EXISTS a, DROP COLUMN IF EXISTS b"},
        {"ALTER TABLE t DROP a, ^if exists b", "DROP takes one column, but \"b\" follows \"a\"",
         "write DROP COLUMN a, DROP COLUMN IF EXISTS b"},
        {"ALTER TABLE t ^DELETE COLUMN IF NOT EXISTS a", "DELETE COLUMN is not SQL",
         "write DROP COLUMN IF EXISTS a"},
        {"ALTER TABLE t DROP a, ^if, c", "DROP takes one column, but \"if\" follows \"a\"",
         "write DROP COLUMN a, DROP COLUMN if"},
        {"ALTER TABLE t DROP CONSTRAINT IF EXISTS a, ^IF EXISTS b",
         "DROP CONSTRAINT takes one name, but \"b\" follows \"a\"",
         "write DROP CONSTRAINT IF EXISTS a, DROP CONSTRAINT IF EXISTS b"},
        {"ALTER TABLE t DROP CONSTRAINT a, ^IF EXISTS b",
         "DROP CONSTRAINT takes one name, but \"b\" follows \"a\"",
         "write DROP CONSTRAINT a, DROP CONSTRAINT IF EXISTS b"},
        {"DROP ^COLUMN IF EXISTS a", "DROP COLUMN stands outside of ALTER TABLE",
         "write ALTER TABLE and the table's name before DROP COLUMN IF EXISTS a"},
        {"ALTER TABLE \"T\" DROP COLUMN x ^bytea", "DROP COLUMN \"x\" is followed by a type",
         "remove \"bytea\": a column is dropped by its name"},
        {"ALTER TABLE t DROP ^FOREIGN KEY fk", "DROP FOREIGN KEY is MySQL's syntax",
         "write DROP CONSTRAINT fk"},
        {"ALTER TABLE t DROP ^CHECK c", "DROP CHECK is MySQL's syntax", "write DROP CONSTRAINT c"},
        {"ALTER TABLE t DROP ^check CASCADE",
         "the reserved word \"check\" is used as a name without quotes",
         "put it in double quotes: \"check\""},
        {"ALTER TABLE t ADD COLUMN a int, ^b varchar(20) NOT NULL",
         "the column \"b\" has no ADD COLUMN before it", "write ADD COLUMN b varchar(20)"},
        {"ALTER TABLE t ADD a int, ^CONSTRAINT c UNIQUE (a)", "CONSTRAINT has no ADD before it",
         "write ADD CONSTRAINT"},
        {"ALTER TABLE t ADD a int, ^primary key (a)", "PRIMARY KEY has no ADD before it",
         "write ADD PRIMARY KEY"},
        {"ALTER TABLE t ADD a int, ^FOREIGN KEY (a) REFERENCES b",
         "FOREIGN KEY has no ADD before it", "write ADD FOREIGN KEY"},
        {"INSERT INTO s.t ^SET a = 1", "INSERT with SET is MySQL's syntax",
         "write INSERT INTO s.t (…) VALUES (…)"},
        {"ALTER TABLE t DROP ^PRIMARY KEY", "DROP PRIMARY KEY is MySQL's syntax",
         "drop the constraint of \"t\" by its name with DROP CONSTRAINT"},
        {"ALTER TABLE t ^MODIFY COLUMN a int", "MODIFY COLUMN is MySQL's syntax",
         "write ALTER COLUMN a TYPE before the new type"},
        {"ALTER TABLE t ^DELETE COLUMN a", "DELETE COLUMN is not SQL", "write DROP COLUMN a"},
        {"ALTER TABLE t ADD CONSTRAINT IF NOT ^EXISTS c CHECK (a > 0)",
         "ADD CONSTRAINT takes no IF NOT EXISTS", "run DROP CONSTRAINT IF EXISTS before it"},
        {"ALTER TABLE t ADD COLUMN ^(a int)", "ADD COLUMN takes no parentheses",
         "write ADD COLUMN for each column"},
        {"ALTER TABLE t ADD COLUMN a ^NOT NULL", "ADD COLUMN \"a\" has no type",
         "write the type behind the name"},
        {"ALTER TABLE t ALTER COLUMN x ^varchar(20)",
         "ALTER COLUMN \"x\" has no TYPE before the type", "write ALTER COLUMN x TYPE varchar(20)"},
        {"ALTER TABLE t ALTER x ^numeric(10, 2)[], DROP y",
         "ALTER \"x\" has no TYPE before the type", "write ALTER COLUMN x TYPE numeric(10, 2)[]"},
        {"ALTER TABLE t ALTER x ^timestamp(3) with time zone",
         "ALTER \"x\" has no TYPE before the type",
         "write ALTER COLUMN x TYPE timestamp(3) with time zone"},
        {"ALTER TABLE t ALTER x ^double precision", "ALTER \"x\" has no TYPE before the type",
         "write ALTER COLUMN x TYPE double precision"},
        {"ALTER TABLE t ALTER x ^enum('a')", "ALTER \"x\" has no TYPE before the type",
         "write ALTER COLUMN x TYPE enum"},
        {"ALTER TABLE t ALTER COLUMN x TYPE int ^NOT NULL", "TYPE and NOT NULL are two actions",
         "add an action of its own: ALTER COLUMN … SET NOT NULL"},
        {"ALTER TABLE t RENAME COLUMN a ^b", "RENAME COLUMN \"a\" has no TO",
         "write RENAME COLUMN a TO b"},
        {"ALTER TABLE t ADD a int, ^RENAME COLUMN b TO c",
         "RENAME has to be the only action of its ALTER TABLE",
         "write an ALTER TABLE for each RENAME"},
        {"ALTER TABLE a^, b ADD c int", "ALTER TABLE takes one table, but \"b\" follows \"a\"",
         "write an ALTER TABLE for each table"},
        {"ALTER TYPE x ^DROP VALUE 'a'", "ALTER TYPE … DROP VALUE does not exist: enum values stay",
         "make a new type, change the columns to it, then drop the old type"},
        {"ALTER TYPE x ADD VALUE IF NOT EXISTS ^b", "ADD VALUE takes a string, but \"b\" is a name",
         "write ADD VALUE IF NOT EXISTS 'b'"},
        {"ALTER TYPE x ADD VALUE ^\"it's \"\"b\"\" c\"",
         "ADD VALUE takes a string, but \"its b c\" is a name", "write ADD VALUE 'it''s \"b\" c'"},
        {"^RENAME TABLE a TO b", "RENAME TABLE is MySQL's syntax",
         "write ALTER TABLE a RENAME TO b"},
        {"DROP TRIGGER IF EXISTS x", "DROP TRIGGER \"x\" does not name the table",
         "write DROP TRIGGER IF EXISTS x ON and the table's name"},
        {"DROP TABLE t ^IF EXISTS", "DROP TABLE has IF EXISTS behind the name",
         "write IF EXISTS before t"},
        {"DROP INDEX IF ^EXIST i", "EXIST is not an SQL keyword", "write IF EXISTS"},
        {"DROP ^CONSTRAINT c ON t", "DROP CONSTRAINT stands outside of ALTER TABLE",
         "write ALTER TABLE t DROP CONSTRAINT c"},
        {"CREATE OR REPLACE ^TABLE t (a int)", "CREATE TABLE takes no OR REPLACE",
         "write CREATE TABLE IF NOT EXISTS, or drop the table before"},
        {"CREATE OR REPLACE ^MATERIALIZED VIEW v AS SELECT 1",
         "CREATE MATERIALIZED VIEW takes no OR REPLACE",
         "drop the old one before, and leave OR REPLACE out"},
        {"CREATE POLICY IF ^NOT EXISTS p ON t", "CREATE POLICY takes no IF NOT EXISTS",
         "drop the old one before with IF EXISTS"},
        {"CREATE TABLE t ^IF NOT EXISTS (a int)", "CREATE TABLE has IF NOT EXISTS behind the name",
         "write IF NOT EXISTS before t"},
        {"CREATE TEMP TABLE t ^IF NOT EXISTS (a int)",
         "CREATE TABLE has IF NOT EXISTS behind the name", "write IF NOT EXISTS before t"},
        {"CREATE TABLE IF NOT EXISTS t ^a int", "no parenthesis opens the columns of \"t\"",
         "write CREATE TABLE IF NOT EXISTS t ("},
        {"CREATE TEMP TABLE IF NOT EXISTS t ^LIKE s.b", "no parentheses are around LIKE",
         "write (LIKE s.b)"},
        {"CREATE INDEX i ^CONCURRENTLY ON t (a)", "CONCURRENTLY stands behind the index's name",
         "write CREATE INDEX CONCURRENTLY i"},
        {"CREATE INDEX i ON t (a^::text)",
         "an index on an expression has no parentheses around the expression",
         "write one more pair of parentheses: ((expression))"},
        {"CREATE EXTENSION uuid^-ossp", "the name of the extension has a dash, but no quotes",
         "put the name in double quotes"},
        {"CREATE FUNCTION f() RETURNS void AS ^BEGIN", "the body of the function is not in quotes",
         "put $$ before BEGIN and behind its END"},
        {"CREATE TABLE t (id int ^AUTO_INCREMENT)", "AUTO_INCREMENT is MySQL's syntax",
         "write GENERATED BY DEFAULT AS IDENTITY"},
        {"CREATE TABLE t (a int^(11))", "the type before the parenthesis takes no length",
         "remove the length"},
        {"CREATE TABLE t (a int) ^ENGINE=InnoDB", "ENGINE is MySQL's syntax",
         "remove what follows the closing parenthesis"},
        {"CREATE TABLE t (id int PRIMARY KEY ^CLUSTERED)", "CLUSTERED is SQL Server's syntax",
         "remove CLUSTERED"},
        {"INSERT INTO t VALUES (1) ON ^DUPLICATE KEY UPDATE a = 1",
         "ON DUPLICATE KEY UPDATE is MySQL's syntax", "write ON CONFLICT (…) DO UPDATE SET"},
        {"UPDATE a ^JOIN b ON a.id = b.id SET x = 1",
         "UPDATE with a JOIN before SET is MySQL's syntax",
         "write UPDATE … SET … FROM the other table WHERE the join's condition"},
        {"SELECT 1 LIMIT ^5, 10", "LIMIT with two numbers is MySQL's syntax",
         "write LIMIT 10 OFFSET 5"},
        {"^GO", "GO is a command of SQL Server's client",
         "end the statement before with a semicolon"},
        {"^RAISE 'x'", "RAISE stands outside of a function body", "put it in DO $$ BEGIN … END $$"},
    });
    for (const Case& one : cases) {
        CAPTURE(one.text);
        const Slip slip = slipOf(std::string(one.text));
        CHECK(slip.message == one.message);
        CHECK(slip.help == one.help);
        CHECK(slip.restart == 0);
    }
}

TEST_CASE("commas, parentheses and names are looked at where no word helps") {
    constexpr auto cases = std::to_array<Case>({
        {"CREATE TABLE t (a int,\n^)", "a comma stands before \")\"", "remove the comma"},
        {"INSERT INTO t VALUES (1),", "the statement ends with a comma",
         "remove the comma, or write what follows it"},
        {"CREATE TABLE t (\n  a int\n  ^b int)",
         "no comma separates the column \"b\" from the one before it",
         "write a comma before \"b\""},
        {"CREATE TABLE t (a int\n  CONSTRAINT c ^FOREIGN KEY (a) REFERENCES b)",
         "no comma separates the constraint from the column before it",
         "write a comma before CONSTRAINT"},
        {"INSERT INTO t VALUES (1 ^'x')", "no comma separates 1 and 'x'",
         "write a comma between them"},
        {"CREATE TABLE t (a int", "the parenthesis behind \"t\" is not closed",
         "write the closing parenthesis"},
        {"CREATE TABLE t (a int)^)", "a parenthesis is closed that is not open",
         "remove it, or write the opening one"},
        {"CREATE TABLE ^user (a int)",
         "the reserved word \"user\" is used as a name without quotes",
         "put it in double quotes: \"user\""},
        {"CREATE TABLE t (a int, ^Order int)",
         "the reserved word \"Order\" is used as a name without quotes",
         "put it in double quotes: \"order\""},
        {"ALTER TABLE ^'t' ADD a int", "a name is written as a string: 't'",
         "put it in double quotes: \"t\""},
        {"INSERT INTO t VALUES ('it'^s fine')", "an apostrophe ends the string before \"s\"",
         "write the apostrophe twice within the string"},
        {"SELECT * FROM ^`t`", "backquotes around names are MySQL's syntax",
         "put names in double quotes"},
        {"CREATE TABLE ^[dbo].[t] (a int)", "brackets around names are SQL Server's syntax",
         "put names in double quotes"},
        {"SELECT ‘a’ ^b", "typographic quotes are taken as part of a name",
         "write straight quotes: ' around strings, \" around names"},
        {"SELECT\u00A0^1", "the invisible character U+00A0 is taken as part of a name",
         "replace it by a blank"},
        {"SELECT 1\n=======\nSELECT ^2", "a conflict marker of git stands in the statement",
         "resolve the conflict"},
        {"CREATE ^TABEL t (a int)", "the word \"TABEL\" is not an SQL keyword, TABLE is",
         "write TABLE"},
    });
    for (const Case& one : cases) {
        CAPTURE(one.text);
        const Slip slip = slipOf(std::string(one.text));
        CHECK(slip.message == one.message);
        CHECK(slip.help == one.help);
    }
}

TEST_CASE("an unknown slip has no message") {
    for (const std::string_view text :
         {"SELECT a b ^c", "ALTER TABLE t SET ^x", "ALTER TABLE t ADD UNIQUE (a, ^primary)",
          "ALTER TABLE t DROP ^FOREIGN KEY RESTRICT", "CREATE TABLE t (a int) ^foo", "", "^;"}) {
        CHECK(slipOf(std::string(text)).message.empty());
    }
}

TEST_CASE("offsets count from the start of the file") {
    const std::string_view text = "SELECT 1;\nDROP TABLE a\nDROP TABLE b;";
    const Slip slip = recogniseSlip(text, {10, 35}, 23);
    CHECK(slip.restart == 23);
}

TEST_CASE("another database's statement is told by what only that database has") {
    CHECK(dialectOf("CREATE TABLE `a` (b int)") == "MySQL");
    CHECK(dialectOf("CREATE TABLE a (b int) ENGINE=InnoDB") == "MySQL");
    CHECK(dialectOf("ALTER TABLE a MODIFY COLUMN b int") == "MySQL");
    CHECK(dialectOf("INSERT INTO a SET b = 1") == "MySQL");
    CHECK(dialectOf("CREATE TABLE a (b INTEGER PRIMARY KEY AUTOINCREMENT)") == "SQLite");
    CHECK(dialectOf("PRAGMA foreign_keys = ON") == "SQLite");
    CHECK(dialectOf("CREATE TABLE [dbo].[a] (b int)") == "SQL Server");
    CHECK(dialectOf("CREATE TABLE a (b nvarchar(max))") == "SQL Server");
    CHECK(dialectOf("CREATE TABLE a (b Int8) ENGINE = MergeTree ORDER BY b") == "ClickHouse");
    CHECK(dialectOf("DROP INDEX a@b") == "CockroachDB");
    for (const std::string_view text :
         {"DROP INDEX i ON t", "ALTER TABLE t DROP COLUMN a, b", "CREATE TABLE user (a int)", "",
          "CREATE TABLE t (auto int, engine text)", "SELECT a[1]", "COMMENT ON TABLE t IS '`x`'"}) {
        CHECK(dialectOf(text).empty());
    }
}
