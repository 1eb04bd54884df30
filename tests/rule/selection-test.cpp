// Which rules run, and at what severity.
#include "analyzer/rule/path-pattern.h"
#include "analyzer/rule/selection.h"

#include <doctest/doctest.h>

using namespace ironlaw;

namespace {

struct Lists {
    std::vector<std::string> select = {"default"};
    std::vector<std::string> ignore = {};
};

bool runs(std::string_view rule, Lists lists) {
    Config config;
    config.select = std::move(lists.select);
    config.ignore = std::move(lists.ignore);
    return Selection(config).find(rule) != nullptr;
}

} // namespace

TEST_CASE("rules are found by id") {
    for (const RegisteredRule& rule : registeredRules()) {
        CHECK(findRule(rule.id) == &rule);
    }
    CHECK(findRule("") == nullptr);
    CHECK(findRule("zzz") == nullptr);
    CHECK(findRule("select-sta") == nullptr);
}

TEST_CASE("the narrower word wins, and ignore wins among equals") {
    CHECK(runs("select-star", {}));
    CHECK_FALSE(runs("select-star", {{}, {}}));
    CHECK(runs("select-star", {{"queries"}}));
    CHECK_FALSE(runs("missing-rollback", {{"queries"}}));
    CHECK_FALSE(runs("select-star", {{"default"}, {"queries"}}));
    CHECK(runs("select-star", {{"default", "select-star"}, {"queries"}}));
    CHECK(runs("select-star", {{"queries"}, {"all"}}));
    CHECK_FALSE(runs("select-star", {{"select-star"}, {"select-star"}}));
    CHECK_FALSE(runs("select-star", {{"all"}, {"default"}}));
    CHECK(runs("select-star", {{"all"}}));
}

TEST_CASE("severities come from the configuration") {
    Config config;
    config.rules["select-star"].severity = Severity::Note;
    config.rules["missing-rollback"].severity = Severity::Off;
    Selection selection(config);
    REQUIRE(selection.find("select-star") != nullptr);
    CHECK(selection.find("select-star")->severity == Severity::Note);
    CHECK(selection.find("missing-rollback") == nullptr);
    CHECK(selection.find("no-such-rule") == nullptr);
}

TEST_CASE("rules that are not about ways back are notes there, or not asked") {
    Config config;
    Selection selection(config);
    const ActiveRule& query = *selection.find("select-star");
    const ActiveRule& syntax = *selection.find("syntax-error");
    CHECK(Selection::severityOf(query, Direction::Up) == Severity::Error);
    CHECK(Selection::severityOf(query, Direction::Down) == Severity::Note);
    CHECK(Selection::severityOf(syntax, Direction::Down) == Severity::Error);
    CHECK(selection.judges(query, Direction::Down));
    config.checkRollbacks = false;
    Selection upOnly(config);
    CHECK_FALSE(upOnly.judges(*upOnly.find("select-star"), Direction::Down));
    CHECK(upOnly.judges(*upOnly.find("syntax-error"), Direction::Down));
    CHECK(upOnly.judges(*upOnly.find("select-star"), Direction::Up));
}

TEST_CASE("only rules that run hear") {
    Config config;
    config.select = {"index-without-concurrently"};
    Selection selection(config);
    EventKey createIndex{EventKind::Statement, static_cast<uint8_t>(StatementKind::CreateIndex)};
    REQUIRE(selection.hearers(createIndex).size() == 1);
    CHECK(selection.hearers(createIndex)[0].rule->rule->id == "index-without-concurrently");
    CHECK(selection.hearers({EventKind::MigrationEnd, 0}).empty());
}

TEST_CASE("path patterns") {
    CHECK(matchesPath("db/seeds/**", "db/seeds/a.sql"));
    CHECK(matchesPath("db/seeds/**", "db/seeds/x/y/a.sql"));
    CHECK_FALSE(matchesPath("db/seeds/**", "db/seed/a.sql"));
    CHECK(matchesPath("db/seeds", "db/seeds/a.sql"));
    CHECK(matchesPath("db/seeds/", "db/seeds/a.sql"));
    CHECK(matchesPath("seeds", "db/seeds/a.sql"));
    CHECK(matchesPath("*.sql", "db/seeds/a.sql"));
    CHECK_FALSE(matchesPath("db/*.sql", "db/seeds/a.sql"));
    CHECK(matchesPath("db/**/a.sql", "db/a.sql"));
    CHECK(matchesPath("db/**/a.sql", "db/x/y/a.sql"));
    CHECK_FALSE(matchesPath("db/**/a.sql", "db/x/ya.sql"));
    CHECK(matchesPath("**/0?_*.sql", "x/01_a.b.sql"));
    CHECK(matchesPath("a*b*c", "aXbYbZc"));
    CHECK_FALSE(matchesPath("a*b*c", "aXbYbZ"));
    CHECK_FALSE(matchesPath("db/?/a.sql", "db///a.sql"));
    CHECK_FALSE(matchesPath("", "a.sql"));
}

TEST_CASE("a path is seen from the folder of the configuration") {
    CHECK(pathBelow("", "db/./a.sql") == "db/a.sql");
    CHECK(pathBelow("db", "db/x/a.sql") == "x/a.sql");
    CHECK(pathBelow("/else/where", "./db/a.sql") == "db/a.sql");
    CHECK(pathBelow("/r", "/r/m/../a.sql") == "a.sql");
}
