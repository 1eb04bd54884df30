// A pull request may bring any bytes: nothing that it contains may steer the terminal, speak to the
// CI system, or break the format that another program reads.
#include "tests/report/example.h"

#include "analyzer/report/sarif.h"

#include <doctest/doctest.h>
#include <llvm/Support/JSON.h>

#include <algorithm>

using namespace ironlaw;

namespace {

constexpr std::string_view evil = "\x1b]0;owned\x07 ##[add-mask]x ##vso[task.complete]\n"
                                  "::error::x\r\n::stop-commands::y \u202E\u2066\xC2\x9B"
                                  "31m\xFF\xFE%0A<b>&amp;\" ]]> [a](http://x) \t\x7f";

struct HostileRun {
    HostileRun() {
        path = "::set-output name=x::" + std::string(evil) + ",a:b%/0001.sql";
        const FileId file = project.sources.add(
            path,
            llvm::MemoryBuffer::getMemBufferCopy(std::string(evil) + std::string(evil) + "DROP"));
        for (const uint32_t begin : {0U, 3U, 30U, 60U, 90U, 500000U}) {
            Diagnostic diagnostic;
            diagnostic.rule = "some-rule";
            diagnostic.family = "some";
            diagnostic.severity = begin == 3 ? Severity::Note : Severity::Error;
            diagnostic.location = {file, {begin, begin + 41}};
            diagnostic.message = "fails for \"" + std::string(evil) + "\"";
            diagnostic.help = "rename \"" + std::string(evil) + "\"";
            diagnostic.migration = std::string(evil);
            diagnostic.notes = {{std::string(evil), diagnostic.location},
                                {std::string(evil), std::nullopt}};
            diagnostic.fix = Fix{true, {Edit{diagnostic.location, std::string(evil)}}};
            diagnostics.push_back(diagnostic);
        }
        project.failures = {std::string(evil)};
    }

    std::string report(std::string_view format) const {
        const ReportInput input{
            .project = project,
            .diagnostics = diagnostics,
            .summary = {},
            .files = {{path, "plain", FileRole::Migration, std::string(evil), 1, 0}},
            .colour = false,
            .quiet = false,
            .statistics = true,
        };
        return example::report(findReporter(format), input);
    }

    Project project;
    std::string path;
    std::vector<Diagnostic> diagnostics;
};

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::vector<std::string> linesOf(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const size_t end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

} // namespace

TEST_CASE("no format lets a control character through") {
    const HostileRun run;
    for (const std::string_view format : formats()) {
        CAPTURE(format);
        const std::string text = run.report(format);
        const bool hasControl = std::any_of(text.begin(), text.end(), [](char c) {
            return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f;
        });
        CHECK_FALSE(hasControl);
        CHECK_FALSE(has(text, "\u202E"));
        CHECK_FALSE(has(text, "\xC2\x9B"));
        CHECK_FALSE(has(text, "##vso["));
        CHECK(llvm::json::isUTF8(text));
    }
}

TEST_CASE("only our own commands start a line") {
    const HostileRun run;
    for (const std::string_view format : formats()) {
        CAPTURE(format);
        size_t commands = 0;
        for (const std::string& whole : linesOf(run.report(format))) {
            std::string_view line = whole;
            line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
            commands += line.starts_with("::") ? 1 : 0;
            CHECK_FALSE(line.starts_with("::stop-commands"));
            CHECK_FALSE(line.starts_with("::set-output"));
        }
        CHECK(commands == (format == "github" ? run.diagnostics.size() : 0));
    }
}

TEST_CASE("a diagnostic is one line in the formats that promise it") {
    const HostileRun run;
    CHECK(linesOf(run.report("short")).size() == run.diagnostics.size());
    const std::string github = run.report("github");
    CHECK(linesOf(github).size() == run.diagnostics.size());
    CHECK(has(github, "::error file=%3A%3Aset-output name=x%3A%3A"));
    CHECK(has(github, "%2Ca%3Ab%25/0001.sql,line="));
    CHECK(has(github, "%250A<b>"));
}

TEST_CASE("what is JSON stays JSON") {
    const HostileRun run;
    for (const std::string_view format : {"json", "sarif", "gitlab"}) {
        CAPTURE(format);
        llvm::Expected<llvm::json::Value> value = llvm::json::parse(run.report(format));
        CHECK(bool(value));
        llvm::consumeError(value.takeError());
    }
    CHECK(has(run.report("sarif"), "[a] (http://x)  ␡\\\"."));
    CHECK(has(run.report("sarif"), "\"uri\": \"%3A%3Aset-output%20name=x%3A%3A%1B"));
}

TEST_CASE("what is XML stays XML") {
    const std::string text = HostileRun().report("junit");
    CHECK(has(text, "&lt;b&gt;&amp;amp;&quot; ]]&gt;"));
    CHECK_FALSE(has(text, "]]>"));
    CHECK(std::count(text.begin(), text.end(), '<') == std::count(text.begin(), text.end(), '>'));
}
