// Long work in a transaction that has locked a table against everybody.
#include "analyzer/rule/context.h"
#include "analyzer/rule/extent.h"

#include <algorithm>

namespace ironlaw::rules {

namespace {

/// A lock that the transaction took before the statement at `statement`, and that blocks more than
/// the work itself would.
const HeldLock* lockAround(const RelationUse& relation, bool ownLockSpeaks, Range statement,
                           Context& context) {
    const HeldLocks& locks = context.transaction().locks;
    const HeldLock* own = locks.strongestOn(relation);
    return locks.findExclusive([&](const HeldLock& lock) {
        const bool speaks = &lock == own && ownLockSpeaks;
        return !speaks && lock.statement.range.begin < statement.begin && context.isThere(lock);
    });
}

const HeldLock* lockAround(const Work& work, Range statement, Context& context) {
    if (!work.certain || !context.sizeOf(work.relation).countsAsLarge) {
        return nullptr;
    }
    // Of a lock on the same table other rules speak: of the work's own mode, and of VALIDATE.
    const bool ownLockSpeaks =
        work.under == LockMode::AccessExclusive || work.cause == WorkCause::Validation;
    return lockAround(work.relation, ownLockSpeaks, statement, context);
}

/// An earlier statement of the transaction was the first.
bool wasTold(Context& context) {
    return std::ranges::any_of(context.transaction().work, [&](const PastWork& past) {
        return !past.isNew && lockAround(past.work, past.statement.range, context) != nullptr;
    });
}

std::string_view wordsOf(const Work& work) {
    if (work.cause == WorkCause::Refresh) {
        return "the refresh of";
    }
    switch (work.kind) {
    case WorkKind::Scan: return "the scan of";
    case WorkKind::Rewrite: return "the rewrite of";
    case WorkKind::IndexBuild: break;
    }
    return "the index build on";
}

void report(Range range, std::string_view work, const RelationUse& relation, const HeldLock& lock,
            Context& context) {
    auto diagnostic = context.report(range,
                                     "{} \"{}\" prolongs the ACCESS EXCLUSIVE lock on \"{}\", "
                                     "which blocks its reads and writes",
                                     work, context.nameOf(relation), context.nameOf(lock));
    diagnostic.note(lock.statement, "\"{}\" is locked here, until the transaction ends",
                    context.nameOf(lock));
    context.noteRelation(diagnostic, relation);
    diagnostic.help("move it into a migration of its own");
}

void checkWork(const Work& work, Context& context) {
    auto find = [&](const Work& one) {
        return context.isExisting(one.relation)
                   ? lockAround(one, context.statement()->range, context)
                   : nullptr;
    };
    const HeldLock* held = find(work);
    if (held == nullptr) {
        return;
    }
    const std::vector<Work>& all = context.effects().work;
    const auto first = std::ranges::find_if(all, find);
    if (&*first == &work && !wasTold(context)) {
        report(work.anchor, wordsOf(work), work.relation, *held, context);
    }
}

bool changesManyRows(const Query& query, const Table* table, const Catalog& catalog) {
    switch (query.kind) {
    case QueryKind::Update:
    case QueryKind::Delete: return !isBounded(query, query, table, catalog);
    case QueryKind::Insert:
        return query.source != nullptr && query.source->kind == QueryKind::Select &&
               std::ranges::any_of(query.source->from, [](const FromItem* item) {
                   return item->kind != FromKind::Function;
               });
    case QueryKind::Merge: return true;
    default: return false;
    }
}

void checkChange(const QueryUse& use, Context& context) {
    const bool stands =
        use.place == QueryPlace::TopLevel && as<QueryStatement>(*context.statement()) != nullptr;
    if (!stands || use.query.relation.empty()) {
        return;
    }
    for (const Lock& lock : context.effects().locks) {
        const RelationUse& relation = lock.relation;
        if (lock.mode != LockMode::RowExclusive || relation.name != use.query.relation.name.text ||
            !context.isLargeExisting(relation) ||
            !changesManyRows(use.query, relation.table(), context.catalog())) {
            continue;
        }
        // Of rows that change in the table which is altered another rule speaks.
        const Range statement = context.statement()->range;
        const HeldLock* held = lockAround(relation, true, statement, context);
        const HeldLock* own = context.transaction().locks.strongestOn(relation);
        const bool changedBefore =
            own != nullptr && (own->mode == LockMode::RowExclusive || blocksWrites(own->mode));
        if (held != nullptr && !changedBefore && !wasTold(context)) {
            report(statement, "the change of rows in", relation, *held, context);
        }
        return;
    }
}

} // namespace

extern constinit const Rule work_under_exclusive_lock = {
    .summary = "long work in a transaction that holds an ACCESS EXCLUSIVE lock",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&checkWork, &checkChange>(),
};

} // namespace ironlaw::rules
