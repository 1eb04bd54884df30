// fixtures/projects/<tool>/expected.txt: what ironlaw makes of the folder. To accept a change, run
// the tests once with IRONLAW_UPDATE_GOLDEN=1 and read the difference.
#include "analyzer/project/project.h"
#include "analyzer/report/report.h"
#include "analyzer/rule/history-replay.h"
#include "analyzer/rule/runner.h"
#include "tests/golden.h"
#include "tests/project/outline.h"

#include <filesystem>
#include <llvm/Support/raw_ostream.h>

using namespace ironlaw;

namespace {

const std::filesystem::path projects = IRONLAW_ROOT "/fixtures/projects";

/// ", down: one message in a transaction": how the ways of a migration run.
std::string wayOf(const History& history, std::span<const SectionView> sections,
                  std::string_view word) {
    std::string result;
    for (const SectionView& view : sections) {
        const Execution execution = executionOf(history, view);
        const size_t messages = messagesOf(view, execution).size();
        result += fmt::format(", {}: {}{}", word,
                              view.section->commentedOut ? "commented out"
                              : messages == 0            ? "statement by statement"
                              : messages == 1            ? "one message"
                                                         : fmt::format("{} messages", messages),
                              view.section->commentedOut ? ""
                              : view.section->byHand     ? " by hand"
                              : execution.transaction    ? " in a transaction"
                                                         : "");
    }
    return result;
}

std::string outlineOf(const Project& project) {
    std::string result;
    for (const History& history : project.histories) {
        result += fmt::format("tool {}\n", history.tool->name);
        const ParsedHistory parsed(project.sources, history, 1);
        for (const ParsedMigration& one : parsed.migrations()) {
            result += fmt::format("{}{}{}{}{}\n", one.migration->name,
                                  one.migration->repeatable ? " (repeatable)" : "",
                                  one.migration->baseline ? " (baseline)" : "",
                                  wayOf(history, one.up, "up"), wayOf(history, one.down, "down"));
        }
        for (const ProjectFile& file : history.files) {
            if (file.role == FileRole::Ignored || file.role == FileRole::Schema) {
                result += fmt::format("{} {}: {}\n", wordOf(file.role),
                                      project.sources[file.file].path, file.reason);
            }
        }
    }
    return result;
}

std::string diagnosticsOf(const Project& project) {
    RunResult result = run(project, {.jobs = 1});
    std::erase_if(result.diagnostics,
                  [](const Diagnostic& one) { return one.severity == Severity::Note; });
    std::string text;
    llvm::raw_string_ostream out(text);
    findReporter("short")({.project = project,
                           .diagnostics = result.diagnostics,
                           .summary = result.summary,
                           .files = result.files},
                          out);
    out.flush();
    return text;
}

/// Paths as they are below `folder`.
std::string below(const std::string& folder, std::string text) {
    for (const auto& [path, name] : {std::pair{folder + "/", ""}, std::pair{folder, "."}}) {
        for (size_t at = text.find(path); at != std::string::npos; at = text.find(path, at)) {
            text.replace(at, path.size(), name);
        }
    }
    return text;
}

} // namespace

TEST_CASE("project fixtures are read as their tools run them") {
    size_t compared = 0;
    for (const auto& entry : std::filesystem::directory_iterator(projects)) {
        const std::filesystem::path folder = entry.path();
        if (!entry.is_directory() || folder.filename() == "shop") {
            continue; // README shows what shop gives
        }
        const Project project = load({folder.string()});
        std::string actual = outlineOf(project);
        for (const std::string& remark : project.remarks) {
            actual += fmt::format("remark: {}\n", remark);
        }
        for (const std::string& guess : project.guesses) {
            actual += fmt::format("guess: {}\n", guess);
        }
        actual += diagnosticsOf(project);
        test::checkGolden(folder / "expected.txt", below(folder.string(), actual));
        ++compared;
    }
    CHECK(compared > 8);
}
