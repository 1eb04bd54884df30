// goose: one file with "-- +goose Up" and "-- +goose Down" (internal/sqlparser/parser.go).
// Statements run one by one in a transaction, unless the file says NO TRANSACTION.
#include "analyzer/project/layout.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

/// The words behind "+goose" on a marker line; blanks before the dashes are an error for goose,
/// which still means the marker.
std::optional<llvm::StringRef> annotation(std::string_view line) {
    llvm::StringRef text = strip(line);
    if (!text.consume_front("--")) {
        return std::nullopt;
    }
    text = text.ltrim();
    if (!text.consume_front("+goose")) {
        return std::nullopt;
    }
    return text.trim();
}

int recognise(const Evidence& evidence) {
    return evidence.anyHead([](std::string_view head) {
        return head.find("+goose Up") != std::string_view::npos ||
               head.find("+goose up") != std::string_view::npos ||
               head.find("+goose UP") != std::string_view::npos;
    })
               ? 80
               : 0;
}

void sections(Migration& migration, FileId file, std::string_view text) {
    bool noTransaction = false;
    std::vector<Section> found =
        sectionsOf(file, text, [&](std::string_view line) -> std::optional<Marker> {
            std::optional<llvm::StringRef> words = annotation(line);
            if (!words) {
                return std::nullopt;
            }
            noTransaction |= words->equals_insensitive("NO TRANSACTION");
            if (words->equals_insensitive("up")) {
                return Marker{Direction::Up, false};
            }
            if (words->equals_insensitive("down")) {
                return Marker{Direction::Down, false};
            }
            return std::nullopt;
        });
    for (Section& section : found) {
        section.optsOutOfTransaction = noTransaction;
        (section.direction == Direction::Up ? migration.up : migration.down).push_back(section);
    }
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
        std::string_view version = leadingDigits(entry.name);
        bool named = !version.empty() && entry.name.size() > version.size() &&
                     entry.name[version.size()] == '_' && entry.name.ends_with(".sql");
        if (!named) {
            addFile(input.history, *file, FileRole::Ignored, "",
                    "its name is not NUMBER_title.sql");
            continue;
        }
        Migration& migration = table.at(version, without(entry.name, ".sql"));
        sections(migration, *file, input.reader.text(*file));
        migration.wayBackPlace = fmt::format("a \"-- +goose Down\" section in {}", entry.path);
        FileRole role = migration.down.empty() ? FileRole::Migration
                        : migration.up.empty() ? FileRole::Rollback
                                               : FileRole::Both;
        addFile(input.history, *file, role, version);
    }
    sortByNumber(input.history);
}

Execution execution(const Section& section, const ParsedSection&) {
    return {!section.optsOutOfTransaction, false};
}

} // namespace

const Tool goose = {
    .name = "goose",
    .title = "goose",
    .execution = execution,
    .transactionOptOut =
        "put \"-- +goose NO TRANSACTION\" at the top of the file, and nothing into it "
        "that needs the transaction",
    .singleMessageHelp = "",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
