// Manuals have one shape, and their examples do what the manual says.
#include "tests/rules/fixture.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

using namespace ironlaw;
using namespace ironlaw::fixtures;

namespace {

struct CodeBlock {
    uint32_t line = 0; ///< of the manual, the first one inside of the block
    std::string text;
};

struct Chapter {
    std::string title; ///< "" before the first heading
    std::string prose; ///< without code blocks
    std::vector<CodeBlock> sql;
};

std::vector<Chapter> chaptersOf(llvm::StringRef manual) {
    std::vector<Chapter> chapters(1);
    bool inCode = false;
    bool inSql = false;
    for (uint32_t number = 1; !manual.empty(); ++number) {
        auto [line, rest] = manual.split('\n');
        manual = rest;
        Chapter& chapter = chapters.back();
        if (line.starts_with("```")) {
            inCode = !inCode;
            inSql = inCode && line.trim() == "```sql";
            if (inSql) {
                chapter.sql.push_back({number + 1, ""});
            }
        } else if (inSql) {
            chapter.sql.back().text += line.str() + "\n";
        } else if (!inCode && line.starts_with("## ")) {
            chapters.push_back({line.drop_front(3).trim().str(), "", {}});
        } else if (!inCode && !line.starts_with("# ")) {
            chapter.prose += line.str() + "\n";
        }
    }
    return chapters;
}

std::string pathOf(const RegisteredRule& rule) {
    return fmt::format("rules/{}/{}.md", rule.family, rule.id);
}

Fixture fixtureOf(const RegisteredRule& rule, const CodeBlock& block) {
    return parseFixture(pathOf(rule), block.text, block.line);
}

/// A mistake in the notation fails the test.
std::vector<Told> analyseBlock(const RegisteredRule& rule, const Fixture& fixture) {
    Outcome outcome = analyse(fixture, {std::string(rule.id), "history"});
    for (const std::vector<std::string>& lines : {fixture.mistakes, outcome.failures}) {
        for (const std::string& line : lines) {
            FAIL_CHECK(line);
        }
    }
    return outcome.diagnostics;
}

std::string listOf(const std::vector<Told>& diagnostics) {
    std::string list;
    for (const Told& told : diagnostics) {
        list += fmt::format("\n  line {}: {} [{}]", told.place.line, told.message, told.rule);
    }
    return list.empty() ? "\n  nothing" : list;
}

void checkExample(const RegisteredRule& rule, const CodeBlock& block) {
    Fixture fixture = fixtureOf(rule, block);
    std::vector<Told> diagnostics = analyseBlock(rule, fixture);
    auto isIts = [&](const Told& told) { return told.rule == rule.id; };
    // A rule about the history often shows more than one thing that is wrong with it.
    bool othersToo = rule.family == "history" || fixture.selects;
    bool fires = std::ranges::any_of(diagnostics, isIts) &&
                 (othersToo || std::ranges::all_of(diagnostics, isIts));
    if (!fires) {
        FAIL_CHECK(fixture.at(1), ": the example has to give ", rule.id,
                   " and nothing else; it gives", listOf(diagnostics));
    }
}

void checkInstead(const RegisteredRule& rule, const CodeBlock& block) {
    Fixture fixture = fixtureOf(rule, block);
    std::vector<Told> diagnostics = analyseBlock(rule, fixture);
    auto isWrong = [&](const Told& told) {
        return told.rule == rule.id || told.rule == "syntax-error";
    };
    if (std::ranges::any_of(diagnostics, isWrong)) {
        FAIL_CHECK(fixture.at(1), ": \"Instead\" has to be silent; it gives", listOf(diagnostics));
    }
}

const std::vector<std::string> titles = {"",        "Why it matters",       "Example",
                                         "Instead", "When it stays silent", "References"};

bool isBlank(llvm::StringRef text) { return text.trim().empty(); }

} // namespace

TEST_CASE("manuals have their chapters") {
    for (const RegisteredRule& rule : registeredRules()) {
        std::vector<std::string> found;
        for (const Chapter& chapter : chaptersOf(rule.manual)) {
            found.push_back(chapter.title);
            bool needsProse = chapter.title != "Example" && chapter.title != "Instead";
            if (needsProse && isBlank(chapter.prose)) {
                FAIL_CHECK(pathOf(rule), ": no text under \"", chapter.title, "\"");
            }
        }
        if (found != titles) {
            FAIL_CHECK(pathOf(rule), ": its chapters are not, in this order: ",
                       fmt::format("{}", fmt::join(titles.begin() + 1, titles.end(), ", ")));
        }
    }
}

TEST_CASE("examples in manuals fire and what to write instead is silent") {
    for (const RegisteredRule& rule : registeredRules()) {
        for (const Chapter& chapter : chaptersOf(rule.manual)) {
            bool isExample = chapter.title == "Example";
            if (!isExample && chapter.title != "Instead") {
                continue;
            }
            if (chapter.sql.empty()) {
                FAIL_CHECK(pathOf(rule), ": no SQL under \"", chapter.title, "\"");
            }
            for (const CodeBlock& block : chapter.sql) {
                isExample ? checkExample(rule, block) : checkInstead(rule, block);
            }
        }
    }
}

TEST_CASE("a manual is split into chapters and code") {
    auto chapters = chaptersOf("# t\nOne.\n\n## Example\n\n```sql\nA\n```\n```sql\n## B\n```\n"
                               "```sh\nC\n```\nTwo.\n## Instead\n");
    REQUIRE(chapters.size() == 3);
    CHECK(chapters[0].prose == "One.\n\n");
    CHECK(chapters[1].title == "Example");
    REQUIRE(chapters[1].sql.size() == 2);
    CHECK(chapters[1].sql[0].text == "A\n");
    CHECK(chapters[1].sql[0].line == 7);
    CHECK(chapters[1].sql[1].text == "## B\n");
    CHECK(chapters[1].prose == "\nTwo.\n");
    CHECK(chapters[2].title == "Instead");
}
