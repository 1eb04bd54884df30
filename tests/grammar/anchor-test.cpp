// Places that PostgreSQL's parse tree does not have.
#include "grammar/anchor.h"

#include <doctest/doctest.h>

#include <string>

using namespace ironlaw;
using namespace std::literals;

namespace {

Range whole(std::string_view text) { return {0, static_cast<uint32_t>(text.size())}; }

/// The items' texts, each between bars.
std::string shown(PlacedText text, const std::vector<Range>& items) {
    std::string result;
    for (Range item : items) {
        result += "|" + std::string(text.at(item));
    }
    return result + "|";
}

} // namespace

TEST_CASE("commas within parentheses, brackets, quotes and comments separate nothing") {
    const std::string_view text = " ADD a int DEFAULT f(1, ARRAY[2, 3]) /* , */ , -- x, y\n"
                                  "DROP \"b,c\", SET ('d,e') , $$f,g$$ ";
    CHECK(shown(text, commaSeparated(text, whole(text))) ==
          "|ADD a int DEFAULT f(1, ARRAY[2, 3])|DROP \"b,c\"|SET ('d,e')|$$f,g$$|");
    CHECK(commaSeparated("  /* , */ "sv, {0, 10}).empty());
    CHECK(shown("a, b) c, d"sv, commaSeparated("a, b) c, d"sv, {0, 10})) == "|a|b|");
}

TEST_CASE("the items of the first parenthesised list") {
    const std::string_view text = "CREATE TABLE t (a int, b numeric(1, 2)) WITH (x, y)";
    CHECK(shown(text, parenthesisedItems(text, whole(text), 14)) == "|a int|b numeric(1, 2)|");
    CHECK(parenthesisedItems("CREATE TABLE t"sv, {0, 14}, 14).empty());
    CHECK(parenthesisedItems("CREATE TABLE t ()"sv, {0, 17}, 14).empty());
}

TEST_CASE("semicolons separate the statements of an atomic body") {
    const std::string_view text = "SELECT 1; /* ; */ SELECT ';'; -- ;\n SELECT (2);";
    CHECK(shown(text, semicolonSeparated(text, whole(text))) == "|SELECT 1|SELECT ';'|SELECT (2)|");
}

TEST_CASE("a qualified name ends with its last part") {
    auto at = [](std::string_view text) { return qualifiedNameAt(text, 0).end; };
    CHECK(at("a b") == 1);
    CHECK(at("\"größe\".b c") == 11);
    CHECK(at("a /* x */ . \"b\" . c, d") == 19);
    CHECK(at("a.*") == 1);
    CHECK(at("a") == 1);
}

TEST_CASE("a word is found outside of quotes, comments and parentheses only") {
    const std::string_view text = "DROP -- on\n TRIGGER \"on\" (on) ON t";
    CHECK(findWord(text, whole(text), "on") == Range{30, 32});
    CHECK(findWord(text, whole(text), "off").empty());
}

TEST_CASE("tokens are counted without comments") {
    const std::string_view text = "CREATE /* a */ DOMAIN -- b\n d";
    CHECK(behindTokens(text, whole(text), 2) == 28);
    CHECK(behindTokens(text, whole(text), 3) == 29);
    CHECK(behindTokens(text, whole(text), 9) == 29);
}

TEST_CASE("a placed text counts from the start of its file") {
    const PlacedText text("a, b ", 100);
    CHECK(text.end() == 105);
    CHECK(commaSeparated(text, {100, 105}) == std::vector<Range>{{100, 101}, {103, 104}});
    CHECK(trimmedIn(text, {102, 105}) == Range{103, 104});
    CHECK(text.at({103, 104}) == "b");
}
