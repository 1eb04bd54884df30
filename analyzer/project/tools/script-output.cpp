// See script-output.h.
#include "analyzer/project/tools/script-output.h"

#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

namespace ironlaw {

namespace {

/// A piece of a script between two transactions.
struct Part {
    Range range;
    std::vector<ScriptStep> steps;
};

bool isStatement(llvm::StringRef line, llvm::StringRef words) {
    line = line.trim();
    return line.consume_front_insensitive(words) && line.trim() == ";";
}

/// Cuts behind each COMMIT that BEGIN or START TRANSACTION follows. A part that names nothing
/// belongs to the next one; what is left at the end belongs to the last.
std::vector<Part> partsOf(std::string_view text, const ScriptOutput& output) {
    std::vector<Part> parts(1);
    uint32_t committed = 0; ///< where the line behind COMMIT starts, if nothing stands between
    eachLine(text, [&](llvm::StringRef line, Range range) {
        const bool begins = isStatement(line, "BEGIN") || isStatement(line, "START TRANSACTION");
        if (begins && committed > 0 && !parts.back().steps.empty()) {
            parts.back().range.end = committed;
            parts.emplace_back().range.begin = committed;
        }
        if (isStatement(line, "COMMIT")) {
            committed = range.end;
        } else if (!line.trim().empty()) {
            committed = 0;
        }
        if (const std::optional<ScriptStep> step = output.stepOf(line)) {
            parts.back().steps.push_back(*step);
        }
    });
    parts.back().range.end = static_cast<uint32_t>(text.size());
    if (parts.size() > 1 && parts.back().steps.empty()) {
        parts.pop_back();
        parts.back().range.end = static_cast<uint32_t>(text.size());
    }
    return parts;
}

/// The version that the part makes, or takes back.
std::string_view versionOf(const Part& part) {
    const ScriptStep& step =
        part.steps.front().direction == Direction::Up ? part.steps.back() : part.steps.front();
    return step.version;
}

} // namespace

std::map<std::string, std::string> layoutOutput(const LayoutInput& input,
                                                const ScriptOutput& output) {
    std::map<std::string, std::string> before;
    MigrationTable table(input.history);
    for (const FolderEntry& entry : input.folder.entries()) {
        const std::optional<FileId> file =
            isSqlFile(entry) ? input.reader.read(entry.path) : std::nullopt;
        if (!file) {
            continue;
        }
        const std::string_view text = input.reader.text(*file);
        std::string first;
        for (const Part& part : partsOf(text, output)) {
            const std::string_view stem = without(entry.name, ".sql");
            const std::string_view version = part.steps.empty() ? stem : versionOf(part);
            Migration& migration = table.at(version, version);
            first = first.empty() ? migration.version : first;
            migration.downInOtherLanguage = !part.steps.empty();
            migration.wayBackPlace =
                fmt::format("the way back in comments under \"-- rollback:\" in {}", entry.path);
            Section section = wholeFile(*file, text, Direction::Up);
            section.range = part.range;
            if (!part.steps.empty()) {
                section.direction = part.steps.front().direction;
                before.try_emplace(migration.version, part.steps.front().before);
            }
            if (output.complete != nullptr) {
                output.complete(section, text);
            }
            (section.direction == Direction::Up ? migration.up : migration.down).push_back(section);
        }
        addFile(input.history, *file, FileRole::Migration, first);
    }
    return before;
}

} // namespace ironlaw
