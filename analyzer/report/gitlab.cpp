// GitLab's Code Quality report, the part of the Code Climate format that GitLab reads
// (docs.gitlab.com, "Code Quality report format").
#include "analyzer/report/fingerprint.h"
#include "analyzer/report/places.h"
#include "analyzer/report/report.h"

#include "analyzer/diagnostic/sanitise.h"

#include <llvm/Support/JSON.h>

namespace ironlaw {

namespace {

std::string_view gitlabSeverity(Severity severity) {
    switch (severity) {
    case Severity::Error: return "critical";
    case Severity::Warning: return "major";
    case Severity::Note:
    case Severity::Off: break;
    }
    return "info";
}

std::string description(const Diagnostic& diagnostic) {
    std::string text = sanitise(diagnostic.message);
    if (!diagnostic.help.empty()) {
        text += "; help: " + sanitise(diagnostic.help);
    }
    return text;
}

} // namespace

void reportGitlab(const ReportInput& input, llvm::raw_ostream& out) {
    Places places(input.project.sources);
    const std::vector<std::string> prints = fingerprints(input.project.sources, input.diagnostics);
    std::string text;
    llvm::raw_string_ostream buffer(text);
    llvm::json::OStream json(buffer, 2);
    json.array([&] {
        for (size_t i = 0; i < input.diagnostics.size(); ++i) {
            const Diagnostic& diagnostic = input.diagnostics[i];
            const Place place = places.at(diagnostic.location);
            // GitLab matches paths with those of the diff, which never start with "./".
            const std::string path = normalisedPath(places.path(diagnostic.location.file));
            json.object([&] {
                json.attribute("description", description(diagnostic));
                json.attribute("check_name", llvm::StringRef(diagnostic.rule));
                json.attribute("fingerprint", prints[i]);
                json.attribute("severity", llvm::StringRef(gitlabSeverity(diagnostic.severity)));
                json.attributeObject("location", [&] {
                    json.attribute("path", llvm::json::fixUTF8(path));
                    json.attributeObject("lines", [&] {
                        json.attribute("begin", place.start.line);
                        json.attribute("end", place.end.line);
                    });
                });
            });
        }
    });
    json.flush();
    out << escapeJson(text) << '\n';
}

} // namespace ironlaw
