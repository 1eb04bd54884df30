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

/// Without a visitor nobody asks for the locks that the transaction holds meanwhile, but what fails
/// changes nothing.
Effects effectsOf(const Statement& statement, const Replay& replay, const StatementVisitor* visit) {
    if (visit != nullptr) {
        return replay.effectsOf(statement);
    }
    Effects effects;
    failuresOf(statement, replay, effects);
    return effects;
}

void replayWay(const History& history, const ParsedHistory& parsed, const Migration& migration,
               std::span<const SectionView> sections, Replay& replay,
               const StatementVisitor* visit) {
    replay.beginMigration();
    for (const SectionView& view : sections) {
        const ParsedSection& section = *view.parsed;
        replay.beginSection(*view.section, executionOf(history, view),
                            section.statements.size() + section.errors.size());
        replay.doubts().section(section, parsed.sources()[view.section->file].text());
        for (const Statement* statement : section.statements) {
            replay.enter(*statement);
            const Effects effects = effectsOf(*statement, replay, visit);
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
        replayWay(history, parsed, *one.migration, one.up, replay, nullptr);
        if (!last.empty() && one.migration->version == last) {
            return;
        }
    }
}

void replayBothWays(const History& history, const ParsedHistory& parsed, std::string_view last,
                    Catalog& catalog, Replay& replay, const StatementVisitor& visit) {
    for (const ParsedMigration& one : parsed.migrations()) {
        replayWay(history, parsed, *one.migration, one.up, replay, &visit);
        if (!one.down.empty()) {
            const Catalog::Frame frame = catalog.openFrame();
            replayWay(history, parsed, *one.migration, one.down, replay, &visit);
            catalog.undo(frame);
        }
        if (!last.empty() && one.migration->version == last) {
            return;
        }
    }
}

} // namespace ironlaw
