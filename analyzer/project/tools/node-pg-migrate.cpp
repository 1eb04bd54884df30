// node-pg-migrate: SQL files with "-- Up Migration" and "-- Down Migration", or a file for each way
// (src/sqlMigration.ts, migrationLoader.ts, runner.ts). Each way is one message; all that is
// pending runs in one transaction.
#include "analyzer/project/paired-name.h"
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

/// Dashes and blanks, then the words in any case, with blanks between them.
std::optional<Marker> classify(std::string_view line) {
    llvm::StringRef text = strip(line);
    if (!text.consume_front("--")) {
        return std::nullopt;
    }
    text = text.ltrim("- \t");
    Marker marker;
    if (text.consume_front_insensitive("up")) {
        marker.direction = Direction::Up;
    } else if (text.consume_front_insensitive("down")) {
        marker.direction = Direction::Down;
    } else {
        return std::nullopt;
    }
    const bool blanks = text.starts_with(" ") || text.starts_with("\t");
    return blanks && text.ltrim().starts_with_insensitive("migration") ? std::optional(marker)
                                                                       : std::nullopt;
}

/// Without a marker of the way up the tool runs all of the file as one, even what stands below the
/// other marker: that is told, and read as it is meant.
void sections(Migration& migration, FileId file, std::string_view text) {
    std::vector<Section> found = sectionsOf(file, text, classify);
    const auto first = [&](Direction direction) {
        return std::ranges::find(found, direction, &Section::direction);
    };
    const auto up = first(Direction::Up);
    const auto down = first(Direction::Down);
    Section whole = wholeFile(file, text, Direction::Up);
    if (up == found.end() && down != found.end()) {
        whole.range.end = down->marker.begin;
        migration.problems.push_back(
            {SectionProblem::Kind::RunsBothWays, file, down->marker, "-- Up Migration"});
    }
    if (down != found.end()) {
        migration.down.push_back(*down);
    }
    migration.up.push_back(up == found.end() ? std::move(whole) : *up);
}

std::optional<ScriptName> parse(std::string_view name) {
    const std::string_view version = leadingDigits(name);
    if (version.empty() || !name.ends_with(".sql")) {
        return std::nullopt;
    }
    ScriptName result{version, without(name, ".sql")};
    for (auto [ending, direction] : {std::pair{".up", Direction::Up}, {".down", Direction::Down}}) {
        if (result.stem.ends_with(ending)) {
            result.stem.remove_suffix(std::string_view(ending).size());
            result.direction = direction;
        }
    }
    return result;
}

/// Names as the tool gives them; it takes anything behind the number.
std::optional<ScriptName> parseOwn(std::string_view name) {
    const std::string_view behind = name.substr(leadingDigits(name).size());
    return behind.starts_with('_') || behind.starts_with('-') ? parse(name) : std::nullopt;
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "NUMBER_name.sql",
    .pairsByVersion = false,
    .sections = sections,
    .wayBack = "a \"-- Down Migration\" section",
};

void layout(const LayoutInput& input) { layoutScripts(input, scripts); }

int recognise(const Evidence& evidence) {
    if (mostlyNamed(evidence, parseOwn) == 0) {
        return 0;
    }
    // Prose may begin with these words as well, and others name a file for each way.
    const bool marked = evidence.anyHead([](std::string_view head) {
        bool result = false;
        eachLine(head, [&](std::string_view line, Range) {
            result |= classify(line) && endsWithNoCase(strip(line), "migration");
        });
        return result;
    }) && !hasPairedWayUp(evidence.folder);
    if (evidence.nearby(".node-pg-migraterc") || evidence.nearby(".pgmigraterc")) {
        return 85;
    }
    return marked ? 80 : evidence.nearbyMentions("package.json", "\"node-pg-migrate\"") ? 62 : 0;
}

} // namespace

const Tool nodePgMigrate = {
    .name = "node-pg-migrate",
    .title = "node-pg-migrate",
    .execution = wrappedMessage,
    .transactionOptOut =
        "write the migration in JavaScript, with pgm.noTransaction(): a SQL file cannot "
        "leave the transaction",
    .wayBackForm = {.heading = "-- Down Migration"},
    .singleMessageHelp = "",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
