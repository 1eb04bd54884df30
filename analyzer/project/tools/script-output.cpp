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

class Layout {
public:
    Layout(const LayoutInput& input, const ScriptOutput& output)
        : input_(input), output_(output), table_(input.history) {}

    std::map<std::string, std::string> run() {
        for (const FolderEntry& entry : input_.folder.entries()) {
            const std::optional<FileId> file =
                isSqlFile(entry) ? input_.reader.read(entry.path) : std::nullopt;
            if (file) {
                script(entry, *file);
            }
        }
        return std::move(before_);
    }

private:
    void script(const FolderEntry& entry, FileId file) {
        const std::string_view text = input_.reader.text(file);
        std::string first;
        for (const Part& part : partsOf(text, output_)) {
            const std::string_view stem = without(entry.name, ".sql");
            const std::string_view version = part.steps.empty() ? stem : versionOf(part);
            Migration& migration = table_.at(version, version);
            Section section = wholeFile(file, text, Direction::Up);
            section.range = part.range;
            if (!part.steps.empty()) {
                section.direction = part.steps.front().direction;
                before_.try_emplace(migration.version, part.steps.front().before);
            }
            std::vector<Section>& way =
                section.direction == Direction::Up ? migration.up : migration.down;
            if (!way.empty()) {
                continue; // a script of more migrations holds it, too
            }
            first = migration.version;
            migration.downInOtherLanguage = !part.steps.empty();
            migration.wayBackPlace =
                fmt::format("the way back in comments under \"-- rollback:\" in {}", entry.path);
            if (output_.complete != nullptr) {
                output_.complete(section, text);
            }
            way.push_back(section);
        }
        first.empty() ? addFile(input_.history, file, FileRole::Ignored, "",
                                "another script holds the same migrations")
                      : addFile(input_.history, file, FileRole::Migration, first);
    }

    const LayoutInput& input_;
    const ScriptOutput& output_;
    MigrationTable table_;
    std::map<std::string, std::string> before_;
};

} // namespace

std::map<std::string, std::string> layoutOutput(const LayoutInput& input,
                                                const ScriptOutput& output) {
    return Layout(input, output).run();
}

} // namespace ironlaw
