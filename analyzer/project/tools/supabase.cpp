// Supabase's command line tool: supabase/migrations/DATE_title.sql (pkg/migration). A script's
// statements go out as one pipeline, an implicit transaction, but those that cannot run in one run
// alone (from 2.109 on).
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include "grammar/statements.h"

#include <llvm/Support/Path.h>

#include <algorithm>

namespace ironlaw {

namespace {

std::optional<ScriptName> parse(std::string_view name) {
    const std::string_view version = leadingDigits(name);
    const bool named = !version.empty() && name.ends_with(".sql") && name[version.size()] == '_';
    return named ? std::optional(ScriptName{version, without(name, ".sql")}) : std::nullopt;
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "TIMESTAMP_title.sql",
    .order = ScriptLayout::Order::Text,
    .pairsByVersion = false,
    .wayBack = "a commented-out \"-- rollback\" section",
};

/// The first script is left out if it is what early versions of the tool made of the platform.
void layout(const LayoutInput& input) {
    layoutScripts(input, scripts);
    std::vector<Migration>& all = input.history.migrations;
    if (all.empty() || !all.front().name.ends_with("_init") || all.front().version.size() != 14 ||
        all.front().version >= "20211209000000") {
        return;
    }
    for (ProjectFile& file : input.history.files) {
        if (file.file == all.front().up.front().file) {
            file.role = FileRole::Ignored;
            file.reason = "the tool passes over an init script of before December 2021";
        }
    }
    all.erase(all.begin());
}

int recognise(const Evidence& evidence) {
    namespace path = llvm::sys::path;
    const llvm::StringRef folder = evidence.folder.path();
    const bool inPlace = path::filename(folder) == "migrations" &&
                         path::filename(path::parent_path(folder)) == "supabase";
    const bool configured = FileReader::peek(evidence.folder.below("../config.toml")).has_value();
    return !evidence.sqlNames.empty() && inPlace ? (configured ? 100 : 70) : 0;
}

bool sendsAlone(const Statement& statement) {
    if (const auto* index = as<CreateIndex>(statement)) {
        return index->concurrently;
    }
    if (const auto* drop = as<Drop>(statement)) {
        return drop->concurrently;
    }
    if (const auto* reindex = as<Reindex>(statement)) {
        return reindex->concurrently;
    }
    const auto* other = as<OtherStatement>(statement);
    return statement.kind == StatementKind::Vacuum || statement.kind == StatementKind::Cluster ||
           (other != nullptr && other->words == "ALTER SYSTEM");
}

Execution execution(const Section&, const ParsedSection&) {
    return {.singleMessage = true, .sendsAlone = sendsAlone};
}

} // namespace

const Tool supabase = {
    .name = "supabase",
    .title = "Supabase",
    .hasWayBack = false,
    .compareVersions = [](std::string_view a, std::string_view b) { return a.compare(b); },
    .execution = execution,
    .transactionOptOut = "",
    .wayBackForm = commentedWayBackForm,
    .singleMessageHelp = "put the statement alone into a migration of its own",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
