// rambler: files with "-- rambler up" and "-- rambler down" (migration.go, service.go). Each
// section is one message without a transaction; the sections of the way back run from the last to
// the first.
#include "analyzer/project/config.h"
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

constexpr std::string_view sign = "-- rambler";
constexpr std::string_view up = "-- rambler up";
constexpr std::string_view down = "-- rambler down";

/// What a comment plainly means that rambler does not take for a marker.
std::string_view meantMarker(std::string_view line) {
    llvm::StringRef text = strip(line);
    if (!text.consume_front("--")) {
        return "";
    }
    text = text.ltrim("- \t");
    if (!text.consume_front_insensitive("rambler")) {
        return "";
    }
    const std::string nearest = nearestName(text.trim(" \t:").lower(), {"up", "down"});
    return nearest == "up" ? up : nearest == "down" ? down : std::string_view();
}

std::optional<Marker> classify(std::string_view line) {
    const std::string_view word = line.starts_with(sign) ? strip(line.substr(sign.size())) : "";
    Marker marker;
    if (word == "up" || word == "down") {
        marker.direction = word == "up" ? Direction::Up : Direction::Down;
        return marker;
    }
    marker.meant = meantMarker(line);
    marker.direction = marker.meant == down ? Direction::Down : Direction::Up;
    return marker.meant.empty() ? std::nullopt : std::optional(marker);
}

/// rambler reads lines by a scanner that gives up at one that does not fit into its buffer, and
/// does not say so.
void findLongLine(Migration& migration, FileId file, std::string_view text) {
    constexpr size_t longestLine = 64 * 1024;
    bool told = false;
    eachLine(text, [&](std::string_view line, Range range) {
        if (line.size() >= longestLine && !told) {
            migration.problems.push_back(
                {SectionProblem::Kind::IgnoredText,
                 file,
                 {range.begin, range.begin + 1},
                 "the line is longer than 64 KiB, and rambler reads no further"});
            told = true;
        }
    });
}

void sections(Migration& migration, FileId file, std::string_view text) {
    addSections(migration, file, text, classify, {.runsTextAbove = false});
    std::ranges::reverse(migration.down);
    findLongLine(migration, file, text);
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
    .order = ScriptLayout::Order::Text,
    .pairsByVersion = false,
    .sections = sections,
    .wayBack = "a \"-- rambler down\" section",
};

/// The first value of `key` in rambler's configuration.
llvm::StringRef valueOf(llvm::StringRef text, llvm::StringRef key) {
    const llvm::StringRef rest = text.split(key).second.ltrim("\"' \t:");
    return rest.take_until([](char c) { return c == '"' || c == '\'' || c == ',' || c == '\n'; })
        .trim();
}

/// rambler's configuration if it, somewhere above, names the folder.
std::optional<std::string> configurationOf(const Folder& folder) {
    for (const std::string_view name : {"rambler.json", "rambler.hjson"}) {
        std::optional<std::string> text = textNearby(folder.path(), name);
        if (text && isCalled(folder, valueOf(*text, "directory"))) {
            return text;
        }
    }
    return std::nullopt;
}

void layout(const LayoutInput& input) {
    const std::optional<std::string> text = configurationOf(input.folder);
    const std::string_view other = otherServerOf(text ? valueOf(*text, "driver") : "");
    if (!other.empty() && !llvm::StringRef(*text).contains("postgresql")) {
        input.history.notRead = fmt::format("rambler's driver is that of {}", other);
        return;
    }
    layoutScripts(input, scripts);
}

int recognise(const Evidence& evidence) {
    if (evidence.sqlNames.empty()) {
        return 0;
    }
    if (configurationOf(evidence.folder)) {
        return 100;
    }
    return evidence.anyHead([](llvm::StringRef head) {
        const size_t marker = head.find(sign);
        return marker != llvm::StringRef::npos && (marker == 0 || head[marker - 1] == '\n');
    })
               ? 80
               : 0;
}

} // namespace

const Tool rambler = {
    .name = "rambler",
    .title = "rambler",
    .execution = oneMessage,
    .transactionOptOut =
        "put the statement alone below an \"-- rambler up\" of its own; rambler sends a section as "
        "one message, which PostgreSQL runs as one transaction if it holds several statements",
    .wayBackOptOut =
        "put the statement alone below a \"-- rambler down\" of its own; rambler sends a section "
        "as "
        "one message, which PostgreSQL runs as one transaction if it holds several statements",
    .wayBackForm = {.heading = "-- rambler down"},
    .singleMessageHelp =
        "put the statement alone below a marker of its own; rambler sends a section as one "
        "message, which PostgreSQL runs as one transaction if it holds several statements",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
