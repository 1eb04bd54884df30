// The command line of check: what is read, and what is said about what cannot be read.
#include "analyzer/command/check-options.h"

#include <doctest/doctest.h>

using namespace ironlaw;
using Words = std::vector<std::string>;

namespace {

CheckOptions read(std::vector<std::string_view> arguments) {
    llvm::Expected<CheckOptions> options = readCheckOptions(arguments);
    if (!options) {
        FAIL(llvm::toString(options.takeError()));
    }
    return std::move(*options);
}

std::string refusal(std::vector<std::string_view> arguments) {
    llvm::Expected<CheckOptions> options = readCheckOptions(arguments);
    return options ? "" : llvm::toString(options.takeError());
}

} // namespace

TEST_CASE("values stand behind a blank or an equals sign") {
    CheckOptions options =
        read({"a", "--tool", "goose", "--server-version=15", "--config=x=y", "-", "--", "--tool"});
    CHECK(options.project.tool == "goose");
    CHECK(options.project.serverVersion == 15);
    CHECK(options.project.configPath == "x=y");
    CHECK(options.project.paths == Words{"a", "-", "--tool"});
    CHECK(options.reports.size() == 1);
    CHECK(options.reports[0].format == "text");
}

TEST_CASE("every option of check is read") {
    CheckOptions options = read({"--select", "locks, select-star", "--select=history", "--ignore",
                                 "all", "--severity=select-star=off", "--fail-on", "never",
                                 "--sizes", "s.csv", "--stdin-path", "p.sql", "--jobs", "3",
                                 "--color", "always", "--quiet", "--statistics", "--isolated"});
    CHECK(options.select == Words{"locks", "select-star", "history"});
    CHECK(options.ignore == Words{"all"});
    REQUIRE(options.severities.size() == 1);
    CHECK(options.severities[0].second == Severity::Off);
    CHECK(options.failOn == Severity::Off);
    CHECK(options.project.sizesPath == "s.csv");
    CHECK(options.project.stdinPath == "p.sql");
    CHECK(options.project.isolated);
    CHECK(options.run.jobs == 3);
    CHECK(options.colour == ColourChoice::Always);
    CHECK(options.quiet);
    CHECK(options.statistics);
    CHECK_FALSE(options.help);
}

TEST_CASE("each output belongs to the format before it") {
    CheckOptions options = read(
        {"--format", "json", "--output", "a", "--format", "sarif", "--output=b", "--format=text"});
    REQUIRE(options.reports.size() == 3);
    CHECK(options.reports[0].path == "a");
    CHECK(options.reports[1].format == "sarif");
    CHECK(options.reports[1].path == "b");
    CHECK(options.reports[2].path.empty());
    options = read({"--output", "a", "--format", "json"});
    REQUIRE(options.reports.size() == 1);
    CHECK(options.reports[0].format == "json");
    CHECK(options.reports[0].path == "a");
    options = read({"--output", "a"});
    CHECK(options.reports[0].format == "text");
}

TEST_CASE("what is unknown is named with what is nearest") {
    CHECK(refusal({"--fromat", "json"}) ==
          "unknown option \"--fromat\"; did you mean \"--format\"?");
    CHECK(refusal({"--select", "select-stra"}) ==
          "unknown rule or family \"select-stra\"; did you mean \"select-star\"?");
    CHECK(refusal({"--severity", "select-stra=note"}) ==
          "unknown rule \"select-stra\"; did you mean \"select-star\"?");
    CHECK(refusal({"--severity", "select-star=warn"}) ==
          "unknown level \"warn\"; did you mean \"warning\"?");
    CHECK(refusal({"--severity", "locks=note"}) ==
          "\"locks\" is a family of rules, where a single rule is wanted");
    CHECK(refusal({"--select", "SELECT-STAR"}).ends_with("did you mean \"select-star\"?"));
    CHECK(refusal({"--select", ","}) == "\",\" names no rule and no family");
    CHECK(refusal({"--severity", "select-star"}) ==
          "option \"--severity\" needs RULE=LEVEL, not \"select-star\"");
    CHECK(refusal({"--fail-on", "errors"}) == "unknown level \"errors\"; did you mean \"error\"?");
    CHECK(refusal({"--format", "jsn"}) == "unknown format \"jsn\"; did you mean \"json\"?");
    CHECK(refusal({"--tool", "gose"}) == "unknown tool \"gose\"; did you mean \"goose\"?");
    CHECK(refusal({"--color", "sometimes"}) ==
          "unknown colour choice \"sometimes\"; it is one of auto, always, never");
    for (std::string_view later :
         {"--since", "--from", "--baseline", "--write-baseline", "--fix", "-x"}) {
        CHECK(refusal({later}).starts_with("unknown option \"" + std::string(later) + "\""));
    }
}

TEST_CASE("values that are missing or make no sense") {
    CHECK(refusal({"--tool"}) == "option \"--tool\" needs a value: NAME");
    CHECK(refusal({"--tool="}) == "option \"--tool\" needs a value: NAME");
    CHECK(refusal({"--quiet=yes"}) == "option \"--quiet\" takes no value");
    CHECK(refusal({"--server-version", "11"}) ==
          "option \"--server-version\" needs a number from 12 to 18, not \"11\"");
    CHECK(refusal({"--server-version", "19"}) != "");
    CHECK(refusal({"--server-version", "15x"}) != "");
    CHECK(refusal({"--jobs", "0"}) != "");
    CHECK(refusal({"--jobs", "99999999999999999999"}) != "");
    CHECK(refusal({"--format", "text", "--format", "json"}) ==
          "several formats on standard output; give all but one an --output");
    CHECK(refusal({"--output", "a", "--output", "b"}) ==
          "option \"--output b\" has no format: one was given for \"a\"");
}

TEST_CASE("the command line stands above the configuration") {
    Config config;
    config.ignore = {"select-star", "locks"};
    config.rules["select-star"].severity = Severity::Off;
    read({"--select", "select-star", "--ignore=history", "--severity", "missing-rollback=note",
          "--fail-on=warning"})
        .adjust(config);
    CHECK(config.select == Words{"select-star"});
    CHECK(config.ignore == Words{"locks", "history"});
    CHECK_FALSE(config.rules["select-star"].severity.has_value());
    CHECK(config.rules["missing-rollback"].severity == Severity::Note);
    CHECK(config.failOn == Severity::Warning);
    Config untouched;
    read({}).adjust(untouched);
    CHECK(untouched.select == Words{"default"});
    CHECK(untouched.failOn == Severity::Error);
}

TEST_CASE("every option stands in the help") {
    std::string help = checkOptionHelp();
    for (std::string_view option : {"--format FORMAT", "--output FILE", "--statistics", "--help"}) {
        CHECK(help.find(option) != std::string::npos);
    }
}
