// DbUp: the scripts of a .NET project, in the order of their names (DbUp: ScriptProvider,
// UpgradeEngine; dbup-postgresql: PostgresqlConnectionManager.cs). Statements run one by one,
// without a transaction unless the program asks for one.
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include <algorithm>

namespace ironlaw {

namespace {

std::optional<ScriptName> parse(std::string_view name) {
    if (!endsWithNoCase(name, ".sql")) {
        return std::nullopt;
    }
    return ScriptName{leadingDigits(name), without(name, ".sql"), Direction::Up};
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "TITLE.sql",
    .order = ScriptLayout::Order::Kept,
    .pairsByVersion = false,
    .recursive = true,
    .wayBack = "a commented-out \"-- rollback\" section",
};

/// By path: the name of an embedded script has its folders in front.
void layout(const LayoutInput& input) {
    layoutScripts(input, scripts);
    std::vector<Migration>& migrations = input.history.migrations;
    std::ranges::stable_sort(migrations, {}, [&](const Migration& one) {
        return std::string_view(input.reader.path(one.up.front().file));
    });
    const Evidence around{input.folder, {}, {}};
    if (around.anyNearbyMentions(".cs", ".WithTransaction")) {
        eachSection(input.history,
                    [](Migration&, Section& section) { section.optsIntoTransaction = true; });
    }
}

/// Numbered or dated scripts in a project that uses DbUp: its other scripts are queries.
int recognise(const Evidence& evidence) {
    const auto numbered = std::ranges::count_if(
        evidence.sqlNames, [](const std::string& name) { return !leadingDigits(name).empty(); });
    const bool fits = numbered > 0 && static_cast<size_t>(numbered) * 2 >= evidence.sqlNames.size();
    return fits && (evidence.anyNearbyMentions(".csproj", "\"dbup") ||
                    evidence.anyNearbyMentions(".csproj", "\"DbUp"))
               ? 62
               : 0;
}

} // namespace

const Tool dbup = {
    .name = "dbup",
    .title = "DbUp",
    .hasWayBack = false,
    .execution = statementByStatement,
    .transactionOptOut = "build the upgrader with WithoutTransaction()",
    .wayBackForm = commentedWayBackForm,
    .singleMessageHelp = "",
    .ownsSubfolders = true,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
