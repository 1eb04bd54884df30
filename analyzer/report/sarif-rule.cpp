// A rule as SARIF describes it: its manual becomes the help that code scanning shows beside a
// result.
#include "analyzer/report/sarif.h"

#include "analyzer/rule/rule.h"

namespace ironlaw {

namespace {

/// GitHub cuts descriptions at 1024 characters; cutting them ourselves leaves whole words.
constexpr size_t maxDescription = 1000;

std::string_view takeLine(std::string_view& text) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

/// The first paragraph below the manual's heading, on one line.
std::string firstParagraph(std::string_view manual) {
    std::string paragraph;
    while (!manual.empty()) {
        const std::string_view line = takeLine(manual);
        const bool blank = line.find_first_not_of(" \t") == std::string_view::npos;
        if (blank && !paragraph.empty()) {
            break;
        }
        if (blank || line.starts_with('#')) {
            continue;
        }
        paragraph += paragraph.empty() ? "" : " ";
        paragraph += line;
    }
    if (paragraph.size() > maxDescription) {
        paragraph.erase(paragraph.rfind(' ', maxDescription));
        paragraph += " …";
    }
    return paragraph;
}

void writeText(std::string_view key, std::string_view text, llvm::json::OStream& json) {
    json.attributeObject(key, [&] { json.attribute("text", llvm::json::fixUTF8(text)); });
}

} // namespace

std::string_view sarifLevel(Severity severity) {
    return severity == Severity::Off ? "none" : wordOf(severity);
}

void writeSarifRule(std::string_view id, std::string_view family, const RegisteredRule* rule,
                    llvm::json::OStream& json) {
    // GitHub requires all three texts, so each falls back on the one before it.
    const std::string summary(rule == nullptr ? id : rule->rule->summary);
    const std::string paragraph = rule == nullptr ? "" : firstParagraph(rule->manual);
    const std::string description = paragraph.empty() ? summary : paragraph;
    const std::string manual(rule == nullptr || rule->manual.empty() ? description : rule->manual);
    json.object([&] {
        json.attribute("id", llvm::StringRef(id));
        writeText("shortDescription", summary, json);
        writeText("fullDescription", description, json);
        json.attributeObject("help", [&] {
            json.attribute("text", llvm::json::fixUTF8(manual));
            json.attribute("markdown", llvm::json::fixUTF8(manual));
        });
        if (rule != nullptr) {
            json.attributeObject("defaultConfiguration", [&] {
                json.attribute("level", llvm::StringRef(sarifLevel(rule->rule->severity)));
                if (!rule->rule->enabled) {
                    json.attribute("enabled", false);
                }
            });
        }
        json.attributeObject("properties", [&] {
            json.attribute("tags", llvm::json::Array{llvm::StringRef(family)});
        });
    });
}

} // namespace ironlaw
