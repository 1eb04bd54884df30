// UPDATE or DELETE over an unbounded part of a large table.
#include "analyzer/rule/extent.h"

#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

/// The table of the query as the effects of its statement have it.
const RelationUse* targetOf(const Query& query, const Context& context) {
    const Lookup<CatalogObject> known = context.catalog().relation(query.relation);
    for (const Lock& lock : context.effects().locks) {
        const bool isIts = known ? lock.relation.object == known.object
                                 : lock.relation.object == nullptr &&
                                       lock.relation.name == query.relation.name.text.view();
        if (isIts && lock.relation.kind == RelationKind::Table) {
            return &lock.relation;
        }
    }
    return nullptr;
}

/// An earlier statement of the transaction has changed rows of it, or locked it against that: of
/// the first one this rule has spoken, of the other schema-change-with-backfill does.
bool isHeld(const RelationUse& table, const Context& context) {
    const HeldLock* held = context.transaction().locks.strongestOn(table);
    return held != nullptr && !held->passedOn &&
           (held->mode == LockMode::RowExclusive || blocksWrites(held->mode));
}

const Query& outermost(const QueryUse& use) {
    return use.outer == nullptr ? use.query : outermost(*use.outer);
}

void check(const QueryUse& use, Context& context) {
    const Query& query = use.query;
    const auto* statement = as<QueryStatement>(*context.statement());
    const bool isUpdate = query.kind == QueryKind::Update;
    if (statement == nullptr || !statement->executes ||
        (!isUpdate && query.kind != QueryKind::Delete)) {
        return;
    }
    const RelationUse* table = targetOf(query, context);
    if (table == nullptr || !context.isLargeExisting(*table) || table->schema == "pg_catalog" ||
        isHeld(*table, context) ||
        isBounded(query, outermost(use), table->table(), context.catalog())) {
        return;
    }
    auto diagnostic = context.report(
        statement->range, "{} {} of \"{}\" in one transaction, and holds their locks until it ends",
        isUpdate ? "UPDATE changes" : "DELETE removes",
        query.where == nullptr ? "every row" : "an unbounded part", context.nameOf(*table));
    context.noteRelation(diagnostic, *table);
    diagnostic.help("work through ranges of the primary key, each in a transaction of its own, "
                    "outside of the migration");
}

} // namespace

extern constinit const Rule unbatched_backfill = {
    .summary = "UPDATE or DELETE over an unbounded part of a large table",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
