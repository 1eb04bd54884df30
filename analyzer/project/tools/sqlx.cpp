// sqlx: VERSION_description.sql, or .up.sql and .down.sql (sqlx-core/src/migrate/source.rs). The
// file is one message in a transaction, unless its first bytes are "-- no-transaction".
#include "analyzer/project/layout.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

namespace ironlaw {

namespace {

int recognise(const Evidence& evidence) {
    bool numbered = false;
    for (const std::string& name : evidence.sqlNames) {
        std::string_view digits = leadingDigits(name);
        numbered |= !digits.empty() && name.size() > digits.size() && name[digits.size()] == '_';
    }
    if (!numbered) {
        return 0;
    }
    if (evidence.anyHead(
            [](std::string_view head) { return head.starts_with("-- no-transaction"); })) {
        return 75;
    }
    if (evidence.nearby("sqlx.toml") || evidence.nearby(".sqlx")) {
        return 70;
    }
    return evidence.nearbyMentions("Cargo.toml", "sqlx") ? 60 : 0;
}

/// A name that sqlx does not pass over has an underscore, and ".sql" somewhere behind it.
bool isTaken(llvm::StringRef name) {
    const auto [before, behind] = name.split('_');
    return before.size() < name.size() && behind.ends_with(".sql");
}

/// The version in a name that sqlx takes, without a sign: what stands before the first underscore.
/// Empty if that is no number of 64 bits, and sqlx reads nothing of the folder.
std::string_view versionOf(llvm::StringRef name) {
    const llvm::StringRef before = name.split('_').first;
    const bool isSigned = before.starts_with("+") || before.starts_with("-");
    const llvm::StringRef digits = isSigned ? before.drop_front() : before;
    int64_t number = 0;
    const bool fits =
        leadingDigits(digits).size() == digits.size() && !digits.getAsInteger(10, number);
    return fits ? std::string_view(digits) : std::string_view();
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
        if (!isTaken(entry.name)) {
            addMisnamed(input.history, *file, "its name is not NUMBER_description.sql");
            continue;
        }
        const std::string_view version = versionOf(entry.name);
        if (version.empty()) {
            addRefused(input.history, *file,
                       "its name has no 64-bit number before the first underscore");
            continue;
        }
        bool down = entry.name.ends_with(".down.sql");
        bool reversible = down || entry.name.ends_with(".up.sql");
        std::string_view stem = without(entry.name, down         ? ".down.sql"
                                                    : reversible ? ".up.sql"
                                                                 : ".sql");
        Migration& migration =
            table.atVersion(version, stem, down ? Direction::Down : Direction::Up);
        Section section =
            wholeFile(*file, input.reader.text(*file), down ? Direction::Down : Direction::Up);
        section.optsOutOfTransaction = input.reader.text(*file).starts_with("-- no-transaction");
        (down ? migration.down : migration.up).push_back(section);
        migration.wayBackPath = input.folder.below(fmt::format("{}.down.sql", stem));
        migration.wayBackPlace = migration.wayBackPath;
        addFile(input.history, *file, down ? FileRole::Rollback : FileRole::Migration, version);
    }
    sortByNumber(input.history);
}

} // namespace

const Tool sqlx = {
    .name = "sqlx",
    .title = "sqlx",
    .compareVersions = compareNumbers,
    .execution = wrappedMessage,
    .transactionOptOut =
        "make \"-- no-transaction\" the first bytes of the file and keep the statement "
        "alone in it",
    .wayBackForm = {.headingOutside = "-- no-transaction"},
    .singleMessageHelp =
        "keep the statement alone in its file; sqlx sends a file as one message, which "
        "PostgreSQL runs as one transaction if it holds several statements",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
