// A transaction that locks a second table against everybody while it holds a first one.
#include "analyzer/rule/context.h"

#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/StringSet.h>

#include <algorithm>

namespace ironlaw::rules {

namespace {

/// What the statement drops: tables, and all in a schema.
class Dropped {
public:
    explicit Dropped(Context& context) {
        const auto* drop = as<Drop>(*context.statement());
        if (drop == nullptr) {
            return;
        }
        for (const ObjectReference& one : drop->objects) {
            const std::string_view name = one.name.name.text;
            if (drop->objectKind == ObjectKind::Schema) {
                schemas_.insert(name);
            } else if (drop->objectKind == ObjectKind::Table) {
                const Lookup<Table> table = context.catalog().table(one.name);
                if (table) {
                    tables_.insert(table->id);
                } else {
                    unseen_.insert(name);
                }
            }
        }
    }

    /// Itself, with its schema, or with the partitioned table that it belongs to.
    bool has(const RelationUse& relation) const {
        const Table* table = relation.table();
        return schemas_.contains(relation.schema) || unseen_.contains(relation.name) ||
               (table != nullptr &&
                (tables_.contains(table->id) || tables_.contains(table->partitionOf)));
    }

private:
    llvm::StringSet<> schemas_;
    llvm::StringSet<> unseen_;
    llvm::DenseSet<ObjectId> tables_;
};

bool isSecond(const Lock& lock, const Dropped& dropped, Context& context) {
    const HeldLock* held = context.transaction().locks.strongestOn(lock.relation);
    return lock.mode == LockMode::AccessExclusive && lock.relation.kind == RelationKind::Table &&
           context.isExisting(lock.relation) &&
           (held == nullptr || held->mode != LockMode::AccessExclusive) &&
           !dropped.has(lock.relation);
}

void check(const Effects& effects, Context& context) {
    const auto isThere = [&](const HeldLock& held) { return context.isThere(held); };
    const HeldLocks& locks = context.transaction().locks;
    const HeldLock* held = locks.findExclusive(isThere);
    if (held == nullptr || locks.findLastExclusive(isThere)->statement != held->statement) {
        return;
    }
    const Dropped dropped(context);
    const auto lock = std::ranges::find_if(
        effects.locks, [&](const Lock& one) { return isSecond(one, dropped, context); });
    if (lock == effects.locks.end()) {
        return;
    }
    context
        .report(context.statement()->range,
                "the transaction locks \"{}\" while it holds \"{}\": it deadlocks with those who "
                "use the two in the other order",
                context.nameOf(lock->relation), context.nameOf(*held))
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
