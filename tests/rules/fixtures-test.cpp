// Every fixture gives the diagnostics that it states, and every rule has fixtures.
#include "tests/rules/fixture.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ironlaw;
using namespace ironlaw::fixtures;

namespace {

/// What is wrong with a fixture of the rule "r" whose analysis said `diagnostics`.
std::vector<std::string> judge(std::string_view text, const std::vector<Told>& diagnostics) {
    return compare(parseFixture("f.sql", text), {diagnostics, {}});
}

using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("fixtures give what they expect") {
    for (const Case& one : allCases()) {
        for (const std::string& difference : compare(one.fixture, one.outcome)) {
            FAIL_CHECK(difference);
        }
    }
}

TEST_CASE("each rule has a firing and a silent fixture") {
    for (const RegisteredRule& rule : registeredRules()) {
        auto isIts = [&](const Case& one) { return one.rule == rule.id; };
        auto fires = [&](const Case& one) { return isIts(one) && one.fixture.expects(rule.id); };
        auto silent = [&](const Case& one) { return isIts(one) && !one.fixture.expects(rule.id); };
        if (!std::ranges::any_of(allCases(), fires)) {
            FAIL_CHECK("fixtures/rules/", rule.id, "/ has no fixture in which the rule fires");
        }
        if (!std::ranges::any_of(allCases(), silent)) {
            FAIL_CHECK("fixtures/rules/", rule.id, "/ has no fixture in which the rule is silent");
        }
    }
    for (const std::string& name : namesIn(IRONLAW_ROOT "/fixtures/rules")) {
        if (findRule(name) == nullptr) {
            FAIL_CHECK("fixtures/rules/", name, " is the folder of no rule");
        }
    }
}

TEST_CASE("expectations are exact both ways") {
    Told told{"r", {"db/a.sql", 2}, "loses \"x\"", "keep it", {{{"db/a.sql", 1}, "made here"}}};
    CHECK(judge("-- expect-note: \"made\"\nDROP x; -- expect: r \"loses \\\"x\\\"\" -- "
                "expect-help: \"keep\"\n",
                {told}) == Lines{});
    CHECK(judge("-- expect@+1: r \"loses\"\nDROP x;\n", {told}) == Lines{});
    CHECK(judge("-- expect-nothing\nDROP x;\n", {told}) ==
          Lines{"f.sql:2: not expected: loses \"x\" [r]"});
    CHECK(judge("-- expect: r \"loses\"\n", {}) ==
          Lines{"f.sql:1: expected, but not there: r \"loses\""});
    CHECK(judge("\nDROP x; -- expect: r \"loses\" -- expect: r \"lose\"\n", {told}).size() == 1);
    CHECK(judge("\nDROP x; -- expect: r \"lose\" -- expect-help: \"take\"\n", {told}).size() == 1);
    CHECK(judge("\nDROP x; -- expect: r \"lose\" -- expect-note: \"made\"\n", {told}).size() == 1);
    CHECK(judge("SELECT 1;\n", {}) == Lines{"f.sql: expects neither something nor nothing"});
}

TEST_CASE("mistakes in the notation are told") {
    for (std::string_view text : {
             "-- expect: r\n-- expect-nothing\n",
             "-- expect: r \"\"\n-- expect-nothing\n",
             "-- expect: r \"x\n-- expect-nothing\n",
             "-- expected: r \"x\"\n-- expect-nothing\n",
             "-- expect-nothing at all\n-- expect-nothing\n",
             "SELECT 1;\n--! tool = \"goose\"\n-- expect-nothing\n",
             "SELECT 1;\n-- file: a.sql\n-- expect-nothing\n",
             "-- file: a.sql\n-- file: a.sql\n-- expect-nothing\n",
         }) {
        CHECK_MESSAGE(judge(text, {}).size() == 1, text);
    }
    CHECK(judge("-- expect: r \"x\" -- expect-nothing\n", {}).size() == 2);
}

TEST_CASE("a fixture is split into files and keeps its lines") {
    Fixture fixture = parseFixture("f.sql", "--! tool = \"goose\"\n"
                                            "--! [tables]\n"
                                            "--! select = \"is none\"\n"
                                            "-- file: a/up.sql\n"
                                            "DROP x; -- expect: r \"x\"\n"
                                            "-- file: b.sql\n"
                                            "SELECT 1␀;");
    CHECK(fixture.mistakes.empty());
    CHECK(fixture.config == "tool = \"goose\"\n[tables]\nselect = \"is none\"\n");
    CHECK(!fixture.selects);
    REQUIRE(fixture.parts.size() == 2);
    CHECK(fixture.parts[0].name == "a/up.sql");
    CHECK(fixture.parts[0].text == "DROP x;\n");
    CHECK(fixture.parts[0].firstLine == 5);
    CHECK(fixture.parts[1].name == "b.sql");
    CHECK(fixture.parts[1].text == std::string("SELECT 1\0;", 10));
    CHECK(fixture.expectations.at(0).line == 5);

    Fixture single =
        parseFixture("f.sql", "--! select = [\"r\"]\r\nDROP x; -- expect: r \"x\"\r\n");
    CHECK(single.selects);
    REQUIRE(single.parts.size() == 1);
    CHECK(single.parts[0].name == "0001_fixture.up.sql");
    CHECK(single.parts[0].text == "--! select = [\"r\"]\r\nDROP x;\r\n");
}

TEST_CASE("a fixture may bring a file that lies beside the migrations folder") {
    constexpr std::string_view text = "--! [tables]\n"
                                      "--! sizes = \"sizes.csv\"\n"
                                      "-- file: 0001_a.up.sql\n"
                                      "CREATE TABLE a ();\n"
                                      "-- file: ../sizes.csv\n"
                                      "public,a,12,8192\n";
    CHECK(analyse(parseFixture("f.sql", text), {"history"}).failures == Lines{});
}
