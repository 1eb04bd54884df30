// See held-locks.h.
#include "analyzer/replay/held-locks.h"

namespace ironlaw {

void HeldLocks::add(const HeldLock& lock) {
    all_.push_back(lock);
    enter(static_cast<uint32_t>(all_.size() - 1));
}

void HeldLocks::enter(uint32_t number) {
    const HeldLock& lock = all_[number];
    auto enterAs = [&](auto& map, const auto& key) {
        const auto [place, isFirst] = map.try_emplace(key, number);
        const HeldLock& known = all_[place->second];
        if (!isFirst && (known.mode < lock.mode || (known.mode == lock.mode && !lock.passedOn))) {
            place->second = number;
        }
    };
    const Name name(lock.schema, lock.name);
    enterAs(byName_, name);
    if (lock.relation == 0) {
        enterAs(unknown_, name);
    } else {
        enterAs(byRelation_, lock.relation);
    }
    if (lock.kind == RelationKind::Table && !lock.isNew) {
        blockWriters_ |= blocksWrites(lock.mode);
        if (lock.mode == LockMode::AccessExclusive) {
            exclusive_.push_back(number);
        }
    }
}

void HeldLocks::truncate(size_t count) {
    all_.resize(count);
    exclusive_.clear();
    blockWriters_ = false;
    byRelation_.clear();
    byName_.clear();
    unknown_.clear();
    for (uint32_t number = 0; number < count; ++number) {
        enter(number);
    }
}

const HeldLock* HeldLocks::stronger(const HeldLock* one, const ByName& names,
                                    const RelationUse& relation) const {
    const auto found = names.find(Name(relation.schema, relation.name));
    if (found == names.end()) {
        return one;
    }
    const HeldLock* other = &all_[found->second];
    return one == nullptr || one->mode < other->mode ? other : one;
}

const HeldLock* HeldLocks::strongestOn(const RelationUse& relation) const {
    if (relation.object == nullptr) {
        return stronger(nullptr, byName_, relation);
    }
    // The catalog learns of an unseen relation from the first statement that names it.
    const auto found = byRelation_.find(relation.object->id);
    return stronger(found == byRelation_.end() ? nullptr : &all_[found->second], unknown_,
                    relation);
}

} // namespace ironlaw
