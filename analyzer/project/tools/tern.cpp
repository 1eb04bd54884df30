// tern: NNN_title.sql, where one line separates the way up from the way back (migrate/migrate.go).
// Each way is one message in a transaction, or runs statement by statement if a line disables that.
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include <algorithm>

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

/// The first occurrence counts, wherever it stands.
void sections(Migration& migration, FileId file, std::string_view text) {
    const size_t at = text.find(separator);
    Section up = wholeFile(file, text, Direction::Up);
    if (at != std::string_view::npos) {
        const auto begin = static_cast<uint32_t>(at);
        Section down = wholeFile(file, text, Direction::Down);
        up.range.end = begin;
        down.marker = {begin, begin + static_cast<uint32_t>(separator.size())};
        down.range.begin = down.marker.end;
        migration.down.push_back(std::move(down));
    }
    migration.up.push_back(std::move(up));
}

void complete(Section& section, std::string_view text) {
    const Range range = section.range;
    eachLine(text.substr(range.begin, range.size()), [&](std::string_view line, Range) {
        section.optsOutOfTransaction |= line == disableTransaction;
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
    .singleMessageHelp = "",
    .ownsSubfolders = true,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
