// Where statements begin and end, in sound text and in text with something missing.
#include "grammar/preparation.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace ironlaw;

namespace {

std::vector<std::string> statements(std::string_view text, PrepareOptions options = {}) {
    Arena arena;
    const PreparedText prepared =
        prepare(text, {0, static_cast<uint32_t>(text.size())}, options, arena);
    std::vector<std::string> result;
    result.reserve(prepared.statements.size());
    for (const Range range : prepared.statements) {
        result.emplace_back(prepared.text.substr(range.begin, range.size()));
    }
    return result;
}

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("semicolons end statements outside of quotes, comments and parentheses") {
    CHECK(statements("a; b ;\n-- c;\n/* d; */ e") == Texts{"a", "b", "e"});
    CHECK(statements("a ';' \";\" $$;$$ (;) b; c") == Texts{"a ';' \";\" $$;$$ (;) b", "c"});
    CHECK(statements(";; -- x\n ;").empty());
    CHECK(statements("").empty());
    CHECK(statements("a /* b */ -- c") == Texts{"a"});
    CHECK(statements("-- c\na -- d\n;") == Texts{"a"});
}

TEST_CASE("the body of a routine keeps its semicolons") {
    const std::string body = "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC "
                             "SELECT CASE WHEN a THEN 1 END; SELECT (2); END";
    CHECK(statements(body + "; SELECT 3") == Texts{body, "SELECT 3"});
    CHECK(statements("BEGIN; SELECT 1; END;") == Texts{"BEGIN", "SELECT 1", "END"});
    CHECK(statements("CREATE TABLE begin (atomic int); SELECT 1").size() == 2);
}

TEST_CASE("a body without its END stops at a statement that no body holds") {
    const Texts cut = statements("CREATE FUNCTION f() BEGIN ATOMIC\nSELECT 1;\nSELECT 2;\n\n"
                                 "CREATE TABLE a (b int);");
    CHECK(cut.size() == 2);
    CHECK(cut.back() == "CREATE TABLE a (b int)");
}

TEST_CASE("the actions of a rule are one statement") {
    const std::string rule = "CREATE RULE r AS ON INSERT TO t DO ALSO (\nDELETE FROM a;\n"
                             "INSERT INTO b VALUES (1);\n)";
    CHECK(statements(rule + ";\nSELECT 1") == Texts{rule, "SELECT 1"});
}

TEST_CASE("an open parenthesis does not swallow the next statement") {
    CHECK(statements("CREATE TABLE a (b int;\nCREATE TABLE c (d int);") ==
          Texts{"CREATE TABLE a (b int", "CREATE TABLE c (d int)"});
    CHECK(statements("SELECT f(1;\n\n-- next\n  UPDATE t SET a = 1;").size() == 2);
    CHECK(statements("SELECT f(1; SELECT 2;") == Texts{"SELECT f(1; SELECT 2"});
    CHECK(statements("a (b;\nc);") == Texts{"a (b;\nc)"});
    CHECK(statements("a (b;\nc (d);") == Texts{"a (b", "c (d)"});
    CHECK(statements("a (b;\n  c (d);") == Texts{"a (b;\n  c (d)"});
}

TEST_CASE("brackets do not hold a statement together") {
    CHECK(statements("SELECT a[1; SELECT 2") == Texts{"SELECT a[1", "SELECT 2"});
}

TEST_CASE("only the section is read") {
    const std::string_view text = "a; b; c; 'd";
    Arena arena;
    const PreparedText prepared = prepare(text, {3, 7}, {}, arena);
    CHECK(prepared.statements == std::vector<Range>{{3, 4}, {6, 7}});
    CHECK(prepared.problems.empty());
    CHECK(prepared.text.data() == text.data());
}

TEST_CASE("a refused statement is cut at lines that plainly start another") {
    const std::string_view text = "INSERT INTO a VALUES ('x);\n\nCREATE TABLE b (c int);\n"
                                  "  CREATE TABLE d ();\nGRANT SELECT ON b TO c;";
    const std::vector<Range> pieces =
        resplit(text, {0, static_cast<uint32_t>(text.size())}, Uncut::DollarStrings);
    REQUIRE(pieces.size() == 3);
    CHECK(text.substr(pieces[0].begin, pieces[0].size()) == "INSERT INTO a VALUES ('x)");
    CHECK(text.substr(pieces[1].begin, pieces[1].size()) ==
          "CREATE TABLE b (c int);\n  CREATE TABLE d ()");
    CHECK(text.substr(pieces[2].begin, pieces[2].size()) == "GRANT SELECT ON b TO c");
    CHECK(resplit("SELECT 1\nFROM a", {0, 15}, Uncut::DollarStrings).empty());
}

TEST_CASE("a refused statement is not cut within its literals") {
    const auto piecesOf = [](const std::string& body, Uncut uncut) {
        const std::string text =
            "DO " + body + " LANGUAGE plpgsql\n\nDROP TABLE a\n\nDROP TABLE b;";
        return resplit(text, {0, static_cast<uint32_t>(text.size())}, uncut).size();
    };
    const std::string code = "\nBEGIN\n\nDELETE FROM a;\nEND;\n";
    CHECK(piecesOf("$$" + code + "$$", Uncut::Literals) == 3);
    CHECK(piecesOf("$$" + code + "$$", Uncut::DollarStrings) == 3);
    CHECK(piecesOf("'" + code + "'", Uncut::Literals) == 3);
    CHECK(piecesOf("'" + code + "'", Uncut::DollarStrings) == 5);
    CHECK(piecesOf("/*" + code + "*/", Uncut::Literals) == 3);
    CHECK(piecesOf("$a$" + code + "$$", Uncut::Literals) == 5);
}

TEST_CASE("20,000 statements are no trouble, whatever is open in them") {
    std::string sound;
    std::string open;
    for (int i = 0; i < 20000; ++i) {
        sound += "CREATE TABLE a (b int);\n";
        open += "CREATE TABLE a (b int;\n";
    }
    CHECK(statements(sound).size() == 20000);
    CHECK(statements(open).size() == 20000);
}
