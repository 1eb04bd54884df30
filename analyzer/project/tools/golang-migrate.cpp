// golang-migrate: NNNN_title.up.sql and .down.sql, sent as one message without a transaction
// (source/parse.go, database/postgres/postgres.go).
#include "analyzer/project/paired-name.h"
#include "analyzer/project/tools.h"

namespace ironlaw {

namespace {

int recognise(const Evidence& evidence) {
    // maragu/migrate knows a migration by all of its name, and takes any.
    if (evidence.requiresModule("maragu.dev/migrate") ||
        evidence.requiresModule("maragudk/migrate")) {
        return 0;
    }
    if (mostlyNamed(evidence, parsePairedName) == 0 || !hasPairedWayUp(evidence.folder)) {
        return 0;
    }
    return evidence.requiresModule("golang-migrate/migrate") ? 65 : 40;
}

constexpr ScriptLayout scripts = {
    .parse = parsePairedName,
    .form = "NUMBER_title.up.sql or .down.sql",
    .wayBack = ".down.sql",
};

void layout(const LayoutInput& input) { layoutScripts(input, scripts); }

} // namespace

const Tool golangMigrate = {
    .name = "golang-migrate",
    .title = "golang-migrate",
    .compareVersions = compareNumbers,
    .execution = oneMessage,
    .transactionOptOut =
        "put the statement alone into a migration of its own; golang-migrate sends a file as one "
        "message, which PostgreSQL runs as one transaction if it holds several statements",
    .singleMessageHelp =
        "put the statement alone into a migration of its own; golang-migrate sends a file as one "
        "message, which PostgreSQL runs as one transaction if it holds several statements",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
