// morph: names as golang-migrate's (models/parse.go, drivers/postgres/postgres.go). Each script is
// one message in a transaction, unless its first bytes say nontransactional.
#include "analyzer/project/paired-name.h"
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

namespace ironlaw {

namespace {

constexpr std::string_view marker = "-- morph:nontransactional";

void complete(Section& section, std::string_view text) {
    section.optsOutOfTransaction = text.starts_with(marker);
}

constexpr ScriptLayout scripts = {
    .parse = parsePairedName,
    .form = "NUMBER_title.up.sql or .down.sql",
    .complete = complete,
    .wayBack = ".down.sql",
};

void layout(const LayoutInput& input) { layoutScripts(input, scripts); }

int recognise(const Evidence& evidence) {
    if (mostlyNamed(evidence, parsePairedName) == 0) {
        return 0;
    }
    const bool marked =
        evidence.anyHead([](std::string_view head) { return head.starts_with("-- morph:"); });
    return marked || evidence.requiresModule("mattermost/morph") ? 75 : 0;
}

} // namespace

const Tool morph = {
    .name = "morph",
    .title = "morph",
    .compareVersions = compareNumbers,
    .execution = wrappedMessage,
    .transactionOptOut =
        "make \"-- morph:nontransactional\" the first bytes of the file and keep the "
        "statement alone in it",
    .wayBackForm = {.headingOutside = marker},
    .singleMessageHelp =
        "keep the statement alone in its file; morph sends a file as one message, which "
        "PostgreSQL runs as one transaction if it holds several statements",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
