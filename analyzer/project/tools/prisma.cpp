// Prisma Migrate: a folder for each migration with migration.sql, sent as one message without a
// transaction. It knows no way back; teams keep a down.sql, rollback.sql or the like beside it.
#include "analyzer/project/folder-layout.h"
#include "analyzer/project/tools.h"

#include "grammar/statements.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

int recognise(const Evidence& evidence) {
    if (evidence.folder.has("migration_lock.toml")) {
        return 100;
    }
    return foldersWith(evidence, "migration.sql") > 0 ? 55 : 0;
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

std::string versionOf(std::string_view folderName) {
    const std::string_view digits = leadingDigits(folderName);
    return std::string(digits.empty() ? folderName : digits);
}

constexpr FolderScript scripts[] = {{"migration.sql", Direction::Up}};

/// Prisma orders folders by name as text.
constexpr FolderLayout folders = {.scripts = scripts, .versionOf = versionOf};

/// Whether package.json asks for Prisma 7.4 or newer: "prisma": "^7.4.0".
bool splitsScripts(const std::string& folder) {
    const std::optional<std::string> text = textNearby(folder, "package.json");
    bool result = false;
    eachLine(text ? std::string_view(*text) : "", [&](std::string_view line, Range) {
        auto [key, value] = llvm::StringRef(line).split(':');
        key = key.trim(" \t\"");
        llvm::StringRef number = value.trim(" \t\",").ltrim("^~>=v ");
        unsigned major = 0;
        unsigned minor = 0;
        if ((key == "prisma" || key == "@prisma/client") && !number.consumeInteger(10, major)) {
            number.consume_front(".");
            const bool hasMinor = !number.consumeInteger(10, minor);
            result |= major > 7 || (major == 7 && hasMinor && minor >= 4);
        }
    });
    return result;
}

bool isConcurrent(const Statement* statement) {
    if (const auto* index = as<CreateIndex>(*statement)) {
        return index->concurrently;
    }
    const auto* drop = as<Drop>(*statement);
    return drop != nullptr && drop->concurrently;
}

void layout(const LayoutInput& input) {
    const std::string provider = providerOf(input.folder);
    if (!provider.empty() && provider != "postgresql" && provider != "postgres") {
        input.history.notRead = fmt::format("Prisma's provider is \"{}\"", provider);
        return;
    }
    layoutFolders(input, folders);
    const bool splits = splitsScripts(input.folder.path());
    for (Migration& migration : input.history.migrations) {
        for (Section& section : migration.up) {
            section.optsOutIfNeeded = splits;
        }
    }
}

/// From 7.4 on a script with CONCURRENTLY in it is sent statement by statement.
Execution execution(const Section& section, const ParsedSection& parsed) {
    const bool split =
        section.optsOutIfNeeded && std::ranges::any_of(parsed.statements, isConcurrent);
    return {.singleMessage = !split};
}

} // namespace

const Tool prisma = {
    .name = "prisma",
    .title = "Prisma Migrate",
    .hasWayBack = false,
    .execution = execution,
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
