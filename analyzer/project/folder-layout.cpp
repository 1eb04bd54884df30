// See folder-layout.h.
#include "analyzer/project/folder-layout.h"

#include <fmt/format.h>

#include <algorithm>

namespace ironlaw {

void layoutFolders(const LayoutInput& input, const FolderLayout& layout) {
    MigrationTable table(input.history);
    for (const FolderEntry& entry : input.folder.entries()) {
        const std::string version = entry.isFolder && !entry.name.starts_with('.')
                                        ? layout.versionOf(entry.name)
                                        : std::string();
        if (version.empty()) {
            continue;
        }
        const Folder child = input.reader.folder(entry.path);
        for (const FolderScript& script : layout.scripts) {
            const std::optional<FileId> file =
                child.has(script.fileName)
                    ? input.reader.read(fmt::format("{}/{}", entry.path, script.fileName))
                    : std::nullopt;
            if (!file) {
                continue;
            }
            const bool up = script.direction == Direction::Up;
            Migration& migration = table.at(version, entry.name);
            migration.wayBackPlace = directPath(entry.path + "/down.sql");
            const std::string_view text = input.reader.text(*file);
            Section section = wholeFile(*file, text, script.direction);
            if (layout.complete != nullptr) {
                layout.complete(section, text, entry.path);
            }
            (up ? migration.up : migration.down).push_back(std::move(section));
            addFile(input.history, *file, up ? FileRole::Migration : FileRole::Rollback, version);
        }
    }
    if (layout.precedes != nullptr) {
        std::ranges::stable_sort(input.history.migrations, layout.precedes);
    }
}

size_t foldersWith(const Evidence& evidence, std::string_view name) {
    return static_cast<size_t>(
        std::ranges::count_if(evidence.folder.entries(), [&](const FolderEntry& entry) {
            return entry.isFolder && evidence.childHas(entry.name, name);
        }));
}

} // namespace ironlaw
