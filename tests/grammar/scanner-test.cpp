// The lexical rules: each text is cut into the tokens that PostgreSQL's scan.l cuts it into.
#include "grammar/name.h"
#include "grammar/scanner.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace ironlaw;

namespace {

/// The tokens of `text`, comments included, with `|` between them.
std::string cut(std::string_view text) {
    std::string tokens;
    Scanner scanner(text);
    for (Token token = scanner.next(); token.kind != TokenKind::End; token = scanner.next()) {
        tokens.append(tokens.empty() ? "" : "|").append(scanner.textOf(token));
    }
    return tokens;
}

Token first(std::string_view text) { return Scanner(text).next(); }

bool isWhole(std::string_view text, TokenKind kind) {
    const Token token = first(text);
    return token.kind == kind && token.range.size() == text.size() && !token.unterminated;
}

} // namespace

TEST_CASE("words take letters, digits, underscores, dollars and bytes of other alphabets") {
    CHECK(cut("Abc_1$x é_1 _x") == "Abc_1$x|é_1|_x");
    CHECK(cut("a$b$ c") == "a$b$|c");
    CHECK(cut("1abc") == "1|abc");
    CHECK(isWhole("日本語", TokenKind::Word));
}

TEST_CASE("quoted names double their quotes") {
    CHECK(isWhole(R"("a ""b"" c")", TokenKind::QuotedIdentifier));
    CHECK(isWhole(R"(U&"d\0061t")", TokenKind::QuotedIdentifier));
    CHECK(cut(R"(a."b".c)") == R"(a|.|"b"|.|c)");
    CHECK(first("\"abc").unterminated);
}

TEST_CASE("standard strings double their quotes and know no backslash") {
    CHECK(isWhole("'it''s'", TokenKind::String));
    CHECK(cut(R"('a\' b)") == R"('a\'|b)");
    CHECK(isWhole("'two\nlines'", TokenKind::String));
    CHECK(first("'abc''").unterminated);
    for (const std::string_view text : {"N'a'", "b'01'", "X'1F'", "u&'d'"}) {
        CHECK(isWhole(text, TokenKind::String));
    }
    CHECK(cut("xy'a'") == "xy|'a'");
    CHECK(cut("e 'a'") == "e|'a'");
}

TEST_CASE("escape strings let a backslash take the next byte, also where they go on") {
    CHECK(isWhole(R"(E'it\'s')", TokenKind::String));
    CHECK(isWhole(R"(e'\\')", TokenKind::String));
    CHECK(isWhole("E'a'\n  'b\\'c'", TokenKind::String));
    CHECK(isWhole("E'a' -- x\n", TokenKind::String) == false);
    CHECK(cut("E'a' 'b'") == "E'a'|'b'");
    CHECK(first("E'a\\").unterminated);
}

TEST_CASE("dollar strings end at their own tag") {
    CHECK(isWhole("$$a 'b' $x$ c$$", TokenKind::DollarString));
    CHECK(isWhole("$a$ $b$ $$ $a$", TokenKind::DollarString));
    CHECK(isWhole("$é1$x$é1$", TokenKind::DollarString));
    CHECK(cut("$1$2") == "$1|$2");
    CHECK(isWhole("$12", TokenKind::Parameter));
    CHECK(cut("$ a") == "$|a");
    CHECK(cut("$a b") == "$|a|b");
    CHECK(first("$a$ $b$").unterminated);
}

TEST_CASE("comments nest and end lines") {
    CHECK(cut("a -- b 'c\nd") == "a|-- b 'c|d");
    CHECK(cut("a--b\r\nc") == "a|--b|c");
    CHECK(isWhole("/* a /* b */ c */", TokenKind::BlockComment));
    CHECK(isWhole("/*/ a */", TokenKind::BlockComment));
    CHECK(cut("/***/a") == "/***/|a");
    CHECK(first("/* a /* b */").unterminated);
    CHECK(first("/*").unterminated);
    Scanner scanner("-- a\n/* b */ c");
    CHECK(scanner.textOf(scanner.nextSignificant()) == "c");
}

TEST_CASE("operators end at comments and give back a trailing plus or minus") {
    CHECK(cut("a<>b!=c||d->>'e'") == "a|<>|b|!=|c||||d|->>|'e'");
    CHECK(cut("=-1") == "=|-|1");
    CHECK(cut("@-1") == "@-|1");
    CHECK(cut("*--x") == "*|--x");
    CHECK(cut("=/*x*/") == "=|/*x*/");
    CHECK(cut("<+-") == "<|+|-");
    CHECK(cut("~+-") == "~+-");
    CHECK(cut("a@>b") == "a|@>|b");
}

TEST_CASE("symbols stand alone, but for :: and := and ..") {
    CHECK(cut("a::b:=c:d") == "a|::|b|:=|c|:|d");
    CHECK(cut("f(a[1:2],b);") == "f|(|a|[|1|:|2|]|,|b|)|;");
    CHECK(cut("1..10") == "1|..|10");
    CHECK(cut("=>") == "=>");
}

TEST_CASE("numbers have a point, an exponent, another base or underscores") {
    for (const std::string_view text :
         {"1", "1.5e10", ".5", "1.", "1e-3", "0x1F", "0o17", "0b01", "1_000_000", "0x_FF"}) {
        CHECK(isWhole(text, TokenKind::Number));
    }
    CHECK(cut("1e") == "1|e");
    CHECK(cut("0x") == "0|x");
    CHECK(cut("1_") == "1|_");
    CHECK(cut("a.5") == "a|.5");
}

TEST_CASE("any other byte is a token of its own") {
    CHECK(cut("\\d {") == "\\|d|{");
    CHECK(first("\\").kind == TokenKind::Backslash);
    CHECK(first(std::string_view("\0", 1)).kind == TokenKind::Unknown);
    CHECK(first(" \t\r\n\f\v").kind == TokenKind::End);
}

TEST_CASE("keywords are recognised in any case, and only as words") {
    const std::string_view text = "Create \"create\" = (";
    Scanner scanner(text);
    CHECK(scanner.is(scanner.next(), "create"));
    CHECK_FALSE(scanner.is(scanner.next(), "create"));
    CHECK(scanner.isSymbol(scanner.next(), "="));
    CHECK(scanner.isSymbol(scanner.next(), "("));
}

TEST_CASE("ranges are offsets of the whole text") {
    const std::string_view text = "aa bb cc";
    Scanner scanner(text, {3, 7});
    CHECK(scanner.next().range == Range{3, 5});
    CHECK(scanner.next().range == Range{6, 7});
    CHECK(scanner.next().kind == TokenKind::End);
    CHECK(tokenAt(text, 5) == Range{6, 8});
    CHECK(tokenAt(text, 8).empty());
    CHECK(trimmed("  -- x\n a b /* c */ ", {0, 20}) == Range{8, 11});
    CHECK(trimmed(" -- x", {0, 5}).empty());
}

TEST_CASE("names fold, are cut and quoted as PostgreSQL does it") {
    CHECK(foldedIdentifier("AbC_É") == "abc_É");
    CHECK(needsQuotes("a b"));
    CHECK(needsQuotes("Ab"));
    CHECK(needsQuotes("1a"));
    CHECK(needsQuotes(""));
    CHECK_FALSE(needsQuotes("_a1"));
    const std::string ascii(70, 'a');
    CHECK(truncatedIdentifier(ascii).size() == 63);
    const std::string cutInside = std::string(62, 'a') + "é";
    CHECK(truncatedIdentifier(cutInside).size() == 62);
    CHECK(displayName({{"s", false}, {"t", false}, {}}) == "s.t");
    CHECK(displayName({{}, {"t", false}, {}}) == "t");
}
