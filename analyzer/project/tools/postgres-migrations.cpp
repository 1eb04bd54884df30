// postgres-migrations, and the like of supabase/storage: N_title.sql, numbered from 1 without a gap
// (run-migration.ts, file-name-parser.ts). Each script is one message in a transaction, unless its
// text disables that.
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

namespace ironlaw {

namespace {

constexpr std::string_view marker = "-- postgres-migrations disable-transaction";

/// ^\d+[-_]?.*\.sql$
std::optional<ScriptName> parse(std::string_view name) {
    const std::string_view version = leadingDigits(name);
    return version.empty() || !name.ends_with(".sql")
               ? std::nullopt
               : std::optional(ScriptName{version, without(name, ".sql")});
}

/// It takes every SQL file for a migration.
std::optional<ScriptName> parseAny(std::string_view name) {
    return name.ends_with(".sql")
               ? std::optional(ScriptName{leadingDigits(name), without(name, ".sql")})
               : std::nullopt;
}

std::string_view refuses(std::string_view version) {
    return version.empty() ? "its name does not begin with a number" : "";
}

void complete(Section& section, std::string_view text) {
    section.optsOutOfTransaction = text.find(marker) != std::string_view::npos;
}

constexpr ScriptLayout scripts = {
    .parse = parseAny,
    .form = "NUMBER_title.sql",
    .refuses = refuses,
    .pairsByVersion = false,
    .complete = complete,
    .wayBack = "a commented-out \"-- rollback\" section",
};

void layout(const LayoutInput& input) { layoutScripts(input, scripts); }

int recognise(const Evidence& evidence) {
    if (mostlyNamed(evidence, parse) == 0) {
        return 0;
    }
    const bool marked = evidence.anyHead(
        [](std::string_view head) { return head.find(marker) != std::string_view::npos; });
    return marked                                                               ? 80
           : evidence.nearbyMentions("package.json", "\"postgres-migrations\"") ? 65
                                                                                : 0;
}

} // namespace

const Tool postgresMigrations = {
    .name = "postgres-migrations",
    .title = "postgres-migrations",
    .hasWayBack = false,
    .needsEveryVersion = true,
    .compareVersions = compareNumbers,
    .execution = wrappedMessage,
    .transactionOptOut =
        "write \"-- postgres-migrations disable-transaction\" into the file and keep the "
        "statement alone in it",
    .wayBackForm = commentedWayBackForm,
    .singleMessageHelp =
        "keep the statement alone in its file; postgres-migrations sends a file as one "
        "message, which PostgreSQL runs as one transaction if it holds several "
        "statements",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
