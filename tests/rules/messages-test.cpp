// Each text that a rule can say is said in some fixture.
#include "tests/rules/fixture.h"
#include "tests/rules/message-scan.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <llvm/Support/Path.h>

#include <algorithm>

using namespace ironlaw;
using namespace ironlaw::fixtures;

namespace {

bool says(const Told& told, const SpokenText& spoken) {
    switch (spoken.speech) {
    case Speech::Report: return canSay(spoken.text, told.message);
    case Speech::Help: return canSay(spoken.text, told.help);
    case Speech::Note: break;
    }
    return std::ranges::any_of(
        told.notes, [&](const Told::ToldNote& note) { return canSay(spoken.text, note.message); });
}

/// Whether a diagnostic of `rule` says it in some fixture; of any rule, if `rule` is empty.
bool isSaid(const SpokenText& spoken, std::string_view rule) {
    return std::ranges::any_of(allCases(), [&](const Case& one) {
        return std::ranges::any_of(one.outcome.diagnostics, [&](const Told& told) {
            return (rule.empty() || told.rule == rule) && says(told, spoken);
        });
    });
}

void checkFile(const std::string& path) {
    // What a header says, it says for the rules that include it.
    std::string rule = path.ends_with(".h") ? "" : llvm::sys::path::stem(path).str();
    std::string source = readFile(fmt::format("{}/{}", IRONLAW_ROOT, path));
    for (const SpokenText& spoken : spokenTexts(source)) {
        if (!spoken.isLiteral) {
            FAIL_CHECK(path, ":", spoken.line, ": the text is not in the call");
        } else if (!isSaid(spoken, rule)) {
            FAIL_CHECK(path, ":", spoken.line, ": said in no fixture: \"", spoken.text, "\"");
        }
    }
}

} // namespace

TEST_CASE("each message, note and help is produced by a fixture") {
    std::string folder = IRONLAW_ROOT "/rules";
    for (const std::string& family : namesIn(folder)) {
        for (const std::string& name : namesIn(fmt::format("{}/{}", folder, family))) {
            if (name.ends_with(".cpp") || name.ends_with(".h")) {
                checkFile(fmt::format("rules/{}/{}", family, name));
            }
        }
    }
}

TEST_CASE("message texts are found in C++") {
    auto texts = spokenTexts(R"cpp(
        // context.report(range, "in a comment")
        auto it = context.report(f(a, "no")[1], "drops \"{}\" "
                                 "and /* this */", "argument");
        it.note("a, b").note(here, "{} \\. c").help(R"(raw "text")");
        builder->help(variable);
        report(range, "a function of its own"); char c = '"';
        it.helpText("computed"); it.help("last");
    )cpp");
    REQUIRE(texts.size() == 6);
    CHECK(texts[0].text == "drops \"{}\" and /* this */");
    CHECK(texts[0].line == 3);
    CHECK(texts[1].text == "a, b");
    CHECK(texts[2].text == "{} \\. c");
    CHECK(texts[3].text == "raw \"text\"");
    CHECK(texts[3].speech == Speech::Help);
    CHECK(!texts[4].isLiteral);
    CHECK(texts[5].text == "last");
}

TEST_CASE("a message is matched with its format") {
    CHECK(canSay("drops \"{}\"", "drops \"x\""));
    CHECK(canSay("{0} and {1:>3}: {{}}", "a and   b: {}"));
    CHECK(!canSay("drops \"{}\"", "drops \"x\" twice"));
    CHECK(!canSay("drops \"{}\" of \"{}\"", "drops \"x\""));
    CHECK(!canSay("drops", "drops it"));
}
