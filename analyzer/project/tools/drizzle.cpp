// Drizzle: scripts in the order of meta/_journal.json, or a folder for each migration from 1.0 on
// (drizzle-orm/src/migrator.ts, pg-core/dialect.ts). All that is pending runs in one transaction;
// each piece between two breakpoints is a message.
#include "analyzer/project/folder-layout.h"
#include "analyzer/project/plain-names.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/StringSet.h>
#include <llvm/Support/JSON.h>

#include <algorithm>

namespace ironlaw {

namespace {

constexpr std::string_view breakpoint = "--> statement-breakpoint";

void cut(Section& section, std::string_view text, const std::string& = "") {
    for (size_t at = text.find(breakpoint); at != std::string_view::npos;
         at = text.find(breakpoint, at + breakpoint.size())) {
        const auto begin = static_cast<uint32_t>(at);
        section.cuts.push_back(begin);
        section.unsent.push_back({begin, begin + static_cast<uint32_t>(breakpoint.size())});
    }
}

std::string versionOf(std::string_view folderName) {
    return std::string(leadingDigits(folderName));
}

constexpr FolderScript scripts[] = {{"migration.sql", Direction::Up}};

constexpr FolderLayout folders = {.scripts = scripts, .versionOf = versionOf, .complete = cut};

/// What the journal says.
struct Journal {
    bool isThere = false;
    std::string dialect;
    std::vector<std::string> tags; ///< the scripts' names without .sql, in the order of their runs

    explicit Journal(const Folder& folder) {
        const std::optional<std::string> text =
            FileReader::peek(folder.below("meta/_journal.json"));
        llvm::Expected<llvm::json::Value> value = llvm::json::parse(text ? *text : "");
        if (!value) {
            llvm::consumeError(value.takeError());
            return;
        }
        const llvm::json::Object* object = value->getAsObject();
        const llvm::json::Array* entries =
            object == nullptr ? nullptr : object->getArray("entries");
        if (entries == nullptr) {
            return;
        }
        isThere = true;
        dialect = object->getString("dialect").value_or("").str();
        for (const llvm::json::Value& entry : *entries) {
            const llvm::json::Object* one = entry.getAsObject();
            const auto tag = one == nullptr ? std::nullopt : one->getString("tag");
            if (tag) {
                tags.push_back(tag->str());
            }
        }
    }
};

/// Whether the journal orders the scripts: one that knows none of them does not.
bool governs(const Journal& journal, const Folder& folder) {
    return journal.isThere && std::ranges::any_of(journal.tags, [&](const std::string& tag) {
               return folder.has(tag + ".sql");
           });
}

int recognise(const Evidence& evidence) {
    if (evidence.folder.has("meta") && governs(Journal(evidence.folder), evidence.folder)) {
        return 100;
    }
    const size_t count = foldersWith(evidence, "migration.sql");
    if (count > 0 && foldersWith(evidence, "snapshot.json") * 2 >= count) {
        return 90;
    }
    if (std::ranges::find(evidence.sqlNames, "migration.sql") != evidence.sqlNames.end()) {
        return 0; // one of those folders
    }
    const bool isCut = evidence.anyHead(
        [](std::string_view head) { return head.find(breakpoint) != std::string_view::npos; });
    return isCut ? 80 : 0;
}

/// Why Drizzle does not run a file, or "". It has no way back: where no journal says what it runs,
/// a name may say that the file is one.
std::string_view leftOut(const Folder& folder, std::string_view stem, const Journal& journal,
                         const llvm::StringSet<>& named) {
    if (journal.isThere) {
        return named.contains(stem) ? "" : "meta/_journal.json does not name it";
    }
    const PlainName name = parsePlainName(stem);
    return name.down && folder.has(fmt::format("{}.sql", name.stem)) ? "Drizzle has no way back"
                                                                     : "";
}

void layoutScripts(const LayoutInput& input, const Journal& journal) {
    MigrationTable table(input.history);
    llvm::StringSet<> named;
    for (const std::string& tag : journal.tags) {
        table.at(leadingDigits(tag), tag);
        named.insert(tag);
    }
    for (const FolderEntry& entry : input.folder.entries()) {
        const std::optional<FileId> file =
            isSqlFile(entry) ? input.reader.read(entry.path) : std::nullopt;
        if (!file) {
            continue;
        }
        const std::string_view stem = without(entry.name, ".sql");
        if (const std::string_view why = leftOut(input.folder, stem, journal, named);
            !why.empty()) {
            // A seed or query may lie beside the scripts; those have a number or date in front.
            (leadingDigits(stem).empty() ? addMisnamed : addUnlisted)(input.history, *file, why);
            continue;
        }
        Migration& migration = table.at(leadingDigits(stem), stem);
        migration.wayBackPath = input.folder.below(fmt::format("{}.down.sql", stem));
        migration.wayBackPlace = migration.wayBackPath;
        Section section = wholeFile(*file, input.reader.text(*file), Direction::Up);
        cut(section, input.reader.text(*file));
        migration.up.push_back(std::move(section));
        addFile(input.history, *file, FileRole::Migration, migration.version);
    }
    std::erase_if(input.history.migrations,
                  [](const Migration& migration) { return migration.up.empty(); });
}

void layout(const LayoutInput& input) {
    Journal journal(input.folder);
    journal.isThere = governs(journal, input.folder);
    if (!journal.dialect.empty() && journal.dialect != "postgresql" && journal.dialect != "pg") {
        input.history.notRead = fmt::format("Drizzle's dialect is \"{}\"", journal.dialect);
    } else if (!journal.isThere && std::ranges::none_of(input.folder.entries(), isSqlFile)) {
        layoutFolders(input, folders);
    } else {
        layoutScripts(input, journal);
    }
}

} // namespace

const Tool drizzle = {
    .name = "drizzle",
    .title = "Drizzle",
    .hasWayBack = false,
    .execution = wrappedMessage,
    .transactionOptOut =
        "put \"COMMIT;\" and a line \"--> statement-breakpoint\" in front of it, and "
        "nothing behind it that needs the transaction",
    .commitIsWayOut = true,
    .singleMessageHelp = "put a line \"--> statement-breakpoint\" in front of it and behind it",
    .ownsSubfolders = true,
    .folderIsMigration = true,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
