// sql-migrate: one file with "-- +migrate Up" and "-- +migrate Down" (sqlparse/sqlparse.go,
// migrate.go). Statements run one by one in a transaction, unless the marker says notransaction.
#include "analyzer/project/config.h"
#include "analyzer/project/script-layout.h"
#include "analyzer/project/statement-lines.h"
#include "analyzer/project/tools.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

constexpr std::string_view sign = "-- +migrate ";
constexpr std::string_view up = "-- +migrate Up";
constexpr std::string_view down = "-- +migrate Down";
constexpr std::string_view statementBegin = "-- +migrate StatementBegin";
constexpr std::string_view statementEnd = "-- +migrate StatementEnd";

/// The first word behind the sign that starts a line; it counts as it is written.
LineKind lineKind(std::string_view line) {
    if (!line.starts_with(sign)) {
        return LineKind::Text;
    }
    const std::string_view rest = strip(line.substr(sign.size()));
    const std::string_view word = rest.substr(0, rest.find_first_of(" \t"));
    return word == "Up"               ? LineKind::Up
           : word == "Down"           ? LineKind::Down
           : word == "StatementBegin" ? LineKind::StatementBegin
           : word == "StatementEnd"   ? LineKind::StatementEnd
                                      : LineKind::OtherMarker;
}

/// What a comment plainly means that sql-migrate does not take for a marker.
std::string_view meantMarker(std::string_view line) {
    llvm::StringRef text = strip(line);
    if (!text.consume_front("--")) {
        return "";
    }
    text = text.ltrim("- \t");
    if (!text.consume_front_insensitive("+migrate")) {
        return "";
    }
    const llvm::StringRef word = text.trim().split(' ').first;
    const std::string nearest =
        nearestName(word.lower(), {"up", "down", "statementbegin", "statementend"});
    return nearest == "up"               ? up
           : nearest == "down"           ? down
           : nearest == "statementbegin" ? statementBegin
           : nearest == "statementend"   ? statementEnd
                                         : std::string_view();
}

std::optional<Marker> classify(std::string_view line) {
    const LineKind kind = lineKind(line);
    Marker marker;
    if (kind == LineKind::Text || kind == LineKind::OtherMarker) {
        marker.meant = meantMarker(line);
        marker.isSection = marker.meant == up || marker.meant == down;
        marker.direction = marker.meant == down ? Direction::Down : Direction::Up;
        return marker.meant.empty() ? std::nullopt : std::optional(marker);
    }
    marker.isSection = kind == LineKind::Up || kind == LineKind::Down;
    marker.direction = kind == LineKind::Down ? Direction::Down : Direction::Up;
    marker.optsOut = marker.isSection && line.find(" notransaction") != std::string_view::npos;
    return marker;
}

bool isComment(std::string_view line) { return line.starts_with("-- "); }

constexpr LineRules lines = {
    .classify = lineKind,
    .isComment = isComment,
    .up = up,
    .statementBegin = statementBegin,
    .statementEnd = statementEnd,
    .cutHelp =
        "put a line \"-- +migrate StatementBegin\" above the statement, and its counterpart below",
};

void sections(Migration& migration, FileId file, std::string_view text) {
    addSections(migration, file, text, classify, {.runsTextAbove = false, .firstMarker = up});
    readLines(migration, file, text, lines);
}

/// It knows a migration by its whole name.
std::optional<ScriptName> parse(std::string_view name) {
    if (!name.ends_with(".sql")) {
        return std::nullopt;
    }
    return ScriptName{leadingDigits(name), without(name, ".sql")};
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "TITLE.sql",
    .order = ScriptLayout::Order::Kept,
    .pairsByVersion = false,
    .sections = sections,
    .wayBack = "a \"-- +migrate Down\" section",
};

/// Others read files with these markers too, in ways of their own.
bool isByOther(const std::string& folder) {
    const std::optional<std::string> module = textNearby(folder, "go.mod");
    return module && module->find("rubenv/sql-migrate") == std::string::npos &&
           !textNearby(folder, "dbconfig.yml");
}

/// Names with a number in front first, by their numbers; then the others as text.
void layout(const LayoutInput& input) {
    layoutScripts(input, scripts);
    if (isByOther(input.folder.path())) {
        for (Migration& migration : input.history.migrations) {
            migration.problems.clear();
        }
    }
    std::ranges::stable_sort(input.history.migrations, [](const Migration& a, const Migration& b) {
        const bool numbered = !leadingDigits(a.name).empty();
        if (numbered != !leadingDigits(b.name).empty()) {
            return numbered;
        }
        const int order =
            numbered ? compareNumbers(leadingDigits(a.name), leadingDigits(b.name)) : 0;
        return order != 0 ? order < 0 : a.name < b.name;
    });
}

int recognise(const Evidence& evidence) { return evidence.anyHeadMentions("+migrate up") ? 80 : 0; }

} // namespace

const Tool sqlMigrate = {
    .name = "sql-migrate",
    .title = "sql-migrate",
    .execution = wrappedStatements,
    .transactionOptOut =
        "write \"-- +migrate Up notransaction\", and nothing below it that needs the transaction",
    .wayBackOptOut =
        "write \"-- +migrate Down notransaction\", and nothing below it that needs the transaction",
    .wayBackForm = {.heading = "-- +migrate Down",
                    .headingOutside = "-- +migrate Down notransaction",
                    .statementBegin = "-- +migrate StatementBegin",
                    .statementEnd = "-- +migrate StatementEnd"},
    .singleMessageHelp = "",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
