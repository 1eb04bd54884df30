// ragtime: ID.up.sql and ID.down.sql, or several of each with a number (sql/src/ragtime/sql.clj).
// Each piece between lines "--;;" is a message of its own, without a transaction.
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include <llvm/ADT/StringRef.h>

namespace ironlaw {

namespace {

/// (.*?)\.(up|down)(\.\d+)?\.sql
std::optional<ScriptName> parse(std::string_view name) {
    llvm::StringRef stem = name;
    if (!stem.consume_back(".sql")) {
        return std::nullopt;
    }
    const auto [before, number] = stem.rsplit('.');
    if (!number.empty() && leadingDigits(number).size() == number.size()) {
        stem = before;
    }
    const bool up = stem.consume_back(".up");
    if (stem.empty() || (!up && !stem.consume_back(".down"))) {
        return std::nullopt;
    }
    return ScriptName{leadingDigits(stem), stem, up ? Direction::Up : Direction::Down};
}

size_t separatorIn(std::string_view line) {
    const std::string_view words = strip(line);
    return words == "--;;" || words == "-- ;;" ? line.find('-') : std::string_view::npos;
}

void complete(Section& section, std::string_view text) { cutAtSigns(section, text, separatorIn); }

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "ID.up.sql or ID.down.sql",
    .order = ScriptLayout::Order::Text,
    .pairsByVersion = false,
    .recursive = true,
    .complete = complete,
    .wayBack = ".down.sql",
};

void layout(const LayoutInput& input) { layoutScripts(input, scripts); }

/// Its names say little; Clojure's project files say that it is used.
int recognise(const Evidence& evidence) {
    const bool fits =
        mostlyNamed(evidence, parse) > 0 && (evidence.nearbyMentions("project.clj", "ragtime") ||
                                             evidence.nearbyMentions("deps.edn", "ragtime"));
    return fits ? 85 : 0;
}

} // namespace

const Tool ragtime = {
    .name = "ragtime",
    .title = "ragtime",
    .execution = oneMessage,
    .transactionOptOut =
        "part the statement from others by lines \"--;;\"; ragtime sends what stands between two "
        "of them as one message, which PostgreSQL runs as one transaction if it holds several "
        "statements",
    .singleMessageHelp =
        "part the statement from others by lines \"--;;\"; ragtime sends what stands between two "
        "of them as one message, which PostgreSQL runs as one transaction if it holds several "
        "statements",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
