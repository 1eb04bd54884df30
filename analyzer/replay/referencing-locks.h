// What a change of rows does by way of foreign keys. Within replay/ only.
#pragma once

#include "analyzer/replay/effect-sink.h"

#include <llvm/ADT/DenseSet.h>

namespace ironlaw {

/// Locks the tables that refer to changed rows, and those that refer to these.
class ReferencingLocks {
public:
    explicit ReferencingLocks(EffectSink& sink) : sink_(sink) {}

    /// A deleted row is looked for in the tables that refer to it, and changed there if the foreign
    /// key says so.
    void deleted(const Table& table);
    /// The columns of a row get new values.
    void updated(const Table& table, std::vector<ColumnNumber> columns);

private:
    void lock(const Table& from, ReferentialAction action);
    void each(ObjectId table,
              const std::function<void(const Table& from, const Constraint&)>& visit) const;

    EffectSink& sink_;
    llvm::DenseSet<std::pair<ObjectId, ObjectId>> updated_;
};

} // namespace ironlaw
