// Hasura: a folder for each migration with up.sql and down.sql (cli/migrate/source/parse.go). Each
// file goes to the server as one run_sql, in a transaction.
#include "analyzer/project/folder-layout.h"
#include "analyzer/project/tools.h"

namespace ironlaw {

namespace {

int recognise(const Evidence& evidence) {
    if (foldersWith(evidence, "up.sql") == 0) {
        return 0;
    }
    const std::optional<std::string> config = textNearby(evidence.folder.path(), "config.yaml");
    if (config && config->find("metadata_directory") != std::string::npos) {
        return 95;
    }
    // The time in milliseconds, without the dashes that Diesel writes.
    for (const FolderEntry& entry : evidence.folder.entries()) {
        if (entry.isFolder && leadingDigits(entry.name).size() == 13 &&
            evidence.childHas(entry.name, "up.sql")) {
            return 60;
        }
    }
    return 0;
}

std::string versionOf(std::string_view folderName) {
    return std::string(leadingDigits(folderName));
}

/// The marker of the command line tool: the whole first line.
void complete(Section& section, std::string_view text, const std::string&) {
    section.optsOutOfTransaction =
        strip(text.substr(0, text.find('\n'))) == "-- hasura:no-transaction";
}

constexpr FolderScript scripts[] = {{"up.sql", Direction::Up}, {"down.sql", Direction::Down}};

constexpr FolderLayout folders = {
    .scripts = scripts,
    .versionOf = versionOf,
    .precedes = [](const Migration& a,
                   const Migration& b) { return compareNumbers(a.version, b.version) < 0; },
    .complete = complete,
};

void layout(const LayoutInput& input) { layoutFolders(input, folders); }

} // namespace

const Tool hasura = {
    .name = "hasura",
    .title = "Hasura",
    .compareVersions = compareNumbers,
    .execution = wrappedMessage,
    .transactionOptOut = "put the statement alone into a migration, and apply that one with "
                         "\"hasura migrate apply --no-transaction\"",
    .wayBackForm = {.headingOutside = "-- hasura:no-transaction"},
    .singleMessageHelp =
        "keep the statement alone in its file; Hasura sends a file as one message, which "
        "PostgreSQL runs as one transaction if it holds several statements",
    .ownsSubfolders = true,
    .folderIsMigration = true,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
