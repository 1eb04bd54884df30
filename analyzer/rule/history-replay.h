// The replay of a history's way up, for those who want its schema rather than a judgement.
#pragma once

#include "analyzer/replay/replay.h"
#include "analyzer/rule/parsed-history.h"

#include <functional>

namespace ironlaw {

/// The server version that the configuration names, or the newest.
int serverVersionOf(const Config& config);

/// How the section is handed to the server: by the history's tool, unless the configuration says
/// otherwise.
Execution executionOf(const History& history, const SectionView& view);

/// The messages of a section that `execution` does not send statement by statement, in order.
std::vector<SentMessage> messagesOf(const SectionView& view, const Execution& execution);

/// One statement, before it changes the catalog.
struct ReplayedStatement {
    const Migration* migration = nullptr;
    const SectionView& view;
    const Statement& statement;
    const Effects& effects;
};
using StatementVisitor = std::function<void(const ReplayedStatement&)>;

/// Replays one way of a migration of `parsed`, which is `history`. `visit`, which may be null, sees
/// every statement at the moment when it would run.
void replayWay(const History& history, const ParsedHistory& parsed, const Migration& migration,
               std::span<const SectionView> sections, Replay& replay,
               const StatementVisitor* visit);

/// Replays the ways up of `parsed`, which is `history`, up to and with the migration `last`; all of
/// them if it is empty.
void replayUp(const History& history, const ParsedHistory& parsed, std::string_view last,
              Replay& replay);

/// Likewise with the ways back: each migration is replayed up, then down in a frame that is taken
/// back. `visit` sees every statement at the moment when it would run.
void replayBothWays(const History& history, const ParsedHistory& parsed, std::string_view last,
                    Catalog& catalog, Replay& replay, const StatementVisitor& visit);

} // namespace ironlaw
