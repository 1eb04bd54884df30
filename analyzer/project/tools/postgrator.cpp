// postgrator: NNN.do.title.sql and NNN.undo.title.sql (postgrator.js), each one message without a
// transaction.
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include <llvm/ADT/StringRef.h>

namespace ironlaw {

namespace {

/// <int>.<do|undo>[.description].sql
std::optional<ScriptName> parse(std::string_view name) {
    const std::string_view version = leadingDigits(name);
    llvm::StringRef rest = name.substr(version.size());
    if (version.empty() || !rest.consume_back(".sql")) {
        return std::nullopt;
    }
    const bool up = rest.consume_front(".do");
    if ((!up && !rest.consume_front(".undo")) || (!rest.empty() && !rest.starts_with("."))) {
        return std::nullopt;
    }
    return ScriptName{version, without(name, ".sql"), up ? Direction::Up : Direction::Down};
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "NUMBER.do.title.sql or NUMBER.undo.title.sql",
    .wayBack = ".undo",
};

/// The way back has the name of the way up with another word in it.
void layout(const LayoutInput& input) {
    layoutScripts(input, scripts);
    for (Migration& migration : input.history.migrations) {
        std::string name = migration.name;
        if (const size_t word = name.find(".do"); word != std::string::npos) {
            name.replace(word, 3, ".undo");
        }
        migration.wayBackPath = input.folder.below(name + ".sql");
        migration.wayBackPlace = migration.wayBackPath;
    }
}

int recognise(const Evidence& evidence) { return mostlyNamed(evidence, parse) > 0 ? 60 : 0; }

constexpr std::string_view alone =
    "put the statement alone into a migration of its own; postgrator sends a file as one message, "
    "which PostgreSQL runs as one transaction if it holds several statements";

} // namespace

const Tool postgrator = {
    .name = "postgrator",
    .title = "postgrator",
    .compareVersions = compareNumbers,
    .execution = oneMessage,
    .transactionOptOut = alone,
    .singleMessageHelp = alone,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
