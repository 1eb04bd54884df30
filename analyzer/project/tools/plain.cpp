// Plain SQL files that psql runs statement by statement: numbered or dated, with a way back in a
// file beside, in a section of the same file, or behind comment signs.
#include "analyzer/project/layout.h"
#include "analyzer/project/tools.h"

#include "grammar/scanner.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// How teams mark the file of a way back, and of the way up beside it.
constexpr std::array<std::string_view, 8> downEndings = {
    ".down.sql",     "_down.sql",     "-down.sql", ".rollback.sql",
    "_rollback.sql", "-rollback.sql", ".undo.sql", "_undo.sql"};
constexpr std::array<std::string_view, 3> upEndings = {".up.sql", "_up.sql", "-up.sql"};

struct FileName {
    std::string_view stem;
    bool down = false;
};

FileName parse(std::string_view name) {
    for (std::string_view ending : downEndings) {
        if (endsWithNoCase(name, ending)) {
            return {without(name, ending), true};
        }
    }
    for (std::string_view ending : upEndings) {
        if (endsWithNoCase(name, ending)) {
            return {without(name, ending), false};
        }
    }
    return {without(name, ".sql"), false};
}

/// "-- up", "-- Down migration", "--- DOWN ---", "-- rollback:".
std::optional<Marker> classify(std::string_view line) {
    llvm::StringRef text = strip(line);
    if (!text.consume_front("--")) {
        return std::nullopt;
    }
    text = text.trim(" \t-=:@!");
    text.consume_back_insensitive("migration");
    text.consume_back_insensitive("section");
    text = text.trim(" \t-=:@!");
    if (text.equals_insensitive("up") || text.equals_insensitive("ups")) {
        return Marker{Direction::Up, false};
    }
    if (text.equals_insensitive("down") || text.equals_insensitive("downs") ||
        text.equals_insensitive("rollback")) {
        return Marker{Direction::Down, false};
    }
    return std::nullopt;
}

/// The number or date that a name starts with: "0007", "2024-01-15".
std::string_view versionOf(std::string_view stem) {
    std::string_view digits = leadingDigits(stem);
    if (digits.size() != 4 || stem.size() < 10) {
        return digits;
    }
    bool isDate = (stem[4] == '-' || stem[4] == '_') && stem[7] == stem[4] &&
                  leadingDigits(stem.substr(5)).size() == 2 &&
                  leadingDigits(stem.substr(8)).size() == 2;
    return isDate ? stem.substr(0, 10) : digits;
}

/// Numbered from 1 or 0, or dated: what makes a folder of SQL files a history.
bool isOrdered(std::string_view name) {
    std::string_view rest = name;
    if (!rest.empty() && (rest[0] == 'V' || rest[0] == 'v')) {
        rest.remove_prefix(1);
    }
    return !leadingDigits(rest).empty();
}

int recognise(const Evidence& evidence) {
    auto ordered = std::ranges::count_if(evidence.sqlNames, isOrdered);
    auto paired = std::ranges::count_if(evidence.sqlNames,
                                        [](const std::string& name) { return parse(name).down; });
    size_t signs = static_cast<size_t>(std::max(ordered, paired));
    return signs > 0 && signs * 2 >= evidence.sqlNames.size() ? 20 : 0;
}

/// Whether something other than blanks and comments stands in `range`.
bool hasSql(std::string_view text, Range range) {
    Scanner scanner(text, range);
    return scanner.nextSignificant().kind != TokenKind::End;
}

void sections(Migration& migration, FileId file, std::string_view text, bool down) {
    std::vector<Section> found = down ? std::vector<Section>() : sectionsOf(file, text, classify);
    bool marksUp = std::ranges::any_of(
        found, [](const Section& section) { return section.direction == Direction::Up; });
    std::erase_if(found, [&](const Section& section) {
        return section.direction == Direction::Down && !marksUp && !hasSql(text, section.range);
    });
    if (found.empty()) {
        (down ? migration.down : migration.up)
            .push_back(wholeFile(file, text, down ? Direction::Down : Direction::Up));
        return;
    }
    if (!marksUp) {
        // Only the way back is announced: what stands before it is the way up.
        Section up = wholeFile(file, text, Direction::Up);
        up.range.end = found.front().marker.begin;
        migration.up.push_back(up);
    }
    for (const Section& section : found) {
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
        FileName name = parse(entry.name);
        if (std::string_view dialect = otherDialect(without(entry.name, ".sql"));
            !dialect.empty()) {
            addFile(input.history, *file, FileRole::Ignored, "",
                    fmt::format("its name says that it is {}", dialect));
            continue;
        }
        std::string_view text = input.reader.text(*file);
        if (isDump(text)) {
            addFile(input.history, *file, FileRole::Schema, "", "it is a dump of a schema");
            continue;
        }
        std::string_view version = versionOf(name.stem);
        Migration& migration = table.at(version.empty() ? name.stem : version, name.stem);
        migration.wayBackPlace = input.folder.below(fmt::format("{}.down.sql", name.stem));
        sections(migration, *file, text, name.down);
        FileRole role = name.down                ? FileRole::Rollback
                        : migration.down.empty() ? FileRole::Migration
                                                 : FileRole::Both;
        addFile(input.history, *file, role, migration.version);
    }
    std::ranges::stable_sort(input.history.migrations, naturalLess, &Migration::name);
}

} // namespace

Execution statementByStatement(const Section&, const ParsedSection&) { return {false, false}; }

const Tool plain = {
    .name = "plain",
    .title = "psql",
    .execution = statementByStatement,
    .restoredSettings = "all",
    .transactionOptOut = "move the statement out of BEGIN and COMMIT",
    .singleMessageHelp = "",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
