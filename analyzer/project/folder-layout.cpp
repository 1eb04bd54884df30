// See folder-layout.h.
#include "analyzer/project/folder-layout.h"

#include "analyzer/project/plain-names.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>

#include <algorithm>

namespace ironlaw {

namespace {

/// Whether a file beside a migration's own scripts is a way back by its name: rollback.sql,
/// undo.sql, migration.down.sql, or with the folder's name.
bool isKeptWayBack(const FolderEntry& entry, std::string_view folderName) {
    const PlainName name = parsePlainName(entry.name);
    return isSqlFile(entry) && name.down &&
           (name.stem.empty() || name.stem == "migration" || name.stem == folderName);
}

/// Reads what is in the folder of one migration.
class MigrationFolder {
public:
    MigrationFolder(const LayoutInput& input, const FolderLayout& layout, MigrationTable& table,
                    const FolderEntry& entry, std::string_view version)
        : input_(input), layout_(layout), table_(table), entry_(entry), version_(version) {}

    void read() {
        const Folder child = input_.reader.folder(entry_.path);
        bool up = false;
        bool down = false;
        for (const FolderScript& script : layout_.scripts) {
            if (child.has(script.fileName) && add(script.fileName, script.direction, false)) {
                (script.direction == Direction::Up ? up : down) = true;
            }
        }
        const bool isMigration = up || !leadingDigits(entry_.name).empty();
        if (down || !isMigration) {
            return;
        }
        // What the tool does not know is left to whoever needs it.
        const auto kept = std::ranges::find_if(child.entries(), [&](const FolderEntry& one) {
            return isKeptWayBack(one, entry_.name);
        });
        if (kept != child.entries().end()) {
            add(kept->name, Direction::Down, true);
        }
    }

private:
    bool add(std::string_view fileName, Direction direction, bool byHand) {
        const std::optional<FileId> file =
            input_.reader.read(fmt::format("{}/{}", entry_.path, fileName));
        if (!file) {
            return false;
        }
        const bool up = direction == Direction::Up;
        Migration& migration = table_.at(version_, entry_.name);
        migration.wayBackPath = directPath(entry_.path + "/down.sql");
        migration.wayBackPlace = migration.wayBackPath;
        const std::string_view text = input_.reader.text(*file);
        Section section = wholeFile(*file, text, direction);
        section.byHand = byHand;
        if (layout_.complete != nullptr && !byHand) {
            layout_.complete(section, text, entry_.path);
        }
        (up ? migration.up : migration.down).push_back(std::move(section));
        addFile(input_.history, *file, up ? FileRole::Migration : FileRole::Rollback, version_);
        return true;
    }

    const LayoutInput& input_;
    const FolderLayout& layout_;
    MigrationTable& table_;
    const FolderEntry& entry_;
    std::string_view version_;
};

} // namespace

void layoutFolders(const LayoutInput& input, const FolderLayout& layout) {
    MigrationTable table(input.history);
    for (const FolderEntry& entry : input.folder.entries()) {
        const std::string version = entry.isFolder && !entry.name.starts_with('.')
                                        ? layout.versionOf(entry.name)
                                        : std::string();
        if (!version.empty()) {
            MigrationFolder(input, layout, table, entry, version).read();
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
