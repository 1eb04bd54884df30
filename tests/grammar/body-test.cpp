// Bodies of routines: quotes, places, and which statements run for sure. The golden files of
// fixtures/statements show the rest.
#include "grammar/parser.h"
#include "grammar/quoted-text.h"
#include "grammar/statements.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

using namespace ironlaw;

namespace {

struct Block {
    Arena arena;
    std::string text;
    ParsedSection section;

    explicit Block(std::string bytes)
        : text(std::move(bytes)),
          section(parse(text, {0, static_cast<uint32_t>(text.size())}, {}, arena)) {}

    const Body& body() const {
        REQUIRE(section.statements.size() == 1);
        if (const auto* routine = as<CreateRoutine>(*section.statements[0])) {
            return routine->body;
        }
        return as<Do>(*section.statements[0])->body;
    }
    /// The texts of the body's statements, with ? behind what is conditional, ! behind
    /// alternatives.
    std::string shown() const {
        std::string result;
        for (const Statement* one : body().statements) {
            result += text.substr(one->range.begin, one->range.size());
            result += one->alternative ? "!" : one->conditional ? "?" : "";
            result += "; ";
        }
        return result;
    }
};

std::string inBlock(const std::string& body) { return "DO $$ BEGIN " + body + " END $$"; }

} // namespace

TEST_CASE("doubled quotes become single ones without moving anything") {
    CHECK(undoubledQuotes("a ''b'' c") == "a  'b'  c");
    CHECK(undoubledQuotes("E''a\\''''") == "E' a\\' ' ");
    CHECK(undoubledQuotes("''a''''b''") == " 'a''  b' ");
    CHECK(undoubledQuotes("''''") == " '' ");
    CHECK(undoubledQuotes("-- don''t\n''x''") == "-- don''t\n 'x' ");
    CHECK(undoubledQuotes("/* '' */ ''x''") == "/* '' */  'x' ");
    CHECK(undoubledQuotes("\"a''b\" ''x''") == "\"a''b\"  'x' ");
    CHECK(undoubledQuotes("''open") == " 'open");
    CHECK(undoubledQuotes("no quotes") == "no quotes");
}

TEST_CASE("branches, loops and handlers say whether a statement runs") {
    CHECK(Block(inBlock("DROP TABLE a;")).shown() == "DROP TABLE a; ");
    CHECK(Block(inBlock("IF x THEN DROP TABLE a; ELSE DROP TABLE b; END IF; DROP TABLE c;"))
              .shown() == "DROP TABLE a?; DROP TABLE b!; DROP TABLE c; ");
    CHECK(Block(inBlock("IF x THEN NULL; ELSE IF y THEN DROP TABLE a; END IF; DROP TABLE b; "
                        "END IF;"))
              .shown() == "DROP TABLE a!; DROP TABLE b!; ");
    CHECK(Block(inBlock("BEGIN DROP TABLE a; EXCEPTION WHEN others THEN DROP TABLE b; END; "
                        "DROP TABLE c;"))
              .shown() == "DROP TABLE a; DROP TABLE b!; DROP TABLE c; ");
    CHECK(Block(inBlock("LOOP DROP TABLE a; END LOOP; DROP TABLE b;")).shown() ==
          "DROP TABLE a?; DROP TABLE b; ");
    CHECK(Block(inBlock("CASE x WHEN 1 THEN DROP TABLE a; WHEN 2 THEN DROP TABLE b; END CASE; "
                        "DROP TABLE c;"))
              .shown() == "DROP TABLE a?; DROP TABLE b!; DROP TABLE c; ");
}

TEST_CASE("labels and directives hide nothing") {
    CHECK(Block(inBlock("<<a>> LOOP DROP TABLE t; END LOOP a; DROP TABLE u;")).shown() ==
          "DROP TABLE t?; DROP TABLE u; ");
    CHECK(Block("DO $$ #variable_conflict use_column\nBEGIN DROP TABLE t; END $$").shown() ==
          "DROP TABLE t; ");
}

TEST_CASE("variables may be called as statements begin") {
    const Block block(
        inBlock("comment := 1; update = 2; set.x := 3; values[1] := 4; DROP TABLE t;"));
    CHECK(block.shown() == "DROP TABLE t; ");
    CHECK(block.body().readable);
}

TEST_CASE("a statement that cannot be parsed is lost alone") {
    const Block block(inBlock("SELECT FROM WHERE; DROP TABLE t;"));
    CHECK(block.shown() == "DROP TABLE t; ");
    CHECK_FALSE(block.body().readable);
}

TEST_CASE("statements between single quotes stand where they stand") {
    const Block block("CREATE FUNCTION f() RETURNS void AS 'BEGIN\n"
                      "  UPDATE t SET a = ''ö; x''; DELETE FROM u WHERE b = ''y'';\n"
                      "END' LANGUAGE plpgsql");
    CHECK(block.shown() == "UPDATE t SET a = ''ö; x''; DELETE FROM u WHERE b = ''y''; ");
    CHECK(block.body().readable);
}

TEST_CASE("bodies within bodies are read up to a limit") {
    std::string text = "DROP TABLE t;";
    for (int i = 0; i < 30; ++i) {
        text = fmt::format("DO $b{0}$ BEGIN {1} END $b{0}$;", i, text);
    }
    const Block block(text.substr(0, text.size() - 1));
    const Body* body = &block.body();
    int depth = 0;
    while (body != nullptr && !body->statements.empty()) {
        const auto* inner = as<Do>(*body->statements[0]);
        body = inner == nullptr ? nullptr : &inner->body;
        ++depth;
    }
    REQUIRE(body != nullptr);
    CHECK_FALSE(body->readable);
    CHECK(depth == 8);
}

TEST_CASE("an unfinished body is read as far as it goes") {
    CHECK(Block(inBlock("IF x THEN DROP TABLE a; ")).shown() == "DROP TABLE a?; ");
    CHECK(Block("DO $$ BEGIN DROP TABLE a $$").shown() == "DROP TABLE a; ");
    CHECK(Block("DO $$ DECLARE a int $$").shown() == "");
    CHECK(Block("DO $$ END END END; DROP TABLE a; $$").shown() == "DROP TABLE a; ");
    CHECK(Block("DO $$ BEGIN FOR $$").shown() == "");
    CHECK(Block("DO ''").shown() == "");
}

TEST_CASE("the text of a literal keeps its offsets") {
    const auto shown = [](std::string_view literal) {
        const auto text = quotedText(literal, {0, static_cast<uint32_t>(literal.size())});
        return text ? text->bytes : "none";
    };
    CHECK(shown("'a b'") == "a b");
    CHECK(shown("'a = ''b'''") == "a =  'b' ");
    CHECK(shown("$x$a 'b' $$ $x$") == "a 'b' $$ ");
    CHECK(shown(R"(E'a\nb\tc')") == "a \nb  c");
    CHECK(shown(R"(e'a = \'b\'')") == "a =  'b' ");
    CHECK(shown(R"(E'\\x')") == " \\x");
    CHECK(shown(R"(E'\x41')") == "none");
    CHECK(shown(R"(E'\101')") == "none");
    CHECK(shown("U&'a'") == "none");
    CHECK(shown("'open") == "none");
    CHECK(shown("E'") == "none");
    CHECK(shown("$x$open") == "none");
}

TEST_CASE("EXECUTE of a literal is a statement, of other text is not seen") {
    const Block literal(inBlock("EXECUTE 'DROP TABLE t'; EXECUTE ($q$DROP TABLE u$q$) USING 1; "
                                "EXECUTE format('DROP TABLE v'); "
                                "IF x THEN EXECUTE E'DROP TABLE w\\n'; END IF;"));
    CHECK(literal.shown() == "DROP TABLE t; DROP TABLE u; DROP TABLE v; DROP TABLE w?; ");
    CHECK_FALSE(literal.body().executesDynamicSql);
    for (const std::string text :
         {"'DROP TABLE ' || t", "format('DROP TABLE %I', t)", "t", "'DROP '\n'TABLE t'"}) {
        const Block dynamic(inBlock("EXECUTE " + text + ";"));
        CHECK(dynamic.shown().empty());
        CHECK(dynamic.body().executesDynamicSql);
        CHECK(dynamic.section.bodyErrors.empty());
    }
}

TEST_CASE("an exception that is raised in any case is known") {
    CHECK(Block(inBlock("RAISE EXCEPTION 'no';")).body().raises);
    CHECK(Block(inBlock("PERFORM 1; RAISE 'no';")).body().raises);
    CHECK(Block(inBlock("BEGIN RAISE EXCEPTION 'no'; END;")).body().raises);
    CHECK_FALSE(Block(inBlock("RAISE NOTICE 'no';")).body().raises);
    CHECK_FALSE(Block(inBlock("IF x THEN RAISE 'no'; END IF;")).body().raises);
    CHECK_FALSE(Block(inBlock("IF x THEN RETURN; END IF; RAISE 'no';")).body().raises);
    CHECK_FALSE(
        Block(inBlock("BEGIN RAISE 'no'; EXCEPTION WHEN others THEN NULL; END;")).body().raises);
}

TEST_CASE("errors of nested bodies are those of the section, with their places") {
    const Block block(inBlock("SELECT FROM WHERE; DO $i$ BEGIN DROP TABEL t; END $i$;"));
    REQUIRE(block.section.bodyErrors.size() == 2);
    CHECK(block.section.brokenBodies == 1);
    CHECK(block.section.errors.empty());
    const Range range = block.section.bodyErrors[1].range;
    CHECK(block.text.substr(range.begin, range.size()) == "TABEL");
}

TEST_CASE("the actions of a rule stand in one statement, open parentheses in as many as end") {
    CHECK(Block(inBlock("CREATE RULE r AS ON DELETE TO t DO ALSO (DELETE FROM u; DELETE FROM v); "
                        "DROP TABLE w;"))
              .shown() == "CREATE RULE r AS ON DELETE TO t DO ALSO (DELETE FROM u; DELETE FROM v); "
                          "DROP TABLE w; ");
    const Block open(inBlock("CREATE TABLE a (b int; CREATE TABLE c (d int; DROP TABLE w;"));
    CHECK(open.shown() == "DROP TABLE w; ");
    CHECK(open.section.bodyErrors.size() == 2);
}
