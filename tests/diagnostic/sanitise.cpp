// What hostile text looks like once it is fit to be printed.
#include "analyzer/diagnostic/sanitise.h"

#include <doctest/doctest.h>

using namespace ironlaw;

TEST_CASE("ordinary text of any language stays as it is") {
    for (const std::string_view text :
         {"CREATE TABLE \"a b\" (x text[]); -- 100 %", "účet 会計 😀 חשבון", "می‌روم", ""}) {
        CHECK(sanitise(text) == text);
    }
}

TEST_CASE("controls are shown and do nothing") {
    CHECK(sanitise("\x1b[31mred\x07\x7f") == "␛[31mred␇␡");
    CHECK(sanitise(std::string_view("a\0b", 3)) == "a␀b");
    CHECK(sanitise("\xC2\x9B"
                   "31m") == "<U+009B>31m");
    CHECK(sanitise("\xC2\x85") == "<U+0085>");
}

TEST_CASE("text is neither reordered nor hidden") {
    CHECK(sanitise("a\u202Eb\u2066c\u200Fd\u061Ce") == "a<U+202E>b<U+2066>c<U+200F>d<U+061C>e");
    CHECK(sanitise("a\u200Bb\uFEFFc\U000E0041d") == "a<U+200B>b<U+FEFF>c<U+E0041>d");
    CHECK(sanitise("a\u2028b\uFFFF") == "a<U+2028>b<U+FFFF>");
}

TEST_CASE("bytes that are no UTF-8 are replaced one by one") {
    CHECK(sanitise("a\xFF\x9B"
                   "b") == "a\uFFFD\uFFFDb");
    CHECK(sanitise("\xC0\xAF") == "\uFFFD\uFFFD");                         // overlong
    CHECK(sanitise("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");               // surrogate
    CHECK(sanitise("\xF0\x9F\x98") == "\uFFFD\uFFFD\uFFFD");               // cut off
    CHECK(sanitise("\xF4\x90\x80\x80").find('\xF4') == std::string::npos); // beyond Unicode
}

TEST_CASE("a message is one line") { CHECK(sanitise("a\nb\r\nc\rd\te") == "a b c d e"); }

TEST_CASE("commands of CI systems are broken up wherever they stand") {
    CHECK(sanitise("x ##[error]y") == "x <U+0023>#[error]y");
    CHECK(sanitise("##vso[task.setvariable]") == "<U+0023>#vso[task.setvariable]");
    CHECK(sanitise("###[group]") == "#<U+0023>#[group]");
    CHECK(sanitise("## heading [x]") == "## heading [x]");
}

TEST_CASE("a path at the start of a line is no command either") {
    CHECK(sanitisePath("db/0001_a::b.sql") == "db/0001_a::b.sql");
    CHECK(sanitisePath("::error::x.sql") == "./::error::x.sql");
    CHECK(sanitisePath("\t::error::x.sql") == "./ ::error::x.sql");
    CHECK(sanitisePath("a\n::error::x.sql") == "a ::error::x.sql");
}

TEST_CASE("lines stay lines, and none is a command") {
    CHECK(sanitiseLines("a\n\tb\r\nc\rd\fe\x1b\n") == "a\n\tb\r\nc\nd e␛\n");
    CHECK(sanitiseLines("::error::x\n \t::error::y::z\r::w") ==
          "<U+003A>:error::x\n \t<U+003A>:error::y::z\n<U+003A>:w");
    CHECK(sanitiseLines("a::int ##[error]") == "a::int <U+0023>#[error]");
}

TEST_CASE("JSON keeps its values and has nothing that steers a reader") {
    CHECK(escapeJson("{\"##\": \"é 日 \U0001F600\"}\n") == "{\"##\": \"é 日 \U0001F600\"}\n");
    CHECK(escapeJson("\"##vso[x]\"") == "\"\\u0023#vso[x]\"");
    CHECK(escapeJson("\"\x7f\u009B\u202E\U000E0041\"") ==
          "\"\\u007f\\u009b\\u202e\\udb40\\udc41\"");
}

TEST_CASE("the character taken is named") {
    std::string out;
    const Character character = appendVisible("\U0001F600x", out);
    CHECK(character.codePoint == 0x1F600);
    CHECK(character.bytes.size() == 4);
    CHECK(out == "\U0001F600");
}
