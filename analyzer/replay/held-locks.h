// The locks that the open transaction has taken and keeps to its end.
#pragma once

#include "analyzer/replay/effects.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <vector>

namespace ironlaw {

struct HeldLock {
    ObjectId relation = 0; ///< 0: not in the catalog
    std::string_view schema;
    std::string_view name;
    RelationKind kind = RelationKind::Table;
    LockMode mode = LockMode::None;
    Location statement;    ///< the first that took it in this mode
    bool passedOn = false; ///< by foreign keys only, from a change of another table's rows
    bool isNew = false;    ///< nobody else could see the relation, or it held no rows
};

/// In the order in which they were taken.
class HeldLocks {
public:
    void add(const HeldLock& lock);
    /// Keeps the first `count` of them, as ROLLBACK TO does.
    void truncate(size_t count);
    size_t size() const { return all_.size(); }
    /// Writes to a table that others can see have to wait for the transaction.
    bool blockWriters() const { return blockWriters_; }

    /// The strongest mode in which the relation is locked; null if it is not.
    const HeldLock* strongestOn(const RelationUse& relation) const;
    /// Visits those that keep all others from tables which they use, until `visit` says true:
    /// returns that one, or null.
    template <typename Visit> const HeldLock* findExclusive(const Visit& visit) const {
        for (const uint32_t number : exclusive_) {
            if (visit(all_[number])) {
                return &all_[number];
            }
        }
        return nullptr;
    }
    /// The same from the last one backwards.
    template <typename Visit> const HeldLock* findLastExclusive(const Visit& visit) const {
        for (size_t i = exclusive_.size(); i-- > 0;) {
            if (visit(all_[exclusive_[i]])) {
                return &all_[exclusive_[i]];
            }
        }
        return nullptr;
    }

private:
    using Name = std::pair<llvm::StringRef, llvm::StringRef>;
    using ByName = llvm::SmallDenseMap<Name, uint32_t, 8>;

    void enter(uint32_t number);
    const HeldLock* stronger(const HeldLock* one, const ByName& names,
                             const RelationUse& relation) const;

    std::vector<HeldLock> all_;
    std::vector<uint32_t> exclusive_; ///< numbers in `all_`
    bool blockWriters_ = false;
    // The strongest on each relation.
    llvm::SmallDenseMap<ObjectId, uint32_t, 8> byRelation_;
    ByName byName_;
    ByName unknown_; ///< of relations that were not in the catalog
};

} // namespace ironlaw
