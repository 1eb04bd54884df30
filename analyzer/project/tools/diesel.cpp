// diesel: a folder for each migration with up.sql, down.sql and metadata.toml
// (migrations_internals/src/lib.rs, diesel_migrations/src/file_based_migrations.rs).
#include "analyzer/project/layout.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

int recognise(const Evidence& evidence) {
    size_t folders = 0;
    for (const FolderEntry& entry : evidence.folder.entries()) {
        folders += entry.isFolder && evidence.childHas(entry.name, "up.sql") ? 1 : 0;
    }
    if (folders == 0) {
        return 0;
    }
    return evidence.nearby("diesel.toml") ? 100 : 55;
}

/// run_in_transaction = false
bool optsOut(const LayoutInput& input, const std::string& folder) {
    std::optional<std::string> text = input.reader.peek(folder + "/metadata.toml");
    if (!text) {
        return false;
    }
    bool result = false;
    eachLine(*text, [&](std::string_view line, Range) {
        auto [key, value] = llvm::StringRef(line).split('=');
        result |= key.trim() == "run_in_transaction" && value.trim().starts_with("false");
    });
    return result;
}

void layout(const LayoutInput& input) {
    MigrationTable table(input.history);
    for (const FolderEntry& entry : input.folder.entries()) {
        if (!entry.isFolder || entry.name.starts_with('.')) {
            continue;
        }
        const Folder child = input.reader.folder(entry.path);
        bool hasUp = child.has("up.sql");
        bool hasDown = child.has("down.sql");
        if (!hasUp && !hasDown) {
            continue;
        }
        std::string version = entry.name.substr(0, entry.name.find('_'));
        std::erase(version, '-');
        bool noTransaction = optsOut(input, entry.path);
        Migration& migration = table.at(version, entry.name);
        migration.wayBackPlace = directPath(entry.path + "/down.sql");
        for (auto [name, direction] :
             {std::pair{"up.sql", Direction::Up}, {"down.sql", Direction::Down}}) {
            if (!child.has(name)) {
                continue;
            }
            std::optional<FileId> file = input.reader.read(fmt::format("{}/{}", entry.path, name));
            if (!file) {
                continue;
            }
            Section section = wholeFile(*file, input.reader.text(*file), direction);
            section.optsOutOfTransaction = noTransaction;
            (direction == Direction::Up ? migration.up : migration.down).push_back(section);
            addFile(input.history, *file,
                    direction == Direction::Up ? FileRole::Migration : FileRole::Rollback, version);
        }
    }
    // diesel orders versions as text.
    std::ranges::stable_sort(input.history.migrations, {}, &Migration::version);
}

} // namespace

const Tool diesel = {
    .name = "diesel",
    .title = "Diesel",
    .refusesEmpty = true,
    .execution = wrappedMessage,
    .transactionOptOut =
        "write \"run_in_transaction = false\" into metadata.toml beside the file and keep "
        "the statement alone in it",
    .singleMessageHelp =
        "keep the statement alone in its file; Diesel sends a file as one message, which "
        "PostgreSQL runs as one transaction if it holds several statements",
    .ownsSubfolders = true,
    .folderIsMigration = true,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
