// The list of migration tools.
#include "analyzer/project/tools.h"

#include "analyzer/project/layout.h"
#include "analyzer/project/project.h"

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

constexpr auto tools = std::to_array<const Tool*>({
#define IRONLAW_TOOL(symbol) &symbol,
#include "analyzer/project/tools.def"
#undef IRONLAW_TOOL
});

} // namespace

std::vector<const Tool*> allTools() { return {tools.begin(), tools.end()}; }

const Tool* findTool(std::string_view name) {
    const auto* found = std::ranges::find(tools, name, &Tool::name);
    return found == tools.end() ? nullptr : *found;
}

bool isToolLocation(const Folder& folder) {
    return std::ranges::any_of(tools, [&](const Tool* tool) {
        return tool->isLocation != nullptr && tool->isLocation(folder);
    });
}

Recognition recogniseTool(const Evidence& evidence) {
    Recognition best;
    for (const Tool* tool : tools) {
        const int strength = tool->recognise(evidence);
        if (strength > best.strength) {
            best = {tool, strength};
        }
    }
    return best;
}

Execution statementByStatement(const Section& section, const ParsedSection&) {
    return {.transaction = section.optsIntoTransaction};
}

Execution oneMessage(const Section& section, const ParsedSection&) {
    return {.transaction = section.optsIntoTransaction, .singleMessage = true};
}

Execution wrappedStatements(const Section& section, const ParsedSection&) {
    return {.transaction = !section.optsOutOfTransaction};
}

Execution wrappedMessage(const Section& section, const ParsedSection&) {
    return {.transaction = !section.optsOutOfTransaction, .singleMessage = true};
}

bool isSqlFile(const FolderEntry& entry) {
    if (entry.asked) {
        return true;
    }
    return !entry.isFolder && !entry.name.starts_with('.') &&
           (endsWithNoCase(entry.name, ".sql") || endsWithNoCase(entry.name, ".pgsql"));
}

std::string_view wordOf(FileRole role) {
    switch (role) {
    case FileRole::Migration: return "migration";
    case FileRole::Rollback: return "rollback";
    case FileRole::Both: return "both";
    case FileRole::Schema: return "schema";
    case FileRole::Repeatable: return "repeatable";
    case FileRole::Ignored: return "ignored";
    }
    return "ignored";
}

} // namespace ironlaw
