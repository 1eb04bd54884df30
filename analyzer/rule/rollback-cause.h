// Which statement of a migration makes a difference that its way back does not undo.
#pragma once

#include "analyzer/rule/rollback-proof.h"

namespace ironlaw {

/// Where a difference comes from.
struct CausePlace {
    Location location;      ///< a statement, or one action of ALTER TABLE
    bool byWayBack = false; ///< the way up has not touched the object
};

/// ALTER TYPE … ADD VALUE.
struct AddedValue {
    Location place;
    std::string_view value;
};

class RollbackCause {
public:
    /// All arguments have to outlive the cause.
    RollbackCause(const SchemaInput& input, const Difference& difference, const TraceIndex& up,
                  const TraceIndex& down);

    /// Nothing if no statement of either way is known to have touched the object.
    std::optional<CausePlace> place() const;
    /// The statement says IF EXISTS, IF NOT EXISTS or OR REPLACE: it may have done nothing, or
    /// something else, where the history does not show all objects.
    bool isGuarded(const CausePlace& place) const;
    /// The values of an enum that the way up has added, if the difference is in them.
    std::vector<AddedValue> addedValues() const;
    /// Where the way back nearly undoes it.
    std::optional<CauseAttempt> attempt(const CausePlace& place) const;

private:
    std::optional<CausePlace> lastTouching(const TraceIndex& way, bool mustName) const;
    std::optional<CausePlace> at(const TraceIndex& way, Location place) const;
    std::optional<CauseAttempt> mistakenDrop() const;
    /// The names that the object has before the migration and behind its way back.
    llvm::SmallVector<std::string_view, 2> names() const;

    const SchemaInput& input_;
    const Difference& difference_;
    const TraceIndex& up_;
    const TraceIndex& down_;
};

} // namespace ironlaw
