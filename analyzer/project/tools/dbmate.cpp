// dbmate: one file with "-- migrate:up" and "-- migrate:down" (pkg/dbmate/migration.go). Each
// section is one message, in a transaction unless its marker says transaction:false.
#include "analyzer/project/config.h"
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

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

constexpr std::string_view up = "-- migrate:up";
constexpr std::string_view down = "-- migrate:down";

/// A comment that plainly means to be one of the markers, and is none for dbmate.
std::optional<Marker> misspelt(std::string_view line) {
    llvm::StringRef text = strip(line);
    if (!text.consume_front("--")) {
        return std::nullopt;
    }
    text = text.ltrim("- \t");
    if (!text.consume_front_insensitive("migrate")) {
        return std::nullopt;
    }
    text = text.ltrim();
    if (!text.consume_front(":")) {
        return std::nullopt;
    }
    text = text.ltrim();
    const llvm::StringRef word = text.take_until([](char c) { return c == ' ' || c == '\t'; });
    const std::string nearest = nearestName(word.lower(), {"up", "down"});
    if (nearest.empty()) {
        return std::nullopt;
    }
    Marker marker;
    marker.direction = nearest == "up" ? Direction::Up : Direction::Down;
    marker.optsOut = text.contains("transaction:false");
    marker.meant = nearest == "up" ? up : down;
    return marker;
}

/// A comment is taken for a misspelt marker only where that marker is missing.
void sections(Migration& migration, FileId file, std::string_view text) {
    bool hasUp = false;
    bool hasDown = false;
    eachLine(text, [&](std::string_view line, Range) {
        if (std::optional<Marker> marker = classify(line)) {
            (marker->direction == Direction::Up ? hasUp : hasDown) = true;
        }
    });
    auto classifyAll = [&](std::string_view line) {
        std::optional<Marker> marker = classify(line);
        if (!marker) {
            marker = misspelt(line);
            bool isThere = marker && (marker->direction == Direction::Up ? hasUp : hasDown);
            return isThere ? std::nullopt : marker;
        }
        return marker;
    };
    addMarkedSections(migration, file, text, classifyAll, up);
}

int recognise(const Evidence& evidence) { return evidence.anyHeadMentions("migrate:up") ? 80 : 0; }

std::optional<ScriptName> parse(std::string_view name) {
    const std::string_view version = leadingDigits(name);
    return version.empty() || !name.ends_with(".sql")
               ? std::nullopt
               : std::optional(ScriptName{version, without(name, ".sql")});
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "VERSION_title.sql",
    .order = ScriptLayout::Order::Text,
    .pairsByVersion = false,
    .sections = sections,
    .wayBack = "a \"-- migrate:down\" section",
};

void layout(const LayoutInput& input) { layoutScripts(input, scripts); }

} // namespace

const Tool dbmate = {
    .name = "dbmate",
    .title = "dbmate",
    .compareVersions = [](std::string_view a, std::string_view b) { return a.compare(b); },
    .execution = wrappedMessage,
    .transactionOptOut =
        "write \"-- migrate:up transaction:false\" and keep the statement alone in its "
        "section",
    .wayBackOptOut =
        "write \"-- migrate:down transaction:false\" and keep the statement alone in its "
        "section",
    .wayBackForm = {.heading = "-- migrate:down",
                    .headingOutside = "-- migrate:down transaction:false"},
    .singleMessageHelp = "keep the statement alone in its section; dbmate sends a section as one "
                         "message, which PostgreSQL runs as one transaction if it holds several "
                         "statements",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
