// tern: NNN_title.sql, where one line separates the way up from the way back (migrate/migrate.go).
// Each way is one message in a transaction, or runs statement by statement if a line disables that.
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include <llvm/ADT/StringRef.h>

namespace ironlaw {

namespace {

constexpr std::string_view separator = "---- create above / drop below ----";
constexpr std::string_view disableTransaction = "---- tern: disable-tx ----";

std::optional<ScriptName> parse(std::string_view name) {
    const std::string_view version = leadingDigits(name);
    const bool named = !version.empty() && name.size() > version.size() + 5 &&
                       name[version.size()] == '_' && name.ends_with(".sql");
    return named ? std::optional(ScriptName{version, without(name, ".sql")}) : std::nullopt;
}

/// What a line between dashes plainly means, as its words tell, that tern takes for a comment.
std::string_view meantMarker(std::string_view line) {
    if (!line.starts_with("--")) {
        return "";
    }
    const std::string words = llvm::StringRef(line).trim("- \t").lower();
    if (words.starts_with("create above") || words.ends_with("drop below")) {
        return line.find(separator) == std::string_view::npos ? separator : "";
    }
    const bool disables = words.starts_with("tern:") && words.ends_with("disable-tx");
    return disables && line != disableTransaction ? disableTransaction : "";
}

/// Where the way back is announced: the first separator counts, wherever it stands. Without one, a
/// line that means it does.
std::optional<Range> separatorIn(Migration& migration, FileId file, std::string_view text) {
    std::optional<Range> meant;
    const size_t at = text.find(separator);
    eachLine(text, [&](std::string_view line, Range range) {
        const std::string_view marker = meantMarker(line);
        if (marker.empty() || (marker == separator && (at != std::string_view::npos || meant))) {
            return;
        }
        const Range place{range.begin, range.begin + static_cast<uint32_t>(line.size())};
        migration.problems.push_back({SectionProblem::Kind::IgnoredMarker, file, place, marker});
        meant = marker == separator ? place : meant;
    });
    const auto begin = static_cast<uint32_t>(at);
    return at == std::string_view::npos
               ? meant
               : Range{begin, begin + static_cast<uint32_t>(separator.size())};
}

void sections(Migration& migration, FileId file, std::string_view text) {
    Section up = wholeFile(file, text, Direction::Up);
    if (const std::optional<Range> marker = separatorIn(migration, file, text)) {
        Section down = wholeFile(file, text, Direction::Down);
        up.range.end = marker->begin;
        down.marker = *marker;
        down.range.begin = marker->end;
        migration.down.push_back(std::move(down));
    }
    migration.up.push_back(std::move(up));
}

void complete(Section& section, std::string_view text) {
    const Range range = section.range;
    eachLine(text.substr(range.begin, range.size()), [&](std::string_view line, Range whole) {
        // All of the line has to be this: a carriage return is too much.
        section.optsOutOfTransaction |=
            line == disableTransaction && whole.size() <= line.size() + 1;
    });
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "NUMBER_title.sql",
    .pairsByVersion = false,
    .sections = sections,
    .complete = complete,
    .wayBack = "a section below \"---- create above / drop below ----\"",
};

void layout(const LayoutInput& input) { layoutScripts(input, scripts); }

int recognise(const Evidence& evidence) {
    if (mostlyNamed(evidence, parse) == 0) {
        return 0;
    }
    const bool marked = evidence.anyHead(
        [](std::string_view head) { return head.find(separator) != std::string_view::npos; });
    return marked ? 80 : evidence.nearby("tern.conf") ? 70 : 0;
}

Execution execution(const Section& section, const ParsedSection&) {
    return {.transaction = !section.optsOutOfTransaction,
            .singleMessage = !section.optsOutOfTransaction};
}

} // namespace

const Tool tern = {
    .name = "tern",
    .title = "tern",
    .refusesEmpty = true,
    .needsEveryVersion = true,
    .compareVersions = compareNumbers,
    .execution = execution,
    .restoredSettings = "all",
    .transactionOptOut =
        "put a line \"---- tern: disable-tx ----\" into the section, and nothing that "
        "needs the transaction",
    .wayBackForm = {.heading = separator,
                    .headingOutside =
                        "---- create above / drop below ----\n---- tern: disable-tx ----"},
    .singleMessageHelp = "",
    .ownsSubfolders = true,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
