// goose: one file with "-- +goose Up" and "-- +goose Down" (internal/sqlparser/parser.go).
// Statements run one by one in a transaction, unless the file says NO TRANSACTION.
#include "analyzer/project/config.h"
#include "analyzer/project/script-layout.h"
#include "analyzer/project/statement-lines.h"
#include "analyzer/project/tools.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// What goose knows behind "+goose", in any case; ENVSUBST as older versions spelled it.
constexpr std::array<std::string_view, 9> markers = {
    "-- +goose Up",           "-- +goose Down",           "-- +goose StatementBegin",
    "-- +goose StatementEnd", "-- +goose NO TRANSACTION", "-- +goose ENVSUB ON",
    "-- +goose ENVSUB OFF",   "-- +goose ENVSUBST ON",    "-- +goose ENVSUBST OFF"};
constexpr std::string_view up = markers[0];
constexpr std::string_view down = markers[1];
constexpr std::string_view statementBegin = markers[2];
constexpr std::string_view statementEnd = markers[3];
constexpr std::string_view noTransaction = markers[4];
constexpr std::string_view sign = "-- +goose ";

/// The words behind "+goose" on a marker line.
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

/// The marker that the words are, or else the one that is nearest; empty if none is near.
std::string_view markerOf(llvm::StringRef words, bool& exact) {
    std::vector<std::string> lower;
    for (std::string_view marker : markers) {
        exact = words.equals_insensitive(marker.substr(sign.size()));
        if (exact) {
            return marker;
        }
        lower.push_back(llvm::StringRef(marker.substr(sign.size())).lower());
    }
    std::string nearest = nearestName(words.lower(), {lower.begin(), lower.end()});
    auto found = std::ranges::find(lower, nearest);
    return found == lower.end() ? std::string_view() : markers[found - lower.begin()];
}

/// A line that goose refuses is read as what it means: one that starts with blanks, or has a slip.
std::optional<Marker> classify(std::string_view line) {
    std::optional<llvm::StringRef> words = annotation(line);
    if (!words) {
        return std::nullopt;
    }
    bool exact = false;
    const std::string_view known = markerOf(*words, exact);
    Marker marker;
    marker.direction = known == down ? Direction::Down : Direction::Up;
    marker.optsOut = known == noTransaction;
    marker.isSection = known == up || known == down;
    if (!exact || !line.starts_with("--")) {
        marker.meant = known.empty() ? "?" : known;
    }
    return marker;
}

LineKind lineKind(std::string_view line) {
    const std::optional<llvm::StringRef> words = annotation(line);
    if (!words) {
        return LineKind::Text;
    }
    bool exact = false;
    const std::string_view known = markerOf(*words, exact);
    return known == up               ? LineKind::Up
           : known == down           ? LineKind::Down
           : known == statementBegin ? LineKind::StatementBegin
           : known == statementEnd   ? LineKind::StatementEnd
                                     : LineKind::OtherMarker;
}

int recognise(const Evidence& evidence) { return evidence.anyHeadMentions("+goose up") ? 80 : 0; }

bool isComment(std::string_view line) { return strip(line).starts_with("--"); }

constexpr LineRules lines = {
    .classify = lineKind,
    .isComment = isComment,
    .refusesMisplaced = true,
    .readsWaysApart = true,
    .up = up,
    .statementBegin = statementBegin,
    .statementEnd = statementEnd,
    .cutHelp =
        "put a line \"-- +goose StatementBegin\" above the statement, and its counterpart below",
};

void sections(Migration& migration, FileId file, std::string_view text) {
    addMarkedSections(migration, file, text, classify, up);
    readLines(migration, file, text, lines);
    bool optsOut = false;
    eachLine(text, [&](std::string_view line, Range) {
        std::optional<Marker> marker = classify(line);
        optsOut |= marker && marker->optsOut;
    });
    for (std::vector<Section>* way : {&migration.up, &migration.down}) {
        for (Section& section : *way) {
            section.optsOutOfTransaction = optsOut;
        }
    }
}

std::optional<ScriptName> parse(std::string_view name) {
    const std::string_view version = leadingDigits(name);
    if (version.empty() || !name.substr(version.size()).starts_with('_') ||
        !name.ends_with(".sql")) {
        return std::nullopt;
    }
    return ScriptName{version, without(name, ".sql")};
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "NUMBER_title.sql",
    .pairsByVersion = false,
    .sections = sections,
    .wayBack = "a \"-- +goose Down\" section",
};

void layout(const LayoutInput& input) { layoutScripts(input, scripts); }

} // namespace

const Tool goose = {
    .name = "goose",
    .title = "goose",
    .compareVersions = compareNumbers,
    .execution = wrappedStatements,
    .transactionOptOut =
        "put \"-- +goose NO TRANSACTION\" at the top of the file, and nothing into it "
        "that needs the transaction",
    .wayBackForm = {.heading = down,
                    .statementBegin = statementBegin,
                    .statementEnd = statementEnd,
                    .sharesOptOut = true},
    .singleMessageHelp = "",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
