// A transaction that locks a second table against everybody while it holds a first one.
#include "analyzer/rule/context.h"

#include <algorithm>

namespace ironlaw::rules {

namespace {

/// The statement drops the table, or the schema or partitioned table that it belongs to.
bool isDropped(const RelationUse& relation, Context& context) {
    const auto* drop = as<Drop>(*context.statement());
    if (drop == nullptr) {
        return false;
    }
    const Table* table = relation.table();
    return std::ranges::any_of(drop->objects, [&](const ObjectReference& one) {
        if (drop->objectKind == ObjectKind::Schema) {
            return one.name.name.text == relation.schema;
        }
        const Table* named = context.catalog().table(one.name).object;
        const bool ofTables = drop->objectKind == ObjectKind::Table;
        return ofTables && (named == nullptr ? one.name.name.text == relation.name
                                             : named == table || (table != nullptr &&
                                                                  table->partitionOf == named->id));
    });
}

bool isSecond(const Lock& lock, Context& context) {
    const HeldLock* held = context.transaction().locks.strongestOn(lock.relation);
    return lock.mode == LockMode::AccessExclusive && lock.relation.kind == RelationKind::Table &&
           context.isExisting(lock.relation) &&
           (held == nullptr || held->mode != LockMode::AccessExclusive) &&
           !isDropped(lock.relation, context);
}

void check(const Lock& lock, Context& context) {
    if (!isSecond(lock, context)) {
        return;
    }
    const auto isThere = [&](const HeldLock& held) { return context.isThere(held); };
    const HeldLocks& locks = context.transaction().locks;
    const HeldLock* held = locks.findExclusive(isThere);
    if (held == nullptr || locks.findLastExclusive(isThere)->statement != held->statement) {
        return;
    }
    const std::vector<Lock>& all = context.effects().locks;
    const auto first =
        std::ranges::find_if(all, [&](const Lock& one) { return isSecond(one, context); });
    if (&*first != &lock) {
        return;
    }
    context
        .report(context.statement()->range,
                "the transaction locks \"{}\" while it holds \"{}\": it deadlocks with those who "
                "use the two in the other order",
                context.nameOf(lock.relation), context.nameOf(*held))
        .note(held->statement,
              "\"{}\" is locked here in ACCESS EXCLUSIVE mode, until the "
              "transaction ends",
              context.nameOf(*held))
        .help("change one table in each migration");
}

} // namespace

extern constinit const Rule several_tables_locked = {
    .summary = "ACCESS EXCLUSIVE locks on several tables in one transaction",
    .severity = Severity::Note,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
