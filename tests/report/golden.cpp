// One file a format under fixtures/reports/ has the bytes that users' programs rely on. To accept a
// change, run the tests once with IRONLAW_UPDATE_GOLDEN=1 and read the difference.
#include "tests/report/example.h"

#include "analyzer/report/sarif.h"
#include "grammar/parser.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>

using namespace ironlaw;

namespace {

void reportExampleSarif(const ReportInput& input, llvm::raw_ostream& out) {
    writeSarif(input, example::rules(), out);
}

void reportColour(const ReportInput& input, llvm::raw_ostream& out) {
    ReportInput coloured = input;
    coloured.colour = true;
    coloured.statistics = true;
    reportText(coloured, out);
}

struct Golden {
    std::string_view file;
    Reporter reporter;
};

constexpr Golden goldens[] = {
    {"text.txt", reportText},
    {"text-colour.txt", reportColour},
    {"short.txt", reportShort},
    {"json.json", reportJson},
    {"sarif.sarif", reportExampleSarif},
    {"github.txt", reportGithub},
    {"gitlab.json", reportGitlab},
    {"junit.xml", reportJunit},
};

void replaceAll(std::string& text, std::string_view from, std::string_view to) {
    for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
        text.replace(at, from.size(), to);
        at += to.size();
    }
}

/// The versions of the day are not what these files are about.
std::string withoutVersions(std::string text) {
    replaceAll(text, fmt::format("\"version\": \"{}\"", IRONLAW_VERSION), "\"version\": \"0.0.0\"");
    replaceAll(text, fmt::format("\"grammar\": \"{}\"", grammarVersion()), "\"grammar\": \"0\"");
    return text;
}

std::string read(const std::string& path) {
    auto buffer = llvm::MemoryBuffer::getFile(path);
    return buffer ? (*buffer)->getBuffer().str() : std::string();
}

void write(const std::string& path, std::string_view text) {
    std::error_code error;
    llvm::raw_fd_ostream(path, error) << text;
    REQUIRE_FALSE(error);
}

} // namespace

TEST_CASE("each format writes what its golden file says") {
    const example::Run run;
    for (const Golden& golden : goldens) {
        const std::string path = fmt::format("{}/fixtures/reports/{}", IRONLAW_ROOT, golden.file);
        const std::string text = withoutVersions(example::report(golden.reporter, run.input()));
        if (std::getenv("IRONLAW_UPDATE_GOLDEN") != nullptr) {
            write(path, text);
        }
        CAPTURE(path);
        CHECK(text == read(path));
        CHECK(text == withoutVersions(example::report(golden.reporter, run.input())));
    }
}

TEST_CASE("the diagnostics of the example are in order") {
    const example::Run run;
    std::vector<Diagnostic> sorted = run.diagnostics;
    sortDiagnostics(sorted);
    CHECK(sorted == run.diagnostics);
}

TEST_CASE("formats are found by name") {
    for (const std::string_view format : formats()) {
        CHECK((findReporter(format) != nullptr));
    }
    CHECK(formats().front() == "text");
    CHECK((findReporter("sarif") == &reportSarif));
    CHECK((findReporter("yaml") == nullptr));
}
