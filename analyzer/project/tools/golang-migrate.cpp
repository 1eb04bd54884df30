// golang-migrate: NNNN_title.up.sql and .down.sql, sent as one message without a transaction
// (source/parse.go, database/postgres/postgres.go).
#include "analyzer/project/layout.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>

#include <algorithm>

namespace ironlaw {

namespace {

struct FileName {
    std::string_view version;
    std::string_view title;
    Direction direction;
};

/// ^([0-9]+)_(.*)\.(down|up)\.([^/]*)$ with an ending that is SQL's.
std::optional<FileName> parse(std::string_view name) {
    std::string_view digits = leadingDigits(name);
    if (digits.empty() || name.size() <= digits.size() || name[digits.size()] != '_') {
        return std::nullopt;
    }
    size_t dot = name.rfind('.');
    std::string_view stem = name.substr(0, dot);
    for (auto [ending, direction] : {std::pair{".up", Direction::Up}, {".down", Direction::Down}}) {
        if (stem.ends_with(ending)) {
            return FileName{digits, without(stem.substr(digits.size() + 1), ending), direction};
        }
    }
    return std::nullopt;
}

Migration& migrationOf(MigrationTable& table, const FileName& name) {
    return table.atVersion(name.version, fmt::format("{}_{}", name.version, name.title),
                           name.direction);
}

/// Whether some name says that it is a way up: ".down.sql" alone is as common beside plain
/// "1_a.sql". Of a file that is read alone the folder around it counts.
bool hasWayUp(const Folder& folder) {
    auto isWayUp = [](const FolderEntry& entry) {
        std::optional<FileName> name = parse(entry.name);
        return name && name->direction == Direction::Up && !entry.isFolder;
    };
    return std::ranges::any_of(folder.entries(), isWayUp) ||
           std::ranges::any_of(Folder(folder.path()).entries(), isWayUp);
}

int recognise(const Evidence& evidence) {
    auto pairs = std::ranges::count_if(
        evidence.sqlNames, [](const std::string& name) { return parse(name).has_value(); });
    bool mostly = pairs > 0 && static_cast<size_t>(pairs) * 2 >= evidence.sqlNames.size();
    return mostly && hasWayUp(evidence.folder) ? 40 : 0;
}

void layout(const LayoutInput& input) {
    MigrationTable table(input.history);
    for (const FolderEntry& entry : input.folder.entries()) {
        std::optional<FileName> name = parse(entry.name);
        if (!isSqlFile(entry)) {
            // Own runners with these names take programs too: 1522178770_add_job_tags.up.go.
            if (name && !entry.isFolder) {
                Migration& migration = migrationOf(table, *name);
                (name->direction == Direction::Up ? migration.upInOtherLanguage
                                                  : migration.downInOtherLanguage) = true;
            }
            continue;
        }
        std::optional<FileId> file = input.reader.read(entry.path);
        if (!file) {
            continue;
        }
        if (!name) {
            addMisnamed(input.history, *file, "its name is not NUMBER_title.up.sql or .down.sql");
            continue;
        }
        if (std::string_view dialect = otherDialect(name->title); !dialect.empty()) {
            addFile(input.history, *file, FileRole::Ignored, name->version,
                    fmt::format("its name says that it is {}", dialect));
            continue;
        }
        Migration& migration = migrationOf(table, *name);
        Section section = wholeFile(*file, input.reader.text(*file), name->direction);
        (name->direction == Direction::Up ? migration.up : migration.down).push_back(section);
        migration.wayBackPlace = input.folder.below(migration.name + ".down.sql");
        addFile(input.history, *file,
                name->direction == Direction::Up ? FileRole::Migration : FileRole::Rollback,
                name->version);
    }
    std::erase_if(input.history.migrations, [](const Migration& migration) {
        return migration.up.empty() && migration.down.empty();
    });
    sortByNumber(input.history);
}

} // namespace

const Tool golangMigrate = {
    .name = "golang-migrate",
    .title = "golang-migrate",
    .compareVersions = compareNumbers,
    .execution = oneMessage,
    .transactionOptOut =
        "put the statement alone into a migration of its own; golang-migrate sends a file as one "
        "message, which PostgreSQL runs as one transaction if it holds several statements",
    .singleMessageHelp =
        "put the statement alone into a migration of its own; golang-migrate sends a file as one "
        "message, which PostgreSQL runs as one transaction if it holds several statements",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
