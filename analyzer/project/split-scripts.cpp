// See split-scripts.h.
#include "analyzer/project/split-scripts.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

std::optional<ScriptName> parseSplitName(std::string_view fileName) {
    const std::string_view version = leadingDigits(fileName);
    llvm::StringRef rest = fileName;
    if (version.empty() || !rest.substr(version.size()).starts_with("_") ||
        !rest.consume_back(".sql")) {
        return std::nullopt;
    }
    ScriptName result{version, ""};
    if (rest.consume_back(".up")) {
        result.direction = Direction::Up;
    } else if (rest.consume_back(".down")) {
        result.direction = Direction::Down;
    } else {
        return std::nullopt;
    }
    result.optsOut = !rest.consume_back(".tx");
    result.stem = rest;
    return result;
}

int recogniseSplitScripts(const Evidence& evidence, std::string_view split,
                          std::string_view module) {
    if (mostlyNamed(evidence, parseSplitName) == 0) {
        return 0;
    }
    const bool cut = evidence.anyHead(
        [&](std::string_view head) { return head.find(split) != std::string_view::npos; });
    if (cut || evidence.nearbyMentions("go.mod", module)) {
        return 75;
    }
    const bool marksTransactions = std::ranges::any_of(
        evidence.sqlNames, [](const std::string& name) { return name.ends_with(".tx.up.sql"); });
    return marksTransactions ? 50 : 0;
}

} // namespace ironlaw
