// LOCK TABLE in a mode that writes wait for.
#include "analyzer/rule/context.h"

#include <algorithm>

namespace ironlaw::rules {

namespace {

void check(const LockTable& statement, Context& context) {
    const auto mode = static_cast<LockMode>(statement.mode);
    // Outside of a transaction the statement fails.
    if (!blocksWrites(mode) || !context.transaction().keepsLocks()) {
        return;
    }
    const std::vector<Lock>& locks = context.effects().locks;
    const auto lock = std::ranges::find_if(
        locks, [&](const Lock& one) { return context.isExisting(one.relation); });
    if (lock == locks.end()) {
        return;
    }
    auto diagnostic = context.report(
        statement.range, "LOCK TABLE IN {} MODE blocks {} \"{}\" until the transaction ends",
        wordsOf(mode), blocksReads(mode) ? "reads and writes of" : "writes to",
        context.nameOf(lock->relation));
    diagnostic.help("leave it out, or use SHARE UPDATE EXCLUSIVE, which keeps out other schema "
                    "changes and lets writes through");
}

} // namespace

extern constinit const Rule explicit_table_lock = {
    .summary = "LOCK TABLE in a mode that blocks writes",
    .severity = Severity::Note,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
