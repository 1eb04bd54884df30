// See split-scripts.h.
#include "analyzer/project/split-scripts.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

/// What is wrong with a line that means to be a marker of the tool with the cutting line `split`.
std::optional<SectionProblem::Kind> problemOf(std::string_view line, std::string_view split) {
    const llvm::StringRef sign = split.substr(0, split.find(':') + 1); // "--bun:"
    if (line == split) {
        return std::nullopt;
    }
    if (line.starts_with(sign)) {
        return SectionProblem::Kind::UnknownMarker;
    }
    const llvm::StringRef text = strip(line);
    const bool means = text.starts_with("--") &&
                       text.ltrim("- \t").equals_insensitive(llvm::StringRef(split).ltrim("-"));
    return means ? std::optional(SectionProblem::Kind::IgnoredMarker) : std::nullopt;
}

} // namespace

std::optional<ScriptName> parseSplitName(std::string_view fileName) {
    const std::string_view version = leadingDigits(fileName);
    llvm::StringRef rest = fileName;
    if (version.empty() || !rest.substr(version.size()).starts_with("_") ||
        !rest.consume_back(".sql")) {
        return std::nullopt;
    }
    ScriptName result{version, ""};
    if (rest.consume_back(".up")) {
        result.direction = Direction::Up;
    } else if (rest.consume_back(".down")) {
        result.direction = Direction::Down;
    } else {
        return std::nullopt;
    }
    result.optsOut = !rest.consume_back(".tx");
    result.stem = rest;
    return result;
}

void layoutSplitScripts(const LayoutInput& input, const ScriptLayout& layout,
                        std::string_view split) {
    layoutScripts(input, layout);
    for (Migration& migration : input.history.migrations) {
        for (const std::vector<Section>* way : {&migration.up, &migration.down}) {
            for (const Section& section : *way) {
                const std::string_view text = input.reader.text(section.file);
                eachLine(text, [&](std::string_view line, Range range) {
                    // In a transaction it makes no difference whether the text is one message.
                    const auto kind = problemOf(line, split);
                    const bool matters =
                        kind == SectionProblem::Kind::UnknownMarker || section.optsOutOfTransaction;
                    if (kind && matters) {
                        const auto size = static_cast<uint32_t>(line.size());
                        migration.problems.push_back(
                            {*kind, section.file, {range.begin, range.begin + size}, split});
                    }
                });
            }
        }
    }
}

int recogniseSplitScripts(const Evidence& evidence, std::string_view split,
                          std::string_view module) {
    if (mostlyNamed(evidence, parseSplitName) == 0) {
        return 0;
    }
    const bool cut = evidence.anyHead(
        [&](std::string_view head) { return head.find(split) != std::string_view::npos; });
    if (cut || evidence.requiresModule(module)) {
        return 75;
    }
    const bool marksTransactions = std::ranges::any_of(
        evidence.sqlNames, [](const std::string& name) { return name.ends_with(".tx.up.sql"); });
    return marksTransactions ? 50 : 0;
}

} // namespace ironlaw
