// dbmate: one file with "-- migrate:up" and "-- migrate:down" (pkg/dbmate/migration.go). Each
// section is one message, in a transaction unless its marker says transaction:false.
#include "analyzer/project/layout.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

namespace ironlaw {

namespace {

std::optional<Marker> classify(std::string_view line) {
    llvm::StringRef text = line;
    if (!text.consume_front("--")) {
        return std::nullopt;
    }
    text = text.ltrim(" \t");
    Marker marker;
    if (text.consume_front("migrate:up")) {
        marker.direction = Direction::Up;
    } else if (text.consume_front("migrate:down")) {
        marker.direction = Direction::Down;
    } else {
        return std::nullopt;
    }
    if (!text.empty() && !text.starts_with(" ") && !text.starts_with("\t")) {
        return std::nullopt;
    }
    marker.optsOut = text.contains("transaction:false");
    return marker;
}

int recognise(const Evidence& evidence) {
    return evidence.anyHead([](std::string_view head) {
        return head.find("migrate:up") != std::string_view::npos;
    })
               ? 80
               : 0;
}

void layout(const LayoutInput& input) {
    MigrationTable table(input.history);
    // dbmate orders by file name as text, which is the order of the entries.
    for (const FolderEntry& entry : input.folder.entries()) {
        if (!isSqlFile(entry)) {
            continue;
        }
        std::optional<FileId> file = input.reader.read(entry.path);
        if (!file) {
            continue;
        }
        std::string_view version = leadingDigits(entry.name);
        if (version.empty() || !entry.name.ends_with(".sql")) {
            addFile(input.history, *file,
                    isDump(input.reader.text(*file)) ? FileRole::Schema : FileRole::Ignored, "",
                    "its name does not start with a version");
            continue;
        }
        Migration& migration = table.at(version, without(entry.name, ".sql"));
        for (const Section& section : sectionsOf(*file, input.reader.text(*file), classify)) {
            (section.direction == Direction::Up ? migration.up : migration.down).push_back(section);
        }
        migration.wayBackPlace = fmt::format("a \"-- migrate:down\" section in {}", entry.path);
        addFile(input.history, *file, migration.down.empty() ? FileRole::Migration : FileRole::Both,
                version);
    }
}

Execution execution(const Section& section, const ParsedSection&) {
    return {!section.optsOutOfTransaction, true};
}

} // namespace

const Tool dbmate = {
    .name = "dbmate",
    .title = "dbmate",
    .execution = execution,
    .transactionOptOut =
        "write \"-- migrate:up transaction:false\" and keep the statement alone in its "
        "section",
    .singleMessageHelp = "keep the statement alone in its section; dbmate sends a section as one "
                         "message, which PostgreSQL runs as one transaction if it holds several "
                         "statements",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
