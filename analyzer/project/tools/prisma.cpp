// Prisma Migrate: a folder for each migration with migration.sql, sent as one message without a
// transaction (before 7.4). It knows no way back; teams keep a down.sql or rollback.sql beside it.
#include "analyzer/project/layout.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

int recognise(const Evidence& evidence) {
    if (evidence.folder.has("migration_lock.toml")) {
        return 100;
    }
    auto isMigration = [&](const FolderEntry& entry) {
        return entry.isFolder && evidence.childHas(entry.name, "migration.sql");
    };
    return std::ranges::any_of(evidence.folder.entries(), isMigration) ? 55 : 0;
}

/// The value of `provider = "…"` in a file; in schema.prisma the one of the datasource, since
/// generators have providers too.
std::string providerIn(const std::string& path, bool inDatasource) {
    std::string result;
    std::optional<std::string> text = FileReader::peek(path);
    bool counts = !inDatasource;
    eachLine(text ? *text : std::string_view(), [&](std::string_view line, Range) {
        llvm::StringRef words = strip(line);
        if (inDatasource && words.ends_with("{")) {
            counts = words.starts_with("datasource ");
        }
        auto [key, value] = words.split('=');
        if (counts && result.empty() && key.trim() == "provider") {
            result = value.split("//").first.trim(" \t\"").str();
        }
    });
    return result;
}

std::string providerOf(const Folder& folder) {
    std::string provider = providerIn(folder.below("migration_lock.toml"), false);
    for (std::string_view schema : {"../schema.prisma", "schema.prisma"}) {
        provider = provider.empty() ? providerIn(folder.below(schema), true) : provider;
    }
    return provider;
}

void layout(const LayoutInput& input) {
    const std::string provider = providerOf(input.folder);
    if (!provider.empty() && provider != "postgresql" && provider != "postgres") {
        input.history.notRead = fmt::format("Prisma's provider is \"{}\"", provider);
        return;
    }
    MigrationTable table(input.history);
    // Prisma orders folders by name as text, which is the order of the entries.
    for (const FolderEntry& entry : input.folder.entries()) {
        if (!entry.isFolder || entry.name.starts_with('.')) {
            continue;
        }
        const Folder child = input.reader.folder(entry.path);
        std::string version(leadingDigits(entry.name));
        if (version.empty()) {
            version = entry.name;
        }
        for (auto [name, direction] : {std::pair{"migration.sql", Direction::Up},
                                       {"down.sql", Direction::Down},
                                       {"rollback.sql", Direction::Down}}) {
            if (!child.has(name)) {
                continue;
            }
            std::optional<FileId> file = input.reader.read(fmt::format("{}/{}", entry.path, name));
            if (!file) {
                continue;
            }
            Migration& migration = table.at(version, entry.name);
            migration.wayBackPlace = directPath(entry.path + "/down.sql");
            Section section = wholeFile(*file, input.reader.text(*file), direction);
            (direction == Direction::Up ? migration.up : migration.down).push_back(section);
            addFile(input.history, *file,
                    direction == Direction::Up ? FileRole::Migration : FileRole::Rollback, version);
        }
    }
}

} // namespace

const Tool prisma = {
    .name = "prisma",
    .title = "Prisma Migrate",
    .hasWayBack = false,
    .execution = oneMessage,
    .transactionOptOut =
        "put the statement alone into a migration of its own; Prisma sends "
        "migration.sql as one message, which PostgreSQL runs as one transaction if it "
        "holds several statements",
    .singleMessageHelp =
        "put the statement alone into a migration of its own; Prisma sends "
        "migration.sql as one message, which PostgreSQL runs as one transaction if it "
        "holds several statements",
    .ownsSubfolders = true,
    .folderIsMigration = true,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
