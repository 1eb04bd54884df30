// Commands of GitHub's workflow runner that put an annotation on the changed line
// (docs.github.com, "Workflow commands for GitHub Actions").
#include "analyzer/report/places.h"
#include "analyzer/report/report.h"

#include "analyzer/diagnostic/sanitise.h"

#include <fmt/format.h>

namespace ironlaw {

namespace {

/// The runner splits properties at colons and commas; in the text only line breaks and percent
/// signs mean something.
std::string escaped(std::string_view text, bool property) {
    std::string out;
    for (const char c : text) {
        const bool special =
            c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
        if (special) {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        } else {
            out += c;
        }
    }
    return out;
}

std::string_view commandOf(Severity severity) {
    return severity == Severity::Note ? "notice" : wordOf(severity);
}

std::string textOf(const Diagnostic& diagnostic, Places& places) {
    std::string text = sanitise(diagnostic.message);
    for (const Note& note : diagnostic.notes) {
        text += "\nnote: ";
        if (note.location) {
            text += places.heading(*note.location) + ": ";
        }
        text += sanitise(note.message);
    }
    if (!diagnostic.help.empty()) {
        text += "\nhelp: " + sanitise(diagnostic.help);
    }
    return text;
}

} // namespace

void reportGithub(const ReportInput& input, llvm::raw_ostream& out) {
    Places places(input.project.sources);
    for (const Diagnostic& diagnostic : input.diagnostics) {
        const Place place = places.at(diagnostic.location);
        const std::string path = sanitise(normalisedPath(places.path(diagnostic.location.file)));
        out << "::" << commandOf(diagnostic.severity) << " file=" << escaped(path, true)
            << ",line=" << place.start.line;
        // The runner drops the columns of an annotation of several lines, with a complaint.
        if (place.start.line == place.end.line) {
            out << ",col=" << place.start.column << ",endLine=" << place.end.line
                << ",endColumn=" << place.end.column;
        } else {
            out << ",endLine=" << place.end.line;
        }
        out << ",title=" << escaped(diagnostic.rule, true)
            << "::" << escaped(textOf(diagnostic, places), false) << '\n';
    }
}

} // namespace ironlaw
