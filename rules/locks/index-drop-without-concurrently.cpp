// DROP INDEX on a table that others use: it waits for every query on the table, and all that come
// later wait behind it.
#include "analyzer/rule/context.h"

#include <algorithm>

namespace ironlaw::rules {

namespace {

const Lock* lockOn(ObjectId relation, const Effects& effects) {
    auto found = std::ranges::find_if(effects.locks, [&](const Lock& lock) {
        return lock.relation.object != nullptr && lock.relation.object->id == relation;
    });
    return found == effects.locks.end() ? nullptr : &*found;
}

void helpWith(DiagnosticBuilder& diagnostic, const Drop& drop, const Table* table) {
    if (table != nullptr && table->partitionedBy != PartitionStrategy::None) {
        diagnostic.help("set a short lock_timeout before DROP INDEX and try again when it fails: "
                        "the index of a partitioned table cannot be dropped CONCURRENTLY");
    } else if (drop.cascade) {
        diagnostic.help("drop what depends on the index first, then use DROP INDEX CONCURRENTLY, "
                        "which takes no CASCADE");
    } else if (drop.objects.size() > 1) {
        diagnostic.help("use a DROP INDEX CONCURRENTLY for each index, in migrations that run "
                        "outside of a transaction");
    } else {
        diagnostic.help(
            "use DROP INDEX CONCURRENTLY in a migration that runs outside of a transaction");
    }
}

void check(const Drop& drop, Context& context) {
    if (drop.objectKind != ObjectKind::Index || drop.concurrently) {
        return;
    }
    for (const ObjectReference& object : drop.objects) {
        const Lookup<Index> index = context.catalog().lookup<Index>(object.name);
        if (index.certainty == Certainty::Unknown) {
            auto diagnostic =
                context.report(object.name.range,
                               "DROP INDEX \"{}\" waits for every query on the index's table, and "
                               "blocks reads and writes meanwhile",
                               context.nameOf(object.name));
            helpWith(diagnostic, drop, nullptr);
            continue;
        }
        // PostgreSQL refuses to drop the index of a constraint, or one partition's part of an
        // index.
        const Lock* lock = index ? lockOn(index->table, context.effects()) : nullptr;
        if (lock == nullptr || index->ofConstraint || index->parent != 0 ||
            !context.isLargeExisting(lock->relation)) {
            continue;
        }
        auto diagnostic = context.report(object.name.range,
                                         "DROP INDEX \"{}\" waits for every query on \"{}\", and "
                                         "blocks reads and writes meanwhile",
                                         index->name, context.nameOf(lock->relation));
        context.noteRelation(diagnostic, lock->relation);
        helpWith(diagnostic, drop, lock->relation.table());
    }
}

} // namespace

extern constinit const Rule index_drop_without_concurrently = {
    .summary = "index dropped without CONCURRENTLY from a table that others can see",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
