// The proof of a way back: a migration is replayed up, then down, and the schema is compared with
// the one before it.
#pragma once

#include "analyzer/replay/doubts.h"
#include "analyzer/rule/event.h"
#include "analyzer/rule/trace-index.h"
#include "analyzer/schema/difference.h"

#include <deque>
#include <set>

namespace ironlaw {

/// What the way back of one migration has not brought back.
struct RollbackResult {
    DescribedSchema before;              ///< what both ways have changed
    DescribedSchema after;               ///< likewise
    std::vector<Difference> differences; ///< into those
    std::deque<RollbackDifference> found;
    bool doubtful = false; ///< something ran that is not seen: there may be more
};

/// Used once for a migration: construct it before the way up, call wayBack() before the way back,
/// end() behind it.
class RollbackProof {
public:
    /// All arguments have to outlive the proof, which changes nothing in the catalog that lasts.
    RollbackProof(Catalog& catalog, const Doubts& doubts, const SchemaInput& input);

    /// The way back is about to be replayed.
    void wayBack();
    /// Compares, and takes the way back out of the catalog.
    RollbackResult end(const WayTrace& up, const WayTrace& down);

private:
    DescribedSchema describe(const std::set<ObjectId>& ids) const;
    /// Adds the tables that the objects are parts of.
    void addTables(const std::vector<ObjectId>& objects, std::set<ObjectId>& ids) const;
    /// Describes both schemas, and takes the way back out of the catalog.
    void describeBoth(RollbackResult& result);
    void judge(const Difference& difference, RollbackResult& result) const;
    /// The objects that are made again without what they have held, before and after.
    static std::vector<std::pair<const ObjectDescription*, const ObjectDescription*>>
    madeAgain(const RollbackResult& result);
    void lostValues(const ObjectDescription& before, const ObjectDescription& again,
                    RollbackResult& result) const;
    bool isDoubtful(const Difference& difference, bool byWayBack) const;

    Catalog& catalog_;
    const Doubts& doubts_;
    const SchemaInput& input_;
    Catalog::Frame before_;
    Catalog::Frame afterUp_ = 0;
    bool certain_;              ///< the history shows the whole schema before the migration
    bool upIsDoubtful_ = false; ///< the way up does what is not seen
    // Most ways back lead where they should: nobody asks then which statement has done what.
    std::optional<TraceIndex> up_;
    std::optional<TraceIndex> down_;
};

} // namespace ironlaw
