// VALIDATE CONSTRAINT under a lock that the same transaction has taken before: what was split off
// to let others through blocks them after all.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

std::string_view whatWaits(LockMode mode) {
    return blocksReads(mode) ? "reads and writes wait" : "writes wait";
}

void check(const ValidateConstraint& action, Context& context) {
    for (const Work& work : context.effects().work) {
        const bool isIts = work.cause == WorkCause::Validation && work.anchor == action.range;
        if (!isIts || !work.certain || !context.isLargeExisting(work.relation)) {
            continue;
        }
        const HeldLock* held = context.transaction().locks.strongestOn(work.relation);
        const bool isHeld = held != nullptr && blocksWrites(held->mode) && held->mode >= work.under;
        if (!isHeld && !blocksWrites(work.under)) {
            continue;
        }
        const LockMode mode = isHeld ? held->mode : work.under;
        auto diagnostic = context.report(
            action.range, "VALIDATE CONSTRAINT \"{}\" scans \"{}\" while {}",
            action.constraint.text.view(), context.nameOf(work.relation), whatWaits(mode));
        if (isHeld) {
            diagnostic.note(held->statement, "the transaction holds {} on \"{}\" from here on",
                            wordsOf(mode), context.nameOf(work.relation));
        } else {
            diagnostic.note("another action of the statement takes {} on \"{}\"", wordsOf(mode),
                            context.nameOf(work.relation));
        }
        context.noteRelation(diagnostic, work.relation);
        diagnostic.help("run VALIDATE CONSTRAINT in a transaction of its own, after this one");
        return;
    }
}

} // namespace

extern constinit const Rule validation_with_lock_held = {
    .summary = "VALIDATE CONSTRAINT in a transaction that holds a strong lock on the table",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
