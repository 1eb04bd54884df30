// diesel: a folder for each migration with up.sql, down.sql and metadata.toml
// (migrations_internals/src/lib.rs, diesel_migrations/src/file_based_migrations.rs).
#include "analyzer/project/folder-layout.h"
#include "analyzer/project/tools.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

int recognise(const Evidence& evidence) {
    if (foldersWith(evidence, "up.sql") == 0) {
        return 0;
    }
    if (evidence.nearby("diesel.toml")) {
        return 100;
    }
    // Diesel writes the day with dashes; other numbers stand for other runners just as well.
    const bool dated = std::ranges::any_of(evidence.folder.entries(), [](const FolderEntry& entry) {
        const size_t digits = leadingDigits(entry.name).size();
        return entry.isFolder && (digits == 14 || (digits == 4 && entry.name.find('-') == digits));
    });
    return dated ? 55 : 38;
}

std::string versionOf(std::string_view folderName) {
    std::string version(folderName.substr(0, folderName.find('_')));
    std::erase(version, '-');
    return version;
}

/// run_in_transaction = false
void complete(Section& section, std::string_view, const std::string& folder) {
    const std::optional<std::string> text = FileReader::peek(folder + "/metadata.toml");
    eachLine(text ? std::string_view(*text) : "", [&](std::string_view line, Range) {
        auto [key, value] = llvm::StringRef(line).split('=');
        section.optsOutOfTransaction |=
            key.trim() == "run_in_transaction" && value.trim().starts_with("false");
    });
}

constexpr FolderScript scripts[] = {{"up.sql", Direction::Up}, {"down.sql", Direction::Down}};

/// Diesel orders versions as text.
constexpr FolderLayout folders = {
    .scripts = scripts,
    .versionOf = versionOf,
    .precedes = [](const Migration& a, const Migration& b) { return a.version < b.version; },
    .complete = complete,
};

void layout(const LayoutInput& input) { layoutFolders(input, folders); }

} // namespace

const Tool diesel = {
    .name = "diesel",
    .title = "Diesel",
    .refusesEmpty = true,
    .execution = wrappedMessage,
    .transactionOptOut =
        "write \"run_in_transaction = false\" into metadata.toml beside the file and keep "
        "the statement alone in it",
    .wayBackForm = {.sharesOptOut = true},
    .singleMessageHelp =
        "keep the statement alone in its file; Diesel sends a file as one message, which "
        "PostgreSQL runs as one transaction if it holds several statements",
    .ownsSubfolders = true,
    .folderIsMigration = true,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
