// Two schemas of the same texts, compared word by word: what a way back leaves behind.
#include "tests/schema/way-back.h"

#include <doctest/doctest.h>

using namespace ironlaw::example;

namespace {

const std::string base =
    "CREATE TABLE t (a int DEFAULT 1, b text CHECK (b <> ''), c date);"
    "CREATE VIEW v AS SELECT a FROM t;"
    "CREATE TYPE mood AS ENUM ('sad', 'fine');"
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';"
    "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"
    "CREATE TRIGGER w BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION g();"
    "CREATE POLICY p ON t TO clerk USING (a > 0);"
    "CREATE SEQUENCE s START 5;"
    "COMMENT ON COLUMN t.a IS 'first';";

} // namespace

TEST_CASE("what is taken back word by word leaves nothing") {
    CHECK(leftBy(base,
                 "ALTER TABLE t ALTER COLUMN a SET DEFAULT 2, ADD COLUMN d int;"
                 "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2';"
                 "ALTER POLICY p ON t TO chief USING (a > 1);"
                 "COMMENT ON COLUMN t.a IS 'changed'; COMMENT ON TABLE t IS 'new';"
                 "GRANT SELECT ON t TO clerk; REVOKE EXECUTE ON FUNCTION f() FROM public;"
                 "ALTER TABLE t RENAME TO u;",
                 "ALTER TABLE u RENAME TO t;"
                 "GRANT EXECUTE ON FUNCTION f() TO public; REVOKE ALL ON t FROM clerk;"
                 "COMMENT ON TABLE t IS NULL; COMMENT ON COLUMN t.a IS 'first';"
                 "ALTER POLICY p ON t TO clerk USING (a   > 0);"
                 "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';"
                 "ALTER TABLE t DROP COLUMN d, ALTER COLUMN a SET DEFAULT 1;") == "");
}

TEST_CASE("what a way back leaves, loses and leaves changed is told") {
    CHECK(leftBy(base,
                 "CREATE TABLE n (a int PRIMARY KEY); CREATE INDEX i ON n (a);"
                 "CREATE SEQUENCE z; DROP VIEW v; ALTER TABLE t DROP COLUMN c;",
                 "ALTER TABLE t ADD COLUMN d date;") ==
          lines({"- column \"c\" of \"t\"", "- view \"v\"", "+ column \"d\" of \"t\"",
                 "+ table \"n\"", "+ sequence \"z\""}));
    CHECK(leftBy(base, "ALTER TYPE mood ADD VALUE 'odd';", "") ==
          lines({"enum \"mood\": the labels 'sad', 'fine' / the labels 'sad', 'fine', 'odd'"}));
    CHECK(leftBy(base, "ALTER TABLE t DROP COLUMN a CASCADE;", "ALTER TABLE t ADD COLUMN a int;") ==
          lines({"table \"t\": order (a, b, c) / (b, c, a)",
                 "column \"a\" of \"t\": the comment 'first' / no comment",
                 "column \"a\" of \"t\": the default 1 / no default", "- view \"v\"",
                 "- policy \"p\" of \"t\""}));
}

TEST_CASE("texts, owners, privileges and flags are compared exactly") {
    CHECK(
        leftBy(base, "CREATE OR REPLACE VIEW v AS SELECT a FROM t WHERE a > 0;", "") ==
        lines({"view \"v\": the query AS SELECT a FROM t / the query AS SELECT a FROM t WHERE a > "
               "0"}));
    CHECK(leftBy(base, "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 3';",
                 "") == "function \"f()\": the body SELECT 1 / the body SELECT 3");
    CHECK(leftBy(base,
                 "ALTER TABLE t OWNER TO boss; ALTER FUNCTION f() OWNER TO boss;"
                 "ALTER VIEW v OWNER TO boss;",
                 "") ==
          lines({"table \"t\": no owner / the owner boss", "view \"v\": no owner / the owner boss",
                 "function \"f()\": no owner / the owner boss"}));
    CHECK(
        leftBy(base, "GRANT SELECT, UPDATE (a) ON t TO clerk;", "REVOKE SELECT ON t FROM clerk;") ==
        lines({"table \"t\": no privileges / the privileges update (a) to clerk"}));
    CHECK(leftBy(base, "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO clerk;",
                 "REVOKE UPDATE, USAGE ON SEQUENCE s FROM clerk;") ==
          lines({"sequence \"s\": no privileges / the privileges select to clerk"}));
    CHECK(leftBy(base, "ALTER POLICY p ON t WITH CHECK (a > 5);", "") ==
          lines({"policy \"p\" of \"t\": no WITH CHECK / the WITH CHECK a > 5"}));
    CHECK(
        leftBy(base, "ALTER TABLE t DROP CONSTRAINT t_b_check;",
               "ALTER TABLE t ADD CONSTRAINT t_b_check CHECK (b <> 'x') NOT VALID;"
               "COMMENT ON CONSTRAINT t_b_check ON t IS 'why';") ==
        lines({"check constraint \"t_b_check\" of \"t\": no comment / the comment 'why'",
               "check constraint \"t_b_check\" of \"t\": the expression b <> '' / the expression b "
               "<> 'x'",
               "check constraint \"t_b_check\" of \"t\": no NOT VALID / NOT VALID"}));
    CHECK(leftBy(base, "CREATE UNIQUE INDEX one ON t (a, lower(b) DESC);",
                 "ALTER INDEX one RENAME TO two;") == "+ index \"two\" of \"t\"");
}

TEST_CASE("a constraint or index that does the same under another name is renamed") {
    CHECK(leftBy("CREATE TABLE t (a int); CREATE INDEX one ON t (a);"
                 "ALTER TABLE t ADD CONSTRAINT k UNIQUE (a);",
                 "ALTER INDEX one RENAME TO two; ALTER TABLE t RENAME CONSTRAINT k TO l;",
                 "") == lines({"unique constraint \"k\" of \"t\" is called l",
                               "index \"one\" of \"t\" is called two"}));
}
