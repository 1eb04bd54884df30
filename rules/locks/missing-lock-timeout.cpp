// The first lock of a transaction that others wait behind, without an end to its own waiting.
#include "analyzer/rule/context.h"

#include <algorithm>

namespace ironlaw::rules {

namespace {

bool blocksOthers(const Lock& lock, Context& context) {
    return lock.relation.kind == RelationKind::Table && blocksWrites(lock.mode) &&
           context.isExisting(lock.relation);
}

bool waits(Context& context) {
    const auto* lock = as<LockTable>(*context.statement());
    const std::optional<BlockRefusal>& refusal = context.effects().blockRefusal;
    // The CONCURRENTLY forms wait for long transactions on purpose, and let others through.
    return !(lock != nullptr && lock->nowait) && !(refusal && refusal->concurrently);
}

void check(const Effects& effects, Context& context) {
    if (context.replay().session().limitsLockWaits() ||
        context.transaction().locks.blockWriters() || !waits(context)) {
        return;
    }
    const auto lock = std::ranges::find_if(
        effects.locks, [&](const Lock& one) { return blocksOthers(one, context); });
    if (lock == effects.locks.end()) {
        return;
    }
    auto diagnostic = context.report(
        context.statement()->range,
        "the statement waits for its lock on \"{}\" without a lock_timeout, and {} "
        "of it wait behind",
        context.nameOf(lock->relation), blocksReads(lock->mode) ? "reads and writes" : "writes");
    diagnostic.note(
        "if the deploy sets one, say so as lock-timeout under [deploy] in ironlaw.toml");
    if (context.transaction().keepsLocks() || context.execution().singleMessage) {
        diagnostic.help("put SET LOCAL lock_timeout = '2s' in front of it");
    } else {
        diagnostic.help("put SET lock_timeout = '2s' in front of it, and RESET lock_timeout at the "
                        "end of the migration");
    }
}

} // namespace

extern constinit const Rule missing_lock_timeout = {
    .summary = "lock that others wait behind, without a lock_timeout",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
