// What of a file is neutralised, with what, and what is reported.
#include "grammar/preparation.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace ironlaw;

namespace {

struct Prepared {
    Arena arena;
    std::string file;
    PreparedText text;

    explicit Prepared(std::string bytes, PrepareOptions options = {}) : file(std::move(bytes)) {
        text = prepare(file, {0, static_cast<uint32_t>(file.size())}, options, arena);
        CHECK(text.text.size() == file.size());
    }

    /// The text, runs of blanks shortened to one.
    std::string shown() const {
        std::string result;
        for (const char byte : text.text) {
            if (byte != ' ' || result.empty() || result.back() != ' ') {
                result.push_back(byte);
            }
        }
        return result;
    }
    std::string statement(size_t index) const {
        const Range range = index < text.statements.size() ? text.statements[index] : Range{};
        return std::string(text.text.substr(range.begin, range.size()));
    }
    std::string bytesOf(Range range) const { return file.substr(range.begin, range.size()); }
    bool hasOnly(TextProblem::Kind kind, std::string_view bytes) const {
        return text.problems.size() == 1 && text.problems.front().kind == kind &&
               bytesOf(text.problems.front().range) == bytes;
    }
};

using Kind = TextProblem::Kind;

} // namespace

TEST_CASE("text that needs no change is the file's own") {
    const std::string_view file = "-- a\nSELECT 'é' /* b */;\r\n";
    Arena arena;
    const PreparedText text = prepare(file, {0, static_cast<uint32_t>(file.size())}, {}, arena);
    CHECK(text.text.data() == file.data());
    REQUIRE(text.comments.size() == 2);
    CHECK(text.comments[0].line);
    CHECK(text.comments[0].range == Range{0, 4});
    CHECK_FALSE(text.comments[1].line);
}

TEST_CASE("psql's commands are blanked out and recorded") {
    const Prepared sql("\\set x 'a;b'\n\\restrict KEY\nSELECT 1;\n\\if :x\nSELECT 2;\n\\endif\n");
    CHECK(sql.text.statements.size() == 2);
    REQUIRE(sql.text.commands.size() == 4);
    CHECK(sql.bytesOf(sql.text.commands[0]) == "\\set x 'a;b'");
    CHECK(sql.bytesOf(sql.text.commands[2]) == "\\if :x");
    CHECK(sql.text.text.find('\\') == std::string_view::npos);
}

TEST_CASE("commands that send the statement end it") {
    for (const std::string command :
         {"\\gexec", "\\g", "\\gset p_", "\\gx", "\\watch 1", "\\crosstabview"}) {
        const Prepared sql("SELECT 1 " + command + "\nSELECT 2;");
        CHECK(sql.statement(0) == "SELECT 1");
        CHECK(sql.statement(1) == "SELECT 2");
        CHECK(sql.text.text[9] == ';');
    }
    const Prepared separated("SELECT 1\\; SELECT 2 \\echo a \\\\ SELECT 3;");
    CHECK(separated.statement(0) == "SELECT 1");
    CHECK(separated.text.statements.size() == 2);
    CHECK(separated.text.commands.size() == 1);
}

TEST_CASE("without psql a backslash is nothing special") {
    const Prepared sql("SELECT 1 \\gexec\nSELECT 2;", {.psql = false});
    CHECK(sql.text.commands.empty());
    CHECK(sql.text.statements.size() == 1);
}

TEST_CASE("the lines of COPY are data up to their end") {
    const Prepared sql("COPY t (a) FROM Stdin WITH (FORMAT csv); -- x\n1;\n'\xFF\n\\.\nSELECT 1;");
    REQUIRE(sql.text.copyData.size() == 1);
    CHECK(sql.bytesOf(sql.text.copyData[0]) == "1;\n'\xFF\n\\.");
    CHECK(sql.text.problems.empty());
    CHECK(sql.text.comments.size() == 1);
    CHECK(sql.statement(1) == "SELECT 1");
    const Prepared client("\\copy t FROM stdin\n1\n\\.\nSELECT 1;");
    CHECK(client.text.copyData.size() == 1);
    CHECK(client.statement(0) == "SELECT 1");
    CHECK(Prepared("COPY t FROM '/tmp/x';\n1\n\\.\n").text.copyData.empty());
}

TEST_CASE("COPY without data is a program's, unless what follows is no SQL") {
    const Prepared program("COPY t FROM stdin;\nINSERT INTO t VALUES (1);\nCOPY t FROM stdin;\n");
    CHECK(program.text.statements.size() == 3);
    CHECK(program.text.copyData.empty());
    CHECK(program.text.problems.empty());
    const Prepared cut("COPY t FROM stdin;\n1\t2\n\nSELECT 1;\n");
    CHECK(cut.hasOnly(Kind::UnterminatedCopyData, "COPY t FROM stdin"));
    CHECK(cut.text.copyData.size() == 1);
    CHECK(cut.statement(1) == "SELECT 1");
}

TEST_CASE("psql's variables become names, strings or truth values") {
    CHECK(Prepared("SELECT :'a', :\"b\", x.:c, :{?d};").statement(0) ==
          "SELECT  'a',  \"b\", x._c, true");
    CHECK(Prepared("CREATE TABLE app_:env (a int);").statement(0) ==
          "CREATE TABLE app__env (a int)");
    CHECK(Prepared("ALTER ROLE r PASSWORD :pw;").statement(0) == "ALTER ROLE r PASSWORD 'p'");
    CHECK(Prepared("SELECT * FROM t LIMIT :max;").statement(0) == "SELECT * FROM t LIMIT 1");
    CHECK(Prepared(":run;").text.statements.empty());
}

TEST_CASE("casts, assignments, slices and JSON are no variables") {
    for (const std::string text :
         {"SELECT a::int", "CALL f(a := b)", "SELECT a[1:n], a[:n]", "SELECT ':x', $$:x$$",
          "SELECT JSON_OBJECT('a':b)", "SELECT a : b"}) {
        CHECK(Prepared(text).text.placeholders.empty());
    }
    CHECK(Prepared("SELECT ARRAY[:a, :b]").text.placeholders.size() == 2);
}

TEST_CASE("placeholders become names that keep their letters") {
    CHECK(Prepared("SELECT * FROM ${schema}.t;").statement(0) == "SELECT * FROM p_schema_.t");
    CHECK(Prepared("SELECT * FROM {{.prefix}}users;").statement(0) ==
          "SELECT * FROM p__prefix__users");
    CHECK(Prepared("SELECT * FROM a_@b@_c;").statement(0) == "SELECT * FROM a_pb__c");
    CHECK(Prepared("SELECT * FROM a_${b}_c;").statement(0) == "SELECT * FROM a_p_b__c");
    CHECK(Prepared("SELECT a = %(b)s;").statement(0) == "SELECT a = p_b_s");
    CHECK(Prepared("SELECT #{a}, {b}, $c;").statement(0) == "SELECT p_a_, pb_, pc");
    CHECK(Prepared("ALTER TABLE $evolutions{{{t}}} ADD a int;").text.placeholders.size() == 1);
}

TEST_CASE("placeholders take the kind of value that the place wants") {
    CHECK(Prepared("CREATE TABLE t (a varchar(${n}));").statement(0) ==
          "CREATE TABLE t (a varchar(1   ))");
    CHECK(Prepared("COMMENT ON TABLE t IS ${c};").statement(0) == "COMMENT ON TABLE t IS '_c'");
    CHECK(Prepared("COPY t FROM :file;").statement(0) == "COPY t FROM 'fil'");
    CHECK(Prepared("ALTER SEQUENCE s RESTART WITH ${n};").statement(0) ==
          "ALTER SEQUENCE s RESTART WITH 1");
}

TEST_CASE("inside of quotes placeholders stay as they are") {
    const Prepared sql("INSERT INTO t VALUES ('${a} {{b}}', \"${c}\");");
    CHECK(sql.text.placeholders.empty());
    CHECK(sql.text.text.data() == sql.file.data());
    const Prepared tag("SELECT * FROM \"{{ index .O \"N\" }}\".t;");
    CHECK(tag.text.placeholders.size() == 1);
    CHECK(tag.statement(0) == "SELECT * FROM \"p__index__o__n____\".t");
}

TEST_CASE("function bodies have their placeholders replaced, too") {
    const Prepared sql("DO $$ BEGIN\n${only} PERFORM f('${x}') FROM ${s}.t;\nEND $$;");
    CHECK(sql.statement(0) == "DO $$ BEGIN\n        PERFORM f('${x}') FROM p_s_.t;\nEND $$");
}

TEST_CASE("at a statement's place a placeholder is blanked out") {
    CHECK(Prepared("${flyway:timestamp};\nSELECT 1;").text.statements.size() == 1);
    CHECK(Prepared("{{ install_snapshot \"x\" }}\nSELECT 1;").statement(0) == "SELECT 1");
    CHECK(Prepared("${logic.psql-only} SELECT 1\n${logic.psql-only} FROM a;").shown() ==
          " SELECT 1\n FROM a;");
    CHECK(Prepared("${logic.hsql-only} SHUTDOWN;\nSELECT 1;").statement(0) == "SELECT 1");
    CHECK(Prepared("CREATE TABLE t (a int) ${options};").shown() == "CREATE TABLE t (a int) ;");
}

TEST_CASE("a mark before each line of a statement is blanked out, however lines end") {
    for (const char* lineEnd : {"\n", "\r\n", "\r"}) {
        const std::string end = lineEnd;
        CHECK(Prepared("${x} SELECT 1," + end + " ${x} 2;").shown() == " SELECT 1," + end + " 2;");
    }
}

TEST_CASE("conditions keep the branch that speaks of PostgreSQL") {
    CHECK(Prepared("a {{if .postgres}}JSON{{else}}TEXT{{end}} b;").shown() == "a JSON b;");
    CHECK(Prepared("a {{if .mysql}}X{{else}}Y{{end}} b;").shown() == "a Y b;");
    CHECK(Prepared("a{{if .sqlite}} X {{if .y}}Z{{end}} {{end}};").shown() == "a ;");
    CHECK(Prepared("{% if x %}\nSELECT 1;\n{% endif %}").statement(0) == "SELECT 1");
    CHECK(Prepared("{{- /* note; */ -}}\nSELECT 1;").text.statements.size() == 1);
    CHECK(Prepared("SELECT 1; {{if .mysql}} SELECT 2;").text.statements.size() == 2);
}

TEST_CASE("placeholders can be left alone") {
    const Prepared sql("SELECT ${a}, :b;", {.psql = false, .placeholders = false});
    CHECK(sql.text.text.data() == sql.file.data());
    CHECK(sql.text.placeholders.empty());
}

TEST_CASE("SQL behind comment marks is brought out") {
    CHECK(Prepared("--  DROP TABLE a;\n  -- DROP TABLE b; -- c\n", {.uncomment = true}).shown() ==
          " DROP TABLE a;\n DROP TABLE b; -- c\n");
    const Prepared block("/* DROP TABLE a;\nDROP TABLE b; */", {.uncomment = true});
    CHECK(block.text.statements.size() == 2);
}

TEST_CASE("a byte order mark is blanked out") {
    const Prepared sql("\xEF\xBB\xBF"
                       "SELECT 1;");
    CHECK(sql.text.statements == std::vector<Range>{{3, 11}});
    CHECK(sql.text.text.substr(0, 3) == "   ");
    CHECK(sql.text.problems.empty());
}

TEST_CASE("a file in UTF-16 is one problem and no statements") {
    for (const std::string& bytes :
         {std::string("\xFF\xFES\0;\0", 6), std::string("\xFE\xFF\0S", 4)}) {
        const Prepared sql(bytes);
        CHECK(sql.hasOnly(Kind::Utf16, bytes));
        CHECK(sql.text.statements.empty());
    }
}

TEST_CASE("bytes that are no text are written over and reported once a run") {
    const Prepared nul(std::string("SELECT\0\0 1;", 11));
    CHECK(nul.hasOnly(Kind::NulByte, std::string_view("\0\0", 2)));
    CHECK(nul.shown() == "SELECT 1;");
    for (const std::string bad : {"\xFF", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80",
                                  "\xF4\x90\x80\x80", "\x80", "\xE2\x82"}) {
        const Prepared sql("SELECT '" + bad + "';");
        CHECK(sql.hasOnly(Kind::InvalidUtf8, bad));
        CHECK(sql.text.text.substr(8, bad.size()) == std::string(bad.size(), '_'));
    }
    CHECK(Prepared("SELECT 'é 日 \xF0\x9F\x98\x80';").text.problems.empty());
    std::string many;
    for (int i = 0; i < 100; ++i) {
        many += "-- \xFF\n";
    }
    CHECK(Prepared(many).text.problems.size() == 20);
}

TEST_CASE("an apostrophe in a string breaks its own statement only") {
    const Prepared end("INSERT INTO t VALUES ('it's');\n\nCREATE TABLE b (a int);\n");
    CHECK(end.hasOnly(Kind::UnterminatedString, "'"));
    REQUIRE(end.text.statements.size() == 2);
    CHECK(end.statement(1) == "CREATE TABLE b (a int)");
    const Prepared closed("INSERT INTO t VALUES ('it's');\nCREATE TABLE b (a text DEFAULT 'x');\n");
    CHECK(closed.text.statements.size() == 2);
    CHECK(closed.statement(1) == "CREATE TABLE b (a text DEFAULT 'x')");
}

TEST_CASE("a string that is never closed is found before the literals that it turns over") {
    const Prepared odd("INSERT INTO a VALUES ('x);\nINSERT INTO a VALUES ('y');\n"
                       "CREATE TABLE b (t text DEFAULT 'q');\n");
    CHECK(odd.text.statements.size() == 3);
    CHECK(odd.statement(2) == "CREATE TABLE b (t text DEFAULT 'q')");
    REQUIRE(odd.text.problems.size() == 1);
    CHECK(odd.text.problems[0].range == Range{22, 23});
    const Prepared even("INSERT INTO a VALUES ('x);\nINSERT INTO a VALUES ('y', 'z);\n"
                        "CREATE TABLE b (a int);\n");
    CHECK(even.statement(even.text.statements.size() - 1) == "CREATE TABLE b (a int)");
}

TEST_CASE("an open quoted name leaves the next statements readable") {
    const Prepared sql("ALTER TABLE \"a ADD b int;\nDROP TABLE c;\n");
    CHECK(sql.hasOnly(Kind::UnterminatedQuotedName, "\""));
    CHECK(sql.statement(1) == "DROP TABLE c");
}

TEST_CASE("an open comment ends before the next statement") {
    const Prepared sql("SELECT 1; /* don't\n more\n\nCREATE TABLE a (b int);\n");
    CHECK(sql.hasOnly(Kind::UnterminatedComment, "/*"));
    CHECK(sql.statement(1) == "CREATE TABLE a (b int)");
    REQUIRE(sql.text.comments.size() == 1);
    CHECK(sql.bytesOf(sql.text.comments[0].range) == "/* don't\n more");
    CHECK(Prepared("SELECT 1; /* x").text.statements.size() == 1);
}

TEST_CASE("an open body ends before the next definition, not at its own statements") {
    const std::string head = "CREATE FUNCTION f() RETURNS void AS $$\nBEGIN\n"
                             "INSERT INTO a VALUES (1);\nDELETE FROM b;\nEND;\n";
    const Prepared sql(head + "\nCREATE TABLE c (d int);\n");
    CHECK(sql.hasOnly(Kind::UnterminatedDollarString, "$$"));
    REQUIRE(sql.text.statements.size() == 2);
    CHECK(sql.statement(1) == "CREATE TABLE c (d int)");
    const Prepared two(head +
                       "\nCREATE FUNCTION g() RETURNS void AS $$ SELECT 1; $$ LANGUAGE sql;");
    CHECK(two.hasOnly(Kind::UnterminatedDollarString, "$$"));
    CHECK(two.text.statements.size() == 2);
}

TEST_CASE("a file full of open quotes is read in linear time") {
    std::string comments;
    std::string tags;
    for (int i = 0; i < 200000; ++i) {
        comments += "/* ";
        tags += "$a" + std::to_string(i) + "$ ";
    }
    CHECK(Prepared(comments).text.problems.size() == 1);
    CHECK(Prepared(tags).text.problems.size() <= 20);
}
