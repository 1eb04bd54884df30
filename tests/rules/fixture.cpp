// Writing a fixture into a folder, analysing it, and telling what differs.
#include "tests/rules/fixture.h"

#include "analyzer/project/dump.h"
#include "analyzer/rule/schema-drift.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>

#include <algorithm>

namespace ironlaw::fixtures {

namespace {

using Kind = Expectation::Kind;

/// Turns what a run says about the temporary folder into words about the fixture.
class Teller {
public:
    Teller(const Fixture& fixture, const Project& project, std::string folder)
        : fixture_(fixture), project_(project), folder_(std::move(folder)) {}

    Told tell(const Diagnostic& diagnostic) const {
        Told told{std::string(diagnostic.rule),
                  placeOf(diagnostic.location),
                  words(diagnostic.message),
                  words(diagnostic.help),
                  {}};
        for (const Note& note : diagnostic.notes) {
            told.notes.push_back(
                {note.location ? placeOf(*note.location) : told.place, words(note.message)});
        }
        return told;
    }
    /// The temporary folder's name is another one each time.
    std::string words(std::string text) const {
        std::string prefix = folder_ + "/";
        for (size_t found = text.find(prefix); found != std::string::npos;
             found = text.find(prefix, found)) {
            text.erase(found, prefix.size());
        }
        return text;
    }

private:
    Place placeOf(Location location) const {
        const SourceFile& source = project_.sources[location.file];
        std::string name = words(source.path);
        for (const Part& part : fixture_.parts) {
            if ("db/" + part.name == name) {
                uint32_t line = LineTable(source.text()).lineOf(location.range.begin);
                return {name, part.firstLine + line - 1};
            }
        }
        return {name, 0};
    }

    const Fixture& fixture_;
    const Project& project_;
    std::string folder_;
};

std::string placeWords(const Fixture& fixture, const Place& place) {
    return place.line == 0 ? place.file : fixture.at(place.line);
}

bool fits(const Expectation& expectation, const Told& told) {
    return told.place.line == expectation.line && told.rule == expectation.rule &&
           told.message.find(expectation.part) != std::string::npos;
}

/// Whether a note or help of some diagnostic meets the expectation.
bool isMet(const Expectation& expectation, const Told& told) {
    if (expectation.kind == Kind::Help) {
        return told.place.line == expectation.line &&
               told.help.find(expectation.part) != std::string::npos;
    }
    return std::ranges::any_of(told.notes, [&](const Told::ToldNote& note) {
        return note.place.line == expectation.line &&
               note.message.find(expectation.part) != std::string::npos;
    });
}

std::string_view wordOf(Kind kind) {
    return kind == Kind::Diagnostic ? "expected"
           : kind == Kind::Note     ? "expected note"
                                    : "expected help";
}

} // namespace

void write(const Fixture& fixture, const TemporaryFolder& folder) {
    folder.write("ironlaw.toml", fixture.config);
    for (const Part& part : fixture.parts) {
        folder.write("db/" + part.name, part.text);
    }
}

Outcome analyse(const Fixture& fixture, const std::vector<std::string>& select) {
    Outcome outcome;
    TemporaryFolder folder;
    write(fixture, folder);
    ProjectOptions options;
    options.paths = {folder.path("db")};
    options.adjust = [&](Config& config) {
        if (!fixture.selects) {
            config.select = select;
        }
        return llvm::Error::success();
    };
    llvm::Expected<Project> project = loadProject(options);
    if (!project) {
        outcome.failures.push_back(
            fmt::format("{}: {}", fixture.path, llvm::toString(project.takeError())));
        return outcome;
    }
    const std::string dump = fixture.diff.empty() ? "" : folder.path("db/" + fixture.diff);
    size_t dumps = 0;
    if (!dump.empty()) {
        llvm::Expected<size_t> added = addDump(dump, options, *project);
        REQUIRE(static_cast<bool>(added));
        dumps = *added;
    }
    Teller teller(fixture, *project, folder.path());
    for (const std::string& failure : project->failures) {
        outcome.failures.push_back(fmt::format("{}: {}", fixture.path, teller.words(failure)));
    }
    const auto judge = [&](unsigned jobs) {
        return dump.empty() ? run(*project, {jobs}) : findDrift(*project, {dumps, dump, ""}).run;
    };
    RunResult alone = judge(1);
    RunResult together = judge(4);
    if (alone.diagnostics != together.diagnostics) {
        outcome.failures.push_back(fixture.path + ": four threads say something else than one");
    }
    for (const Diagnostic& diagnostic : alone.diagnostics) {
        outcome.diagnostics.push_back(teller.tell(diagnostic));
    }
    return outcome;
}

std::vector<std::string> compare(const Fixture& fixture, const Outcome& outcome) {
    std::vector<std::string> result = fixture.mistakes;
    result.insert(result.end(), outcome.failures.begin(), outcome.failures.end());
    if (fixture.expectations.empty() && !fixture.expectsNothing) {
        result.push_back(fixture.path + ": expects neither something nor nothing");
    }
    std::vector<const Told*> unexpected;
    unexpected.reserve(outcome.diagnostics.size());
    for (const Told& told : outcome.diagnostics) {
        unexpected.push_back(&told);
    }
    // Longer parts choose first: they are the ones that fit fewer messages.
    std::vector<const Expectation*> expectations;
    expectations.reserve(fixture.expectations.size());
    for (const Expectation& expectation : fixture.expectations) {
        expectations.push_back(&expectation);
    }
    std::ranges::stable_sort(expectations, std::ranges::greater(),
                             [](const Expectation* one) { return one->part.size(); });
    for (const Expectation* expectation : expectations) {
        bool met = false;
        if (expectation->kind == Kind::Diagnostic) {
            auto found = std::ranges::find_if(
                unexpected, [&](const Told* told) { return fits(*expectation, *told); });
            met = found != unexpected.end();
            if (met) {
                unexpected.erase(found);
            }
        } else {
            met = std::ranges::any_of(outcome.diagnostics,
                                      [&](const Told& told) { return isMet(*expectation, told); });
        }
        if (!met) {
            result.push_back(fmt::format("{}: {}, but not there: {} \"{}\"",
                                         fixture.at(expectation->line), wordOf(expectation->kind),
                                         expectation->rule, expectation->part));
        }
    }
    for (const Told* told : unexpected) {
        result.push_back(fmt::format("{}: not expected: {} [{}]", placeWords(fixture, told->place),
                                     told->message, told->rule));
    }
    return result;
}

const std::vector<Case>& allCases() {
    static const std::vector<Case> cases = [] {
        std::vector<Case> result;
        std::string root = IRONLAW_ROOT "/";
        for (const std::string& rule : namesIn(root + "fixtures/rules")) {
            std::string folder = "fixtures/rules/" + rule;
            for (const std::string& name : namesIn(root + folder)) {
                if (!name.ends_with(".sql")) {
                    continue;
                }
                std::string path = fmt::format("{}/{}", folder, name);
                Case one{rule, parseFixture(path, readFile(root + path)), {}};
                one.outcome = analyse(one.fixture, {rule, "history", "suppression"});
                result.push_back(std::move(one));
            }
        }
        return result;
    }();
    return cases;
}

std::string readFile(const std::string& path) {
    auto buffer = llvm::MemoryBuffer::getFile(path);
    REQUIRE_MESSAGE(static_cast<bool>(buffer), path);
    return (*buffer)->getBuffer().str();
}

std::vector<std::string> namesIn(const std::string& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (llvm::sys::fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        names.push_back(llvm::sys::path::filename(entry->path()).str());
    }
    std::ranges::sort(names);
    return names;
}

} // namespace ironlaw::fixtures
