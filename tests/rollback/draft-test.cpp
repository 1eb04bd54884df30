// Drafts of ways back: what they say for each kind of change, and that they lead back.
#include "analyzer/rollback/history-drafts.h"
#include "tests/rule/history-text.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

using namespace ironlaw;

namespace {

struct Example {
    std::string base;
    std::string up;
    std::string draft;
};

/// The draft for the last migration; one without statements if there is none.
WayBackDraft draftOf(const std::string& base, const std::string& up) {
    const Project project = example::projectOf({{base}, {up}});
    const std::vector<WayBackDraft> drafts = draftWaysBack(project, project.histories.front());
    const Migration* last = &project.histories.front().migrations.back();
    return drafts.empty() || drafts.back().migration != last ? WayBackDraft() : drafts.back();
}

/// The draft is the expected one, and proves.
void check(const std::vector<Example>& examples) {
    for (const Example& one : examples) {
        CAPTURE(one.up);
        const WayBackDraft draft = draftOf(one.base, one.up);
        CHECK(draft.text == one.draft);
        CHECK(fmt::format("{}", fmt::join(draft.remains, "\n")) == "");
        CHECK(fmt::format("{}", fmt::join(draft.failures, "\n")) == "");
    }
}

/// A draft that does not lead all the way back says so.
void checkRemains(const std::string& base, const std::string& up, const std::string& text) {
    CAPTURE(up);
    const WayBackDraft draft = draftOf(base, up);
    CHECK(draft.text == text);
    CHECK(draft.failures.empty());
}

const std::string base = "CREATE TABLE t (id int PRIMARY KEY, a text DEFAULT 'x', b int NOT NULL);";

} // namespace

TEST_CASE("what a migration makes is dropped, the last first") {
    check({
        {base, "CREATE TABLE u (id int, t_id int REFERENCES t);", "DROP TABLE u;\n"},
        {base, "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE w (u_id int REFERENCES u);",
         "DROP TABLE w;\nDROP TABLE u;\n"},
        {base, "CREATE TABLE u (id int PRIMARY KEY); ALTER TABLE t ADD COLUMN u int REFERENCES u;",
         "ALTER TABLE t DROP COLUMN u;\nDROP TABLE u;\n"},
        {base,
         "CREATE TABLE u (id int PRIMARY KEY, w int); CREATE TABLE w (id int PRIMARY KEY, u int "
         "REFERENCES u);"
         "ALTER TABLE u ADD CONSTRAINT uw FOREIGN KEY (w) REFERENCES w;",
         "ALTER TABLE u DROP CONSTRAINT uw;\nDROP TABLE w;\nDROP TABLE u;\n"},
        {base,
         "CREATE TYPE mood AS ENUM ('a'); ALTER TABLE t ADD COLUMN m mood; CREATE INDEX m_idx ON t "
         "(m);",
         "ALTER TABLE t DROP COLUMN m;\nDROP TYPE mood;\n"},
        {base,
         "CREATE INDEX a_idx ON t (a); ALTER TABLE t ADD CONSTRAINT b_positive CHECK (b > 0);",
         "DROP INDEX a_idx;\nALTER TABLE t DROP CONSTRAINT b_positive;\n"},
        {base, "CREATE INDEX CONCURRENTLY a_idx ON t (a);", "DROP INDEX CONCURRENTLY a_idx;\n"},
        {base,
         "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"
         "CREATE TRIGGER w BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();",
         "DROP TRIGGER w ON t;\nDROP FUNCTION f();\n"},
        {base,
         "CREATE TABLE u (id int);"
         "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"
         "CREATE TRIGGER w BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION f();",
         "DROP TABLE u;\nDROP FUNCTION f();\n"},
        {base,
         "CREATE TABLE u (id int); CREATE FUNCTION f() RETURNS SETOF u LANGUAGE sql AS 'SELECT * "
         "FROM u';",
         "DROP FUNCTION f();\nDROP TABLE u;\n"},
        {base, "CREATE VIEW v AS SELECT a FROM t; CREATE MATERIALIZED VIEW m AS SELECT a FROM v;",
         "DROP MATERIALIZED VIEW m;\nDROP VIEW v;\n"},
        {base,
         "CREATE SCHEMA app; CREATE TABLE app.u (id serial); CREATE SEQUENCE app.s; CREATE DOMAIN "
         "app.d AS int;",
         "DROP DOMAIN app.d;\nDROP SEQUENCE app.s;\nDROP TABLE app.u;\nDROP SCHEMA app;\n"},
        {base, "CREATE EXTENSION citext; ALTER TABLE t ADD COLUMN c citext;",
         "ALTER TABLE t DROP COLUMN c;\nDROP EXTENSION citext;\n"},
        {base, "CREATE SEQUENCE s; ALTER TABLE t ALTER COLUMN b SET DEFAULT nextval('s');",
         "ALTER TABLE t ALTER COLUMN b DROP DEFAULT;\nDROP SEQUENCE s;\n"},
        {base, "CREATE POLICY p ON t USING (b > 0); ALTER TABLE t ENABLE ROW LEVEL SECURITY;",
         "DROP POLICY p ON t;\nALTER TABLE t DISABLE ROW LEVEL SECURITY;\n"},
        {base,
         "CREATE TABLE u (id int, at date) PARTITION BY RANGE (at); CREATE TABLE u1 PARTITION OF u "
         "DEFAULT;",
         "DROP TABLE u;\n"},
        {base,
         "CREATE STATISTICS s ON a, b FROM t; CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;",
         "DROP RULE r ON t;\nDROP STATISTICS s;\n"},
        {base, "CREATE COLLATION german (locale = 'de_DE'); CREATE PUBLICATION p FOR TABLE t;",
         "DROP PUBLICATION p;\nDROP COLLATION german;\n"},
    });
}

TEST_CASE("what a migration changes is what it was") {
    check({
        {base,
         "ALTER TABLE t ALTER COLUMN a SET DEFAULT 'y', ALTER COLUMN b DROP NOT NULL, ALTER COLUMN "
         "a SET NOT NULL;",
         "ALTER TABLE t ALTER COLUMN a SET DEFAULT 'x';\nALTER TABLE t ALTER COLUMN a DROP NOT "
         "NULL;\n"
         "ALTER TABLE t ALTER COLUMN b SET NOT NULL;\n"},
        {base, "ALTER TABLE t ALTER COLUMN b TYPE bigint;",
         "ALTER TABLE t ALTER COLUMN b TYPE integer;\n"},
        {base, "ALTER TABLE t ALTER COLUMN b TYPE text;",
         "ALTER TABLE t ALTER COLUMN b TYPE integer USING b::integer;\n"},
        {base,
         "ALTER TABLE t ALTER COLUMN a DROP DEFAULT; ALTER TABLE t ALTER COLUMN a TYPE boolean "
         "USING a = 'x'; "
         "ALTER TABLE t ALTER COLUMN a SET DEFAULT false;",
         "ALTER TABLE t ALTER COLUMN a TYPE text;\nALTER TABLE t ALTER COLUMN a SET DEFAULT "
         "'x';\n"},
        {base,
         "ALTER TABLE t RENAME COLUMN a TO c; ALTER TABLE t RENAME TO u; ALTER TABLE u ADD COLUMN "
         "a int;",
         "ALTER TABLE u DROP COLUMN a;\nALTER TABLE u RENAME TO t;\nALTER TABLE t RENAME COLUMN c "
         "TO a;\n"},
        {base + "CREATE TABLE u (id int);",
         "ALTER TABLE t RENAME TO old; ALTER TABLE u RENAME TO t;",
         "ALTER TABLE t RENAME TO u;\nALTER TABLE old RENAME TO t;\n"},
        {base + "CREATE TABLE u (id int);",
         "ALTER TABLE t RENAME TO old; ALTER TABLE u RENAME TO t; ALTER TABLE old RENAME TO u;",
         "ALTER TABLE t RENAME TO t_to_rename;\nALTER TABLE u RENAME TO t;\n"
         "ALTER TABLE t_to_rename RENAME TO u;\n"},
        {base, "ALTER TABLE t RENAME COLUMN b TO c; ALTER TABLE t RENAME COLUMN a TO b;",
         "ALTER TABLE t RENAME COLUMN b TO a;\nALTER TABLE t RENAME COLUMN c TO b;\n"},
        {base,
         "ALTER TABLE t RENAME COLUMN a TO c; ALTER TABLE t RENAME COLUMN b TO a; ALTER TABLE t "
         "RENAME COLUMN c TO b;",
         "ALTER TABLE t RENAME COLUMN a TO a_to_rename;\nALTER TABLE t RENAME COLUMN b TO a;\n"
         "ALTER TABLE t RENAME COLUMN a_to_rename TO b;\n"},
        {base + "CREATE TABLE u (t int);",
         "ALTER TABLE t ADD COLUMN k int UNIQUE; ALTER TABLE u ADD COLUMN k int REFERENCES t (k);",
         "ALTER TABLE u DROP CONSTRAINT u_k_fkey;\nALTER TABLE t DROP COLUMN k;\nALTER TABLE u "
         "DROP COLUMN k;\n"},
        {base, "ALTER TABLE t RENAME CONSTRAINT t_pkey TO t_key;",
         "ALTER TABLE t RENAME CONSTRAINT t_key TO t_pkey;\n"},
        {base + "CREATE SCHEMA app;",
         "ALTER TABLE t SET SCHEMA app; ALTER TABLE app.t RENAME TO u;",
         "ALTER TABLE app.u SET SCHEMA public;\nALTER TABLE u RENAME TO t;\n"},
        {base, "ALTER TABLE t DROP CONSTRAINT t_pkey; ALTER TABLE t ADD PRIMARY KEY (b);",
         "ALTER TABLE t DROP CONSTRAINT t_pkey;\nALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY "
         "(id);\n"},
        {base + "ALTER TABLE t ADD CONSTRAINT c CHECK (b > 0) NOT VALID;",
         "ALTER TABLE t VALIDATE CONSTRAINT c;",
         "ALTER TABLE t DROP CONSTRAINT c;\nALTER TABLE t ADD CONSTRAINT c CHECK (b > 0) NOT "
         "VALID;\n"},
        {base + "CREATE INDEX i ON t (lower(a)) WHERE b > 1;", "DROP INDEX i;",
         "CREATE INDEX i ON t USING btree (lower(a)) WHERE b > 1;\n"},
        {base + "CREATE INDEX i ON t (a);", "DROP INDEX CONCURRENTLY i;",
         "CREATE INDEX CONCURRENTLY i ON t USING btree (a);\n"},
        {base + "CREATE UNIQUE INDEX i ON t (a);",
         "ALTER TABLE t ADD CONSTRAINT i UNIQUE USING INDEX i;",
         "ALTER TABLE t DROP CONSTRAINT i;\nCREATE UNIQUE INDEX i ON t USING btree (a);\n"},
        {base, "ALTER TABLE t ALTER COLUMN b ADD GENERATED ALWAYS AS IDENTITY;",
         "ALTER TABLE t ALTER COLUMN b DROP IDENTITY;\n"},
        {base + "CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v; GRANT SELECT "
                "ON v TO clerk;",
         "CREATE OR REPLACE VIEW v AS SELECT a, b FROM t;",
         "DROP VIEW w;\nDROP VIEW v;\nCREATE VIEW v AS SELECT a FROM t;\nCREATE VIEW w AS SELECT a "
         "FROM v;\n"
         "GRANT SELECT ON TABLE v TO clerk;\n"},
        {base + "CREATE FUNCTION f(i int) RETURNS int LANGUAGE sql AS 'SELECT 1';",
         "CREATE OR REPLACE FUNCTION f(i int) RETURNS int LANGUAGE sql AS 'SELECT 2';",
         "CREATE OR REPLACE FUNCTION f(i int) RETURNS int LANGUAGE sql AS 'SELECT 1';\n"},
        {base + "CREATE POLICY p ON t FOR SELECT TO clerk USING (b > 0);",
         "ALTER POLICY p ON t TO chief USING (b > 1);",
         "DROP POLICY p ON t;\nCREATE POLICY p ON t FOR SELECT TO clerk USING (b > 0);\n"},
        {base,
         "COMMENT ON TABLE t IS 'it''s'; COMMENT ON COLUMN t.a IS 'c'; GRANT SELECT, INSERT ON t "
         "TO clerk;",
         "COMMENT ON TABLE t IS NULL;\nCOMMENT ON COLUMN t.a IS NULL;\nREVOKE INSERT ON TABLE t "
         "FROM clerk;\n"
         "REVOKE SELECT ON TABLE t FROM clerk;\n"},
        {base + "COMMENT ON TABLE t IS 'it''s'; ALTER TABLE t OWNER TO clerk;",
         "COMMENT ON TABLE t IS 'that'; ALTER TABLE t OWNER TO chief;",
         "COMMENT ON TABLE t IS 'it''s';\nALTER TABLE t OWNER TO clerk;\n"},
        {"CREATE DOMAIN d AS int DEFAULT 1 CONSTRAINT positive CHECK (VALUE > 0);",
         "ALTER DOMAIN d DROP DEFAULT; ALTER DOMAIN d DROP CONSTRAINT positive; ALTER DOMAIN d ADD "
         "CONSTRAINT small CHECK (VALUE < 9);",
         "ALTER DOMAIN d SET DEFAULT 1;\nALTER DOMAIN d DROP CONSTRAINT small;\n"
         "ALTER DOMAIN d ADD CONSTRAINT positive CHECK (VALUE > 0);\n"},
        {"CREATE TYPE pair AS (a int, b int);",
         "ALTER TYPE pair ADD ATTRIBUTE c int; ALTER TYPE pair RENAME ATTRIBUTE a TO z;",
         "ALTER TYPE pair RENAME ATTRIBUTE z TO a;\nALTER TYPE pair DROP ATTRIBUTE c;\n"},
        {"CREATE TYPE mood AS ENUM ('a', 'b');", "ALTER TYPE mood RENAME VALUE 'b' TO 'c';",
         "ALTER TYPE mood RENAME VALUE 'c' TO 'b';\n"},
        {"CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (m mood DEFAULT 'a');",
         "ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM ('a', 'c'); ALTER TABLE t "
         "ALTER COLUMN m DROP DEFAULT;"
         "ALTER TABLE t ALTER COLUMN m TYPE mood USING m::text::mood; ALTER TABLE t ALTER COLUMN m "
         "SET DEFAULT 'c'; DROP TYPE mood_old;",
         "ALTER TYPE mood RENAME TO mood_to_drop;\nCREATE TYPE mood AS ENUM ('a', 'b');\nALTER "
         "TABLE t ALTER COLUMN m DROP DEFAULT;\n"
         "ALTER TABLE t ALTER COLUMN m TYPE mood USING m::text::mood;\nALTER TABLE t ALTER COLUMN "
         "m SET DEFAULT 'a';\n"
         "DROP TYPE mood_to_drop;\n"},
        {"CREATE TABLE p (id int, at date) PARTITION BY RANGE (at); CREATE TABLE c (id int, at "
         "date);",
         "ALTER TABLE p ATTACH PARTITION c FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');",
         "ALTER TABLE p DETACH PARTITION c;\n"},
        {base + "CREATE TABLE u (t_id int REFERENCES t);",
         "ALTER TABLE u DROP CONSTRAINT u_t_id_fkey;",
         "ALTER TABLE u ADD CONSTRAINT u_t_id_fkey FOREIGN KEY (t_id) REFERENCES t (id);\n"},
    });
}

TEST_CASE("what a migration drops is made again, and what is lost stands in comments") {
    check({
        {base + "CREATE TABLE u (id serial PRIMARY KEY, t_id int NOT NULL REFERENCES t ON DELETE "
                "CASCADE); CREATE INDEX i ON u (t_id);",
         "DROP TABLE u;",
         "-- irreversible: the rows of \"u\" are lost\n"
         "CREATE TABLE u (\n    id serial,\n    t_id integer NOT NULL,\n    CONSTRAINT u_pkey "
         "PRIMARY KEY (id)\n);\n"
         "CREATE INDEX i ON u USING btree (t_id);\n"
         "ALTER TABLE u ADD CONSTRAINT u_t_id_fkey FOREIGN KEY (t_id) REFERENCES t (id) ON DELETE "
         "CASCADE;\n"},
        {base + "ALTER TABLE t ADD COLUMN z int DEFAULT 7 NOT NULL;",
         "ALTER TABLE t DROP COLUMN z;",
         "-- irreversible: the values of column \"z\" of \"t\" are lost\nALTER TABLE t ADD COLUMN "
         "z integer DEFAULT 7 NOT NULL;\n"},
        {base + "ALTER TABLE t ADD COLUMN z int NOT NULL;", "ALTER TABLE t DROP COLUMN z;",
         "-- irreversible: the values of column \"z\" of \"t\" are lost\n"
         "-- fails as long as \"t\" has rows: add the column without NOT NULL and fill it first\n"
         "ALTER TABLE t ADD COLUMN z integer NOT NULL;\n"},
        {base + "CREATE VIEW v AS SELECT a FROM t;", "DROP VIEW v;",
         "CREATE VIEW v AS SELECT a FROM t;\n"},
        {base,
         "UPDATE t SET a = 'z'; DELETE FROM t WHERE b = 1; TRUNCATE t; ALTER TABLE t ADD COLUMN c "
         "int; UPDATE t SET c = 1;",
         "-- irreversible: the former values of \"a\" in \"t\" are lost\n-- irreversible: the rows "
         "that DELETE takes from \"t\" are lost\n"
         "-- irreversible: the rows of \"t\" are lost\nALTER TABLE t DROP COLUMN c;\n"},
        {base, "INSERT INTO t VALUES (1, 'a', 2);",
         "-- not undone: the rows that INSERT adds to \"t\"\n"},
        {base +
             "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"
             "CREATE TRIGGER w BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION g();",
         "DROP TRIGGER w ON t; DROP FUNCTION g();",
         "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;\n"
         "CREATE TRIGGER w BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION g();\n"},
    });
    checkRemains(
        "CREATE TYPE mood AS ENUM ('a');", "ALTER TYPE mood ADD VALUE 'b';",
        "-- ironlaw: irreversible: PostgreSQL cannot take the value 'b' of \"mood\" back\n");
    checkRemains(base, "ALTER TABLE t DROP COLUMN a;",
                 "-- irreversible: the values of column \"a\" of \"t\" are lost\n"
                 "ALTER TABLE t ADD COLUMN a text DEFAULT 'x';\n"
                 "-- not undone: table \"t\" has its columns in the order (id, b, a) instead of "
                 "(id, a, b)\n");
    checkRemains(base + "CREATE INDEX i ON t (nowhere);", "DROP INDEX i;",
                 "-- not undone: the history does not show the columns of index \"i\"\n"
                 "-- not undone: index \"i\" of \"t\" is missing\n");
}
