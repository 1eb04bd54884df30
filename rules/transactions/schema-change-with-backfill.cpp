// A table is altered and its rows are changed in one transaction.
#include "analyzer/rule/context.h"
#include "analyzer/rule/extent.h"

#include <algorithm>

namespace ironlaw::rules {

namespace {

/// A query that changes rows in a number that nothing limits.
bool isBackfill(const Query& query, const Query& statement, const RelationUse& table,
                const Context& context) {
    return (query.kind == QueryKind::Update || query.kind == QueryKind::Delete ||
            query.kind == QueryKind::Merge) &&
           !isBounded(query, statement, table.table(), context.catalog());
}

/// The lock that an earlier statement has taken, if it keeps others from writing.
void checkRows(const QueryStatement& statement, Context& context) {
    if (!context.transaction().isBlock() || !statement.executes) {
        return;
    }
    walkQueries(*statement.query, QueryPlace::TopLevel, [&](const Query& query, QueryPlace) {
        const Lookup<CatalogObject> known = context.catalog().relation(query.relation);
        const auto& locks = context.effects().locks;
        const auto found = std::ranges::find_if(locks, [&](const Lock& lock) {
            return known ? lock.relation.object == known.object
                         : lock.relation.object == nullptr &&
                               lock.relation.name == query.relation.name.text.view();
        });
        if (found == locks.end() || !context.isLargeExisting(found->relation) ||
            !isBackfill(query, *statement.query, found->relation, context)) {
            return;
        }
        const HeldLock* held = context.transaction().locks.strongestOn(found->relation);
        if (held == nullptr || held->mode < LockMode::ShareRowExclusive ||
            !context.isFirst(found->relation)) {
            return;
        }
        auto diagnostic = context.report(statement.range,
                                         "rows of \"{}\" are changed in the transaction that has "
                                         "locked it, which blocks {} until "
                                         "all of them are done",
                                         context.nameOf(found->relation),
                                         blocksReads(held->mode) ? "reads and writes" : "writes");
        diagnostic.note(held->statement, "\"{}\" is locked in {} mode here",
                        context.nameOf(found->relation), wordsOf(held->mode));
        context.noteRelation(diagnostic, found->relation);
        diagnostic.help("change the rows in a later migration, or outside of migrations");
    });
}

} // namespace

extern constinit const Rule schema_change_with_backfill = {
    .summary = "table altered and its rows changed in one transaction",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&checkRows>(),
};

} // namespace ironlaw::rules
