// See history-replay.h.
#include "analyzer/rule/history-replay.h"

#include <algorithm>

namespace ironlaw {

int serverVersionOf(const Config& config) {
    return config.serverVersion != 0 ? config.serverVersion : newestServer;
}

Execution executionOf(const History& history, const SectionView& view) {
    if (view.section->commentedOut || view.section->byHand) {
        return {};
    }
    switch (history.config->transaction) {
    case TransactionOverride::PerFile: return {.transaction = !view.section->optsOutOfTransaction};
    case TransactionOverride::None: return {};
    case TransactionOverride::Tool: break;
    }
    const bool known = history.tool != nullptr && history.tool->execution != nullptr;
    return known ? history.tool->execution(*view.section, *view.parsed) : Execution();
}

std::vector<SentMessage> messagesOf(const SectionView& view, const Execution& execution) {
    if (!execution.singleMessage) {
        return {};
    }
    const ParsedSection& parsed = *view.parsed;
    std::vector<uint32_t> ends = view.section->cuts;
    for (const Statement* one : parsed.statements) {
        if (execution.sendsAlone != nullptr && execution.sendsAlone(*one)) {
            ends.insert(ends.end(), {one->range.begin, one->range.end});
        }
    }
    ends.push_back(view.section->range.end);
    std::ranges::sort(ends);
    std::vector<SentMessage> result;
    for (const uint32_t end : ends) {
        result.push_back({end, 0});
    }
    const auto count = [&](uint32_t begin) {
        const auto message = std::ranges::upper_bound(result, begin, {}, &SentMessage::end);
        if (message != result.end()) {
            ++message->statements;
        }
    };
    for (const Statement* one : parsed.statements) {
        count(one->range.begin);
    }
    for (const SyntaxError& error : parsed.errors) {
        count(error.statement.begin);
    }
    return result;
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

} // namespace

void replayWay(const History& history, const ParsedHistory& parsed, const Migration& migration,
               std::span<const SectionView> sections, Replay& replay,
               const StatementVisitor* visit) {
    replay.beginMigration();
    for (const SectionView& view : sections) {
        const ParsedSection& section = *view.parsed;
        const Execution execution = executionOf(history, view);
        replay.beginSection(*view.section, execution, messagesOf(view, execution));
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
