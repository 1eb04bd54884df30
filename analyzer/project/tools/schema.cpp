// A schema as one file: pg_dump's plain output, structure.sql, schema.sql. It is no history; it is
// what a history has led to.
#include "analyzer/project/layout.h"
#include "analyzer/project/tools.h"

namespace ironlaw {

namespace {

int recognise(const Evidence& evidence) {
    bool dumps = !evidence.heads.empty();
    for (std::string_view head : evidence.heads) {
        dumps &= isDump(head);
    }
    return dumps ? 90 : 0;
}

void layout(const LayoutInput& input) {
    MigrationTable table(input.history);
    for (const FolderEntry& entry : input.folder.entries()) {
        if (!isSqlFile(entry)) {
            continue;
        }
        std::optional<FileId> file = input.reader.read(entry.path);
        if (!file) {
            continue;
        }
        Migration& migration = table.at("", entry.name);
        migration.schemaDump = true;
        migration.up.push_back(wholeFile(*file, input.reader.text(*file), Direction::Up));
        addFile(input.history, *file, FileRole::Schema, "");
    }
}

} // namespace

const Tool schemaDump = {
    .name = "schema",
    .title = "schema dump",
    .hasWayBack = false,
    .execution = statementByStatement,
    .restoredSettings = "all",
    .transactionOptOut = "move the statement out of BEGIN and COMMIT",
    .singleMessageHelp = "",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
