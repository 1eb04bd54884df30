// refinery: V1__title.sql and U2__title.sql, found recursively (refinery_core/src/util.rs). U is no
// undo: it may run out of order. Each script is one message in a transaction, without a way out.
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

namespace ironlaw {

namespace {

/// ^[UV]\d+(\.\d+)?__\w+\.sql$
std::optional<ScriptName> parse(std::string_view name) {
    llvm::StringRef rest = name;
    if (!(rest.consume_front("V") || rest.consume_front("U")) || !rest.consume_back(".sql")) {
        return std::nullopt;
    }
    const auto [version, title] = rest.split("__");
    const auto [major, minor] = version.split('.');
    const bool isVersion = !major.empty() && llvm::all_of(major, llvm::isDigit) &&
                           llvm::all_of(minor, llvm::isDigit) && !version.ends_with(".");
    const bool isTitle = !title.empty() && llvm::all_of(title, [](char c) {
        return llvm::isAlnum(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
    });
    return isVersion && isTitle ? std::optional(ScriptName{version, without(name, ".sql")})
                                : std::nullopt;
}

/// Its versions are integers of 32 bits.
std::string_view refuses(std::string_view version) {
    int32_t number = 0;
    return llvm::StringRef(version).getAsInteger(10, number) ? "its version is no 32-bit number"
                                                             : std::string_view();
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "V1__title.sql or U1__title.sql",
    .refuses = refuses,
    .pairsByVersion = false,
    .recursive = true,
    .wayBack = "a commented-out \"-- rollback\" section",
};

void layout(const LayoutInput& input) { layoutScripts(input, scripts); }

int recognise(const Evidence& evidence) {
    return mostlyNamed(evidence, parse) > 0 && evidence.nearbyMentions("Cargo.toml", "refinery")
               ? 75
               : 0;
}

} // namespace

const Tool refinery = {
    .name = "refinery",
    .title = "refinery",
    .hasWayBack = false,
    .compareVersions = compareNumbers,
    .execution = wrappedMessage,
    .transactionOptOut = "run the statement by hand: refinery has no way out of its transaction",
    .wayBackForm = commentedWayBackForm,
    .singleMessageHelp = "",
    .ownsSubfolders = true,
    .versionPrefixes = "VU",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
