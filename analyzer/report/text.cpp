// The format for people: each diagnostic with its source line, its notes where they belong and its
// help, and a summary.
#include "analyzer/report/places.h"
#include "analyzer/report/report.h"
#include "analyzer/report/snippet.h"

#include "analyzer/diagnostic/sanitise.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace ironlaw {

namespace {

using Colour = llvm::raw_ostream::Colors;

Colour colourOf(Severity severity) {
    switch (severity) {
    case Severity::Error: return Colour::RED;
    case Severity::Warning: return Colour::MAGENTA;
    case Severity::Note:
    case Severity::Off: break;
    }
    return Colour::CYAN;
}

std::string counted(uint32_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

class TextReporter {
public:
    TextReporter(const ReportInput& input, llvm::raw_ostream& out)
        : input_(input), out_(out), places_(input.project.sources) {}

    void write();

private:
    void writeDiagnostic(const Diagnostic& diagnostic);
    void writeNote(const Note& note, const Diagnostic& diagnostic);
    void writeHelp(std::string_view help);
    void writeHeading(Location location, Severity severity, std::string_view message);
    void writeSnippet(Location location);
    void writeStatistics();
    void writeSummary();

    void coloured(std::string_view text, Colour colour, bool bold = true) {
        out_.changeColor(colour, bold) << text;
        out_.resetColor();
    }

    const ReportInput& input_;
    llvm::raw_ostream& out_;
    Places places_;
};

void TextReporter::write() {
    const bool colouredBefore = out_.colors_enabled();
    out_.enable_colors(input_.colour);
    for (const Diagnostic& diagnostic : input_.diagnostics) {
        writeDiagnostic(diagnostic);
        out_ << '\n';
    }
    if (input_.statistics) {
        writeStatistics();
    }
    if (!input_.quiet || !input_.diagnostics.empty()) {
        writeSummary();
    }
    out_.enable_colors(colouredBefore);
}

void TextReporter::writeDiagnostic(const Diagnostic& diagnostic) {
    writeHeading(diagnostic.location, diagnostic.severity, diagnostic.message);
    out_ << " [" << diagnostic.rule << "]\n";
    writeSnippet(diagnostic.location);
    for (const Note& note : diagnostic.notes) {
        writeNote(note, diagnostic);
    }
    if (!diagnostic.help.empty()) {
        writeHelp(diagnostic.help);
    }
}

void TextReporter::writeNote(const Note& note, const Diagnostic& diagnostic) {
    if (!note.location) {
        out_ << "  ";
        coloured("note:", colourOf(Severity::Note));
        out_ << ' ' << sanitise(note.message) << '\n';
        return;
    }
    writeHeading(*note.location, Severity::Note, note.message);
    out_ << '\n';
    if (*note.location != diagnostic.location) {
        writeSnippet(*note.location);
    }
}

void TextReporter::writeHelp(std::string_view help) {
    out_ << "  ";
    coloured("help:", Colour::GREEN);
    out_ << ' ' << sanitise(help) << '\n';
}

void TextReporter::writeHeading(Location location, Severity severity, std::string_view message) {
    coloured(places_.heading(location) + ":", Colour::SAVEDCOLOR);
    out_ << ' ';
    coloured(fmt::format("{}:", wordOf(severity)), colourOf(severity));
    out_ << ' ' << sanitise(message);
}

/// The first line of a range. Nothing for a blank line: a caret alone says nothing.
void TextReporter::writeSnippet(Location location) {
    const LineTable& table = places_.lines(location.file);
    const uint32_t number = table.lineOf(location.range.begin);
    const Range bytes = table.line(number);
    const std::string_view line = places_.text(location.file).substr(bytes.begin, bytes.size());
    if (line.find_first_not_of(" \t") == std::string_view::npos) {
        return;
    }
    const auto relative = [&](uint32_t offset) {
        return std::max(offset, bytes.begin) - bytes.begin;
    };
    const Snippet snippet =
        makeSnippet(line, {relative(location.range.begin), relative(location.range.end)});
    out_ << fmt::format("{:5} | {}\n", number, snippet.text);
    out_ << fmt::format("{:5} | {:{}}", "", "", snippet.indent);
    coloured("^" + std::string(snippet.underline - 1, '~'), Colour::GREEN);
    out_ << '\n';
}

void TextReporter::writeStatistics() {
    // Most frequent first; then by name, so that the order is always the same.
    std::map<std::pair<std::string_view, Severity>, uint32_t> counts;
    for (const Diagnostic& diagnostic : input_.diagnostics) {
        ++counts[{diagnostic.rule, diagnostic.severity}];
    }
    std::vector<std::tuple<uint32_t, std::string_view, Severity>> rows;
    rows.reserve(counts.size());
    for (const auto& [key, count] : counts) {
        rows.emplace_back(count, key.first, key.second);
    }
    std::sort(rows.begin(), rows.end(), [](const auto& left, const auto& right) {
        const auto& [leftCount, leftRule, leftSeverity] = left;
        const auto& [rightCount, rightRule, rightSeverity] = right;
        return std::tie(rightCount, leftRule, leftSeverity) <
               std::tie(leftCount, rightRule, rightSeverity);
    });
    for (const auto& [count, rule, severity] : rows) {
        out_ << fmt::format("{:7}  ", count);
        coloured(fmt::format("{:7}", wordOf(severity)), colourOf(severity));
        out_ << "  " << rule << '\n';
    }
    if (!rows.empty()) {
        out_ << '\n';
    }
}

void TextReporter::writeSummary() {
    const Summary& summary = input_.summary;
    std::string found;
    const auto add = [&](uint32_t count, std::string_view noun) {
        if (count > 0) {
            found += (found.empty() ? "" : ", ") + counted(count, noun);
        }
    };
    add(summary.errors, "error");
    add(summary.warnings, "warning");
    add(summary.notes, "note");
    out_ << (found.empty() ? "no findings" : found) << " in " << counted(summary.files, "file")
         << " (" << counted(summary.statements, "statement") << ')';
    if (summary.unanalysed > 0) {
        out_ << ", " << counted(summary.unanalysed, "statement") << " not analysed";
    }
    out_ << '\n';
}

} // namespace

void reportText(const ReportInput& input, llvm::raw_ostream& out) {
    TextReporter(input, out).write();
}

} // namespace ironlaw
