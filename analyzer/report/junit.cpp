// JUnit's XML, which nearly every CI system shows: a suite for each file, a failed test for each
// error or warning, and one passed test for a file without them. Notes fail nothing.
#include "analyzer/report/places.h"
#include "analyzer/report/report.h"

#include "analyzer/diagnostic/sanitise.h"

#include <fmt/format.h>

#include <map>

namespace ironlaw {

namespace {

/// Text is sanitised before, so that no character is left that XML does not know.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out += c;
        }
    }
    return out;
}

std::string printable(std::string_view text) { return escaped(sanitise(text)); }

bool isFailure(const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::Error || diagnostic.severity == Severity::Warning;
}

struct Suite {
    std::string_view path;
    std::vector<const Diagnostic*> diagnostics;
};

/// Files that were looked at in their order, then others that diagnostics point to.
std::vector<Suite> suitesOf(const ReportInput& input) {
    std::vector<Suite> suites;
    std::map<std::string_view, size_t> byPath;
    const auto suiteOf = [&](std::string_view path) -> Suite& {
        const auto [found, isNew] = byPath.try_emplace(path, suites.size());
        if (isNew) {
            suites.push_back({path, {}});
        }
        return suites[found->second];
    };
    for (const FileSummary& file : input.files) {
        if (file.role != FileRole::Ignored) {
            suiteOf(file.path);
        }
    }
    for (const Diagnostic& diagnostic : input.diagnostics) {
        const std::string& path = input.project.sources[diagnostic.location.file].path;
        suiteOf(path).diagnostics.push_back(&diagnostic);
    }
    return suites;
}

void writeCase(const Diagnostic& diagnostic, std::string_view path, Places& places,
               llvm::raw_ostream& out) {
    const std::string message = printable(diagnostic.message);
    const std::string_view severity = wordOf(diagnostic.severity);
    out << fmt::format("    <testcase classname=\"{}\" name=\"{}: {}\">\n", path, diagnostic.rule,
                       message);
    std::string body =
        fmt::format("{}: {}: {} [{}]\n", escaped(places.heading(diagnostic.location)), severity,
                    message, diagnostic.rule);
    for (const Note& note : diagnostic.notes) {
        body += note.location ? escaped(places.heading(*note.location)) + ": " : "  ";
        body += "note: " + printable(note.message) + "\n";
    }
    if (!diagnostic.help.empty()) {
        body += "  help: " + printable(diagnostic.help) + "\n";
    }
    if (isFailure(diagnostic)) {
        out << fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n", severity,
                           message, body);
    } else {
        out << fmt::format("      <system-out>{}</system-out>\n", body);
    }
    out << "    </testcase>\n";
}

void writeSuite(const Suite& suite, Places& places, llvm::raw_ostream& out) {
    size_t failures = 0;
    for (const Diagnostic* diagnostic : suite.diagnostics) {
        failures += isFailure(*diagnostic) ? 1 : 0;
    }
    const std::string path = printable(suite.path);
    const size_t passed = failures == 0 ? 1 : 0;
    out << fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n",
                       path, suite.diagnostics.size() + passed, failures);
    if (failures == 0) {
        out << fmt::format("    <testcase classname=\"{}\" name=\"ironlaw\"/>\n", path);
    }
    for (const Diagnostic* diagnostic : suite.diagnostics) {
        writeCase(*diagnostic, path, places, out);
    }
    out << "  </testsuite>\n";
}

} // namespace

void reportJunit(const ReportInput& input, llvm::raw_ostream& out) {
    Places places(input.project.sources);
    out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ironlaw\">\n";
    for (const Suite& suite : suitesOf(input)) {
        writeSuite(suite, places, out);
    }
    out << "</testsuites>\n";
}

} // namespace ironlaw
