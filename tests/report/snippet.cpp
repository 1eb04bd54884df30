// Source lines below diagnostics: what is underlined, in terminal columns.
#include "analyzer/report/snippet.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <llvm/Support/Unicode.h>

using namespace ironlaw;

namespace {

Snippet around(std::string_view line, std::string_view part) {
    const auto begin = static_cast<uint32_t>(line.find(part));
    return makeSnippet(line, {begin, begin + static_cast<uint32_t>(part.size())});
}

void checkSnippet(const Snippet& snippet, std::string_view text, uint32_t indent,
                  uint32_t underline) {
    CHECK(snippet.text == text);
    CHECK(snippet.indent == indent);
    CHECK(snippet.underline == underline);
}

/// The characters of a snippet of one-column characters that are underlined.
std::string underlined(const Snippet& snippet) {
    std::string text = snippet.text;
    for (size_t at = text.find("…"); at != std::string::npos; at = text.find("…")) {
        text.replace(at, std::string_view("…").size(), ".");
    }
    return text.substr(snippet.indent, snippet.underline);
}

} // namespace

TEST_CASE("a part of a line is underlined") {
    checkSnippet(around("DROP TABLE a;", "TABLE"), "DROP TABLE a;", 5, 5);
    checkSnippet(makeSnippet("DROP", {1, 1}), "DROP", 1, 1);
    checkSnippet(makeSnippet("DROP", {4, 4}), "DROP", 4, 1);
    checkSnippet(makeSnippet("DROP", {9, 12}), "DROP", 4, 1);
    checkSnippet(makeSnippet("", {0, 5}), "", 0, 1);
}

TEST_CASE("a range over several lines is underlined up to the last word of the first") {
    checkSnippet(makeSnippet("ALTER TABLE a \t ", {0, 100}), "ALTER TABLE a", 0, 13);
}

TEST_CASE("tabs reach to the next of the stops") {
    checkSnippet(around("\ta\tb", "b"), "    a   b", 8, 1);
    checkSnippet(around("abc\td", "\t"), "abc d", 3, 1);
}

TEST_CASE("wide and combining characters take the columns that a terminal gives them") {
    checkSnippet(around("会計 x", "x"), "会計 x", 5, 1);
    checkSnippet(around("会計 x", "会計"), "会計 x", 0, 4);
    checkSnippet(around("e\u0301x", "x"), "e\u0301x", 1, 1);
    checkSnippet(around("می‌روم x", "x"), "می‌روم x", 6, 1);
}

TEST_CASE("hostile characters are shown, and the underline is still right") {
    checkSnippet(around("\x1b[2J x", "x"), "␛[2J x", 5, 1);
    checkSnippet(around("a\u202E x", "x"), "a<U+202E> x", 10, 1);
    checkSnippet(around("\xFF\xFE x", "x"), "\uFFFD\uFFFD x", 3, 1);
    checkSnippet(around("##[error] x", "x"), "<U+0023>#[error] x", 17, 1);
}

TEST_CASE("long lines are cut around what is meant") {
    const std::string left(500, 'l');
    const std::string right(5000, 'r');
    for (const std::string& line :
         {fmt::format("{}MEANT{}", left, right), "MEANT" + right, left + "MEANT"}) {
        const Snippet snippet = around(line, "MEANT");
        CHECK(underlined(snippet) == "MEANT");
        CHECK(llvm::sys::unicode::columnWidthUTF8(snippet.text) <= int(maxSnippetWidth));
        CHECK(llvm::sys::unicode::columnWidthUTF8(snippet.text) > 140);
        CHECK(snippet.text.starts_with("…") == line.starts_with('l'));
        CHECK(snippet.text.ends_with("…") == line.ends_with('r'));
    }
    const std::string fits(maxSnippetWidth, 'x');
    checkSnippet(makeSnippet(fits, {0, 1}), fits, 0, 1);
}

TEST_CASE("a long range on a long line starts with some of what is before it") {
    const std::string line = std::string(300, 'l') + std::string(3000, 'M') + "r";
    const Snippet snippet = makeSnippet(line, {300, 3300});
    CHECK(snippet.indent == 21);
    CHECK(snippet.indent + snippet.underline <= maxSnippetWidth);
    CHECK(underlined(snippet).find_first_not_of('M') == std::string::npos);
}

TEST_CASE("cutting never splits a character") {
    std::string line;
    for (int i = 0; i < 3000; ++i) {
        line += "計e\u0301\U0001F600";
    }
    for (uint32_t at = 5000; at < 5040; ++at) {
        const Snippet snippet = makeSnippet(line, {at, at + 40});
        CHECK(llvm::sys::unicode::columnWidthUTF8(snippet.text) <= int(maxSnippetWidth));
        CHECK(snippet.text.find("\uFFFD") == std::string::npos);
        CHECK(snippet.text.find("…\u0301") == std::string::npos);
    }
}
