// The format for other programs, as shared/interface.md promises it.
#include "analyzer/report/fingerprint.h"
#include "analyzer/report/places.h"
#include "analyzer/report/report.h"

#include "analyzer/diagnostic/sanitise.h"
#include "grammar/parser.h"

#include <fmt/format.h>
#include <llvm/Support/JSON.h>

namespace ironlaw {

namespace {

/// Text that has to come out unchanged as far as JSON can say it: paths and edits.
std::string exactText(std::string_view text) { return llvm::json::fixUTF8(text); }

class JsonReporter {
public:
    JsonReporter(const ReportInput& input, llvm::raw_ostream& out)
        : input_(input), json_(out, 2), places_(input.project.sources) {}

    void write();

private:
    void writeDiagnostic(const Diagnostic& diagnostic, const std::string& fingerprint);
    void writeNote(const Note& note);
    void writeFix(const Fix& fix);
    void writeLocation(Location location);
    void writePosition(Location location, uint32_t offset, std::string_view key);
    void writeFile(const FileSummary& file);
    void writeSummary();

    const ReportInput& input_;
    llvm::json::OStream json_;
    Places places_;
};

void JsonReporter::write() {
    const std::vector<std::string> prints =
        fingerprints(input_.project.sources, input_.diagnostics);
    json_.object([&] {
        json_.attribute("version", 1);
        json_.attributeObject("tool", [&] {
            json_.attribute("name", "ironlaw");
            json_.attribute("version", IRONLAW_VERSION);
            json_.attribute("grammar", fmt::format("{}", grammarVersion()));
        });
        json_.attributeArray("diagnostics", [&] {
            for (size_t i = 0; i < input_.diagnostics.size(); ++i) {
                writeDiagnostic(input_.diagnostics[i], prints[i]);
            }
        });
        json_.attributeArray("files", [&] {
            for (const FileSummary& file : input_.files) {
                writeFile(file);
            }
        });
        writeSummary();
    });
    json_.flush();
}

void JsonReporter::writeDiagnostic(const Diagnostic& diagnostic, const std::string& fingerprint) {
    json_.object([&] {
        json_.attribute("rule", llvm::StringRef(diagnostic.rule));
        json_.attribute("family", llvm::StringRef(diagnostic.family));
        json_.attribute("severity", llvm::StringRef(wordOf(diagnostic.severity)));
        json_.attribute("message", sanitise(diagnostic.message));
        if (!diagnostic.help.empty()) {
            json_.attribute("help", sanitise(diagnostic.help));
        }
        writeLocation(diagnostic.location);
        if (!diagnostic.migration.empty()) {
            json_.attribute("migration", exactText(diagnostic.migration));
        }
        if (!diagnostic.migration.empty() || diagnostic.direction == Direction::Down) {
            json_.attribute("direction", diagnostic.direction == Direction::Up ? "up" : "down");
        }
        json_.attribute("fingerprint", fingerprint);
        json_.attributeArray("notes", [&] {
            for (const Note& note : diagnostic.notes) {
                writeNote(note);
            }
        });
        if (diagnostic.fix) {
            writeFix(*diagnostic.fix);
        }
    });
}

void JsonReporter::writeNote(const Note& note) {
    json_.object([&] {
        json_.attribute("message", sanitise(note.message));
        if (note.location) {
            writeLocation(*note.location);
        }
    });
}

void JsonReporter::writeFix(const Fix& fix) {
    json_.attributeObject("fix", [&] {
        json_.attribute("safe", fix.safe);
        json_.attributeArray("edits", [&] {
            for (const Edit& edit : fix.edits) {
                json_.object([&] {
                    json_.attribute("path", exactText(places_.path(edit.location.file)));
                    json_.attribute("start", edit.location.range.begin);
                    json_.attribute("end", edit.location.range.end);
                    json_.attribute("text", exactText(edit.text));
                });
            }
        });
    });
}

void JsonReporter::writeLocation(Location location) {
    json_.attribute("path", exactText(places_.path(location.file)));
    writePosition(location, location.range.begin, "start");
    writePosition(location, std::max(location.range.begin, location.range.end), "end");
}

void JsonReporter::writePosition(Location location, uint32_t offset, std::string_view key) {
    const Position position = places_.at(location.file, offset);
    json_.attributeObject(key, [&] {
        json_.attribute("line", position.line);
        json_.attribute("column", position.column);
        json_.attribute("offset", offset);
    });
}

void JsonReporter::writeFile(const FileSummary& file) {
    json_.object([&] {
        json_.attribute("path", exactText(file.path));
        json_.attribute("tool", llvm::StringRef(file.tool));
        json_.attribute("role", llvm::StringRef(wordOf(file.role)));
        if (!file.migration.empty()) {
            json_.attribute("migration", exactText(file.migration));
        }
        json_.attribute("statements", file.statements);
        json_.attribute("unanalysed", file.unanalysed);
    });
}

void JsonReporter::writeSummary() {
    const Summary& summary = input_.summary;
    json_.attributeObject("summary", [&] {
        json_.attribute("files", summary.files);
        json_.attribute("statements", summary.statements);
        json_.attribute("unanalysed", summary.unanalysed);
        json_.attribute("errors", summary.errors);
        json_.attribute("warnings", summary.warnings);
        json_.attribute("notes", summary.notes);
    });
}

} // namespace

void reportJson(const ReportInput& input, llvm::raw_ostream& out) {
    std::string text;
    llvm::raw_string_ostream json(text);
    JsonReporter(input, json).write();
    out << escapeJson(text) << '\n';
}

} // namespace ironlaw
