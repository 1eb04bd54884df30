// Whether a draft does what it has to: it is replayed behind the migration.
#pragma once

#include "analyzer/replay/replay.h"
#include "analyzer/rollback/draft.h"

#include <functional>

namespace ironlaw {

struct DraftProof {
    std::vector<std::string> remains;  ///< what differs from the schema before, for people
    std::vector<std::string> failures; ///< what PostgreSQL would say
    bool refused = false;              ///< a statement cannot run in the transaction that it is in
};

/// How a draft is run.
struct DraftRun {
    Section section; ///< of a file with the number `section.file`, which is no other's
    /// As the tool would run `section`, whose statements are given.
    std::function<Execution(const Section&, ParsedSection&)> execution;
};

/// Replays `replayUp`, then the draft `text`, and takes both back. The catalog is before the
/// migration; `input` gives the texts of all other files. `text` and `arena` have to live as long
/// as the catalog, which remembers names. Objects of the catalog may be others afterwards.
DraftProof proveDraft(const SchemaInput& input, Catalog& catalog, Replay& replay,
                      std::string_view text, Arena& arena, const DraftRun& run,
                      const std::function<void()>& replayUp);

} // namespace ironlaw
