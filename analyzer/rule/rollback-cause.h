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
    RollbackCause(const SchemaInput& input, const Difference& difference, const WayTrace& up,
                  const WayTrace& down);

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
    std::optional<CausePlace> lastTouching(const WayTrace& way, bool mustName) const;
    std::optional<CausePlace> at(const WayTrace& way, Location place) const;
    std::optional<CauseAttempt> mistakenDrop() const;
    bool names(const TracedStatement& one, Range range) const;

    const SchemaInput& input_;
    const Difference& difference_;
    const WayTrace& up_;
    const WayTrace& down_;
};

/// Whether a statement of the way changes rows of a table of this name, or runs what may.
bool fills(const SchemaInput& input, const WayTrace& way, std::string_view table);

} // namespace ironlaw
