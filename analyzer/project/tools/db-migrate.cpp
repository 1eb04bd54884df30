// db-migrate: sqls/DATE-title-up.sql and -down.sql, which programs of the same names read
// (lib/commands/create-migration.js). Each script is one message in a transaction.
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include <llvm/Support/Path.h>

namespace ironlaw {

namespace {

std::optional<ScriptName> parse(std::string_view name) {
    const std::string_view stem = without(name, ".sql");
    for (auto [ending, direction] : {std::pair{"-up", Direction::Up}, {"-down", Direction::Down}}) {
        if (stem.size() < name.size() && stem.ends_with(ending)) {
            return ScriptName{leadingDigits(stem), without(stem, ending), direction};
        }
    }
    return std::nullopt;
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "DATE-title-up.sql or -down.sql",
    .order = ScriptLayout::Order::Text,
    .pairsByVersion = false,
    .wayBack = "-down.sql",
};

void layout(const LayoutInput& input) { layoutScripts(input, scripts); }

int recognise(const Evidence& evidence) {
    if (mostlyNamed(evidence, parse) == 0) {
        return 0;
    }
    const bool inPlace = llvm::sys::path::filename(evidence.folder.path()) == "sqls";
    return inPlace ? 90 : evidence.nearbyMentions("package.json", "\"db-migrate\"") ? 65 : 45;
}

constexpr std::string_view wayOut =
    "put the statement alone into a migration, and run that one with \"db-migrate up "
    "--non-transactional\"";

} // namespace

const Tool dbMigrate = {
    .name = "db-migrate",
    .title = "db-migrate",
    .execution = wrappedMessage,
    .transactionOptOut = wayOut,
    .singleMessageHelp = wayOut,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
