// A foreign key that goes, alone, with its column or with its table: the table that it references
// is locked as well.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void check(const Lock& lock, Context& context) {
    const HeldLock* held = context.transaction().locks.strongestOn(lock.relation);
    const bool isHeld = held != nullptr && held->mode == LockMode::AccessExclusive;
    if (lock.foreignKey == nullptr || isHeld || context.replay().session().limitsLockWaits() ||
        !context.isLargeExisting(lock.relation)) {
        return;
    }
    auto diagnostic = context.report(lock.anchor,
                                     "dropping the foreign key \"{}\" blocks reads and writes of "
                                     "\"{}\", which it references",
                                     lock.foreignKey->name, context.nameOf(lock.relation));
    diagnostic.note(lock.foreignKey->place, "the foreign key is defined here");
    diagnostic.help("set a lock_timeout, and drop it in a short transaction that can be run again");
}

} // namespace

extern constinit const Rule referenced_table_locked = {
    .summary = "dropped foreign key that locks the table it references",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
