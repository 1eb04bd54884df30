// SARIF 2.1.0, for GitHub code scanning and the viewers of editors. Only the rules that results
// name are described.
#include "analyzer/report/sarif.h"

#include "analyzer/report/fingerprint.h"
#include "analyzer/report/places.h"
#include "analyzer/report/uri.h"

#include "analyzer/diagnostic/sanitise.h"

#include <algorithm>
#include <map>

namespace ironlaw {

namespace {

/// SARIF reads `[text](target)` as a link, also in plain text; names in a message must not make
/// one.
std::string withoutLinks(std::string text) {
    for (size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at)) {
        text.insert(at + 1, " ");
    }
    return text;
}

/// Viewers show one text a result: what happens and what to do, as sentences.
std::string sentences(const Diagnostic& diagnostic) {
    std::string text = sanitise(diagnostic.message) + ".";
    if (!diagnostic.help.empty()) {
        std::string help = sanitise(diagnostic.help);
        if (help[0] >= 'a' && help[0] <= 'z') {
            help[0] = static_cast<char>(help[0] - 'a' + 'A');
        }
        text += " " + help + ".";
    }
    return withoutLinks(std::move(text));
}

class SarifReporter {
public:
    SarifReporter(const ReportInput& input, std::span<const RegisteredRule> rules,
                  llvm::raw_ostream& out)
        : input_(input), rules_(rules), json_(out, 2), places_(input.project.sources) {}

    void write();

private:
    struct UsedRule {
        std::string_view family;
        int index = 0;
    };

    void writeTool();
    void writeInvocation();
    void writeResult(const Diagnostic& diagnostic, const std::string& fingerprint);
    void writeRelatedLocations(const Diagnostic& diagnostic);
    void writeFix(const Diagnostic& diagnostic);
    void writeReplacement(const Edit& edit);
    void writeMessage(std::string_view key, std::string_view text);
    void writePhysicalLocation(Location location);
    void writeArtifact(FileId file);
    void writeRegion(std::string_view key, Location location);

    const ReportInput& input_;
    std::span<const RegisteredRule> rules_;
    llvm::json::OStream json_;
    Places places_;
    std::map<std::string_view, UsedRule> used_;
};

void SarifReporter::write() {
    for (const Diagnostic& diagnostic : input_.diagnostics) {
        used_.try_emplace(diagnostic.rule, UsedRule{diagnostic.family});
    }
    int index = 0;
    for (auto& [id, rule] : used_) {
        rule.index = index++;
    }
    const std::vector<std::string> prints =
        fingerprints(input_.project.sources, input_.diagnostics);
    json_.object([&] {
        json_.attribute("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json_.attribute("version", "2.1.0");
        json_.attributeArray("runs", [&] {
            json_.object([&] {
                writeTool();
                writeInvocation();
                json_.attribute("columnKind", "utf16CodeUnits");
                json_.attributeArray("results", [&] {
                    for (size_t i = 0; i < input_.diagnostics.size(); ++i) {
                        writeResult(input_.diagnostics[i], prints[i]);
                    }
                });
            });
        });
    });
    json_.flush();
}

void SarifReporter::writeTool() {
    json_.attributeObject("tool", [&] {
        json_.attributeObject("driver", [&] {
            json_.attribute("name", "ironlaw");
            json_.attribute("version", IRONLAW_VERSION);
            json_.attributeArray("rules", [&] {
                for (const auto& [id, rule] : used_) {
                    const auto found = std::lower_bound(
                        rules_.begin(), rules_.end(), id,
                        [](const RegisteredRule& a, std::string_view b) { return a.id < b; });
                    const bool known = found != rules_.end() && found->id == id;
                    writeSarifRule(id, rule.family, known ? &*found : nullptr, json_);
                }
            });
        });
    });
}

void SarifReporter::writeInvocation() {
    const std::vector<std::string>& failures = input_.project.failures;
    json_.attributeArray("invocations", [&] {
        json_.object([&] {
            json_.attribute("executionSuccessful", failures.empty());
            if (failures.empty()) {
                return;
            }
            json_.attributeArray("toolExecutionNotifications", [&] {
                for (const std::string& failure : failures) {
                    json_.object([&] {
                        json_.attribute("level", "error");
                        writeMessage("message", withoutLinks(sanitise(failure)));
                    });
                }
            });
        });
    });
}

void SarifReporter::writeResult(const Diagnostic& diagnostic, const std::string& fingerprint) {
    json_.object([&] {
        json_.attribute("ruleId", llvm::StringRef(diagnostic.rule));
        json_.attribute("ruleIndex", used_[diagnostic.rule].index);
        json_.attribute("level", llvm::StringRef(sarifLevel(diagnostic.severity)));
        writeMessage("message", sentences(diagnostic));
        json_.attributeArray("locations", [&] {
            json_.object([&] { writePhysicalLocation(diagnostic.location); });
        });
        if (!diagnostic.notes.empty()) {
            writeRelatedLocations(diagnostic);
        }
        json_.attributeObject("partialFingerprints",
                              [&] { json_.attribute("ironlaw/v1", fingerprint); });
        // Viewers apply fixes at a click, so only those that keep the meaning are offered.
        if (diagnostic.fix && diagnostic.fix->safe && !diagnostic.fix->edits.empty()) {
            writeFix(diagnostic);
        }
    });
}

void SarifReporter::writeRelatedLocations(const Diagnostic& diagnostic) {
    json_.attributeArray("relatedLocations", [&] {
        int id = 0;
        for (const Note& note : diagnostic.notes) {
            json_.object([&] {
                json_.attribute("id", ++id);
                writePhysicalLocation(note.location.value_or(diagnostic.location));
                writeMessage("message", withoutLinks(sanitise(note.message)) + ".");
            });
        }
    });
}

void SarifReporter::writeFix(const Diagnostic& diagnostic) {
    std::map<FileId, std::vector<const Edit*>> editsByFile;
    for (const Edit& edit : diagnostic.fix->edits) {
        editsByFile[edit.location.file].push_back(&edit);
    }
    json_.attributeArray("fixes", [&] {
        json_.object([&] {
            json_.attributeArray("artifactChanges", [&] {
                for (const auto& [file, edits] : editsByFile) {
                    json_.object([&] {
                        writeArtifact(file);
                        json_.attributeArray("replacements", [&] {
                            for (const Edit* edit : edits) {
                                writeReplacement(*edit);
                            }
                        });
                    });
                }
            });
        });
    });
}

void SarifReporter::writeReplacement(const Edit& edit) {
    json_.object([&] {
        writeRegion("deletedRegion", edit.location);
        if (!edit.text.empty()) {
            writeMessage("insertedContent", llvm::json::fixUTF8(edit.text));
        }
    });
}

void SarifReporter::writeMessage(std::string_view key, std::string_view text) {
    json_.attributeObject(key, [&] { json_.attribute("text", llvm::StringRef(text)); });
}

void SarifReporter::writePhysicalLocation(Location location) {
    json_.attributeObject("physicalLocation", [&] {
        writeArtifact(location.file);
        writeRegion("region", location);
    });
}

void SarifReporter::writeArtifact(FileId file) {
    const Uri uri = uriOf(places_.path(file));
    json_.attributeObject("artifactLocation", [&] {
        json_.attribute("uri", uri.text);
        if (uri.relative) {
            json_.attribute("uriBaseId", "%SRCROOT%");
        }
    });
}

void SarifReporter::writeRegion(std::string_view key, Location location) {
    const Place place = places_.at(location);
    json_.attributeObject(key, [&] {
        json_.attribute("startLine", place.start.line);
        json_.attribute("startColumn", place.start.utf16Column);
        json_.attribute("endLine", place.end.line);
        json_.attribute("endColumn", place.end.utf16Column);
    });
}

} // namespace

void writeSarif(const ReportInput& input, std::span<const RegisteredRule> rules,
                llvm::raw_ostream& out) {
    std::string text;
    llvm::raw_string_ostream json(text);
    SarifReporter(input, rules, json).write();
    out << escapeJson(text) << '\n';
}

void reportSarif(const ReportInput& input, llvm::raw_ostream& out) {
    writeSarif(input, registeredRules(), out);
}

} // namespace ironlaw
