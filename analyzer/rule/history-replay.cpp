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

namespace {

void replayWay(const History& history, const Migration& migration,
               std::span<const SectionView> sections, Replay& replay,
               const StatementVisitor* visit) {
    replay.beginMigration();
    for (const SectionView& view : sections) {
        const ParsedSection& section = *view.parsed;
        replay.beginSection(*view.section, executionOf(history, view),
                            section.statements.size() + section.errors.size());
        for (const Statement* statement : section.statements) {
            replay.enter(*statement);
            // Without a visitor nobody asks for the locks that the transaction holds meanwhile.
            const Effects effects = visit == nullptr ? Effects() : replay.effectsOf(*statement);
            if (visit != nullptr) {
                (*visit)({&migration, view, *statement, effects});
            }
            replay.apply(*statement, effects);
        }
        replay.endSection();
    }
}

} // namespace

void replayUp(const History& history, const ParsedHistory& parsed, std::string_view last,
              Replay& replay) {
    for (const ParsedMigration& one : parsed.migrations()) {
        replayWay(history, *one.migration, one.up, replay, nullptr);
        if (!last.empty() && one.migration->version == last) {
            return;
        }
    }
}

void replayBothWays(const History& history, const ParsedHistory& parsed, std::string_view last,
                    Catalog& catalog, Replay& replay, const StatementVisitor& visit) {
    for (const ParsedMigration& one : parsed.migrations()) {
        replayWay(history, *one.migration, one.up, replay, &visit);
        if (!one.down.empty()) {
            const Catalog::Frame frame = catalog.openFrame();
            replayWay(history, *one.migration, one.down, replay, &visit);
            catalog.undo(frame);
        }
        if (!last.empty() && one.migration->version == last) {
            return;
        }
    }
}

} // namespace ironlaw
