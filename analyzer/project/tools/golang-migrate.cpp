// golang-migrate: NNNN_title.up.sql and .down.sql, sent as one message without a transaction
// (source/parse.go, database/postgres/postgres.go). With x-multi-statement in its address it cuts
// them at each semicolon (database/multistmt/parse.go).
#include "analyzer/project/paired-name.h"
#include "analyzer/project/statement-lines.h"
#include "analyzer/project/tools.h"

#include <algorithm>

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

/// Whether the database's address that lies in the repository asks for pieces.
bool cutsScripts(const std::string& folder) {
    constexpr std::string_view files[] = {
        "Makefile",     "Taskfile.yml", "justfile", "docker-compose.yml", "docker-compose.yaml",
        "compose.yaml", "package.json", ".env"};
    return std::ranges::any_of(files, [&](std::string_view file) {
        const std::optional<std::string> text = textNearby(folder, file);
        return text && text->find("x-multi-statement=true") != std::string::npos;
    });
}

void readInPieces(Migration& migration, Section& section, std::string_view text) {
    section.optsOutIfNeeded = true;
    std::vector<uint32_t> ends;
    for (uint32_t at = section.range.begin; at < section.range.end; ++at) {
        if (text[at] == ';') {
            ends.push_back(at);
        }
    }
    noteCuts(section, text, ends,
             "turn x-multi-statement off: golang-migrate then sends the file as one message",
             migration);
}

void layout(const LayoutInput& input) {
    layoutScripts(input, scripts);
    if (!cutsScripts(input.folder.path())) {
        return;
    }
    eachSection(input.history, [&](Migration& migration, Section& section) {
        readInPieces(migration, section, input.reader.text(section.file));
    });
}

Execution execution(const Section& section, const ParsedSection&) {
    return {.singleMessage = !section.optsOutIfNeeded};
}

} // namespace

const Tool golangMigrate = {
    .name = "golang-migrate",
    .title = "golang-migrate",
    .compareVersions = compareNumbers,
    .execution = execution,
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
