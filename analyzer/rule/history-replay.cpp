// See history-replay.h.
#include "analyzer/rule/history-replay.h"

namespace ironlaw {

int serverVersionOf(const Config& config) {
    return config.serverVersion != 0 ? config.serverVersion : newestServer;
}

Execution executionOf(const History& history, const SectionView& view) {
    if (view.section->commentedOut) {
        return {};
    }
    switch (history.config->transaction) {
    case TransactionOverride::PerFile: return {!view.section->optsOutOfTransaction, false};
    case TransactionOverride::None: return {};
    case TransactionOverride::Tool: break;
    }
    const bool known = history.tool != nullptr && history.tool->execution != nullptr;
    return known ? history.tool->execution(*view.section, *view.parsed) : Execution();
}

void replayUp(const History& history, const ParsedHistory& parsed, std::string_view last,
              Replay& replay) {
    for (const ParsedMigration& migration : parsed.migrations()) {
        replay.beginMigration();
        for (const SectionView& view : migration.up) {
            const ParsedSection& section = *view.parsed;
            replay.beginSection(*view.section, executionOf(history, view),
                                section.statements.size() + section.errors.size());
            for (const Statement* statement : section.statements) {
                // Nobody asks for the locks that the transaction holds meanwhile.
                replay.apply(*statement, {});
            }
            replay.endSection();
        }
        if (!last.empty() && migration.migration->version == last) {
            return;
        }
    }
}

} // namespace ironlaw
