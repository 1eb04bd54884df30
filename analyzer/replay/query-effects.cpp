// Effects of queries and data changes; lock-model.md, section 9.
#include "analyzer/replay/effect-sink.h"
#include "grammar/query-scope.h"

#include <algorithm>

namespace ironlaw {

namespace {

using enum LockMode;

/// A deleted row is looked for in the tables that refer to it, and changed there if the foreign key
/// says so.
void lockReferencing(const Table& table, EffectSink& sink) {
    for (const ObjectId other : sink.catalog().referencing(table.id)) {
        const Table* referencing = sink.catalog().get<Table>(other);
        for (const Constraint& constraint : referencing->constraints) {
            if (constraint.referencedTable == table.id) {
                const bool looks = constraint.onDelete == ReferentialAction::NoAction ||
                                   constraint.onDelete == ReferentialAction::Restrict;
                sink.lock(sink.use(*referencing), looks ? RowShare : RowExclusive);
            }
        }
    }
}

/// A new row of the table is looked up in those that it refers to.
void lockReferenced(const Table& table, const Query& query, EffectSink& sink) {
    for (const Constraint& constraint : table.constraints) {
        const bool changes =
            query.kind != QueryKind::Update ||
            std::ranges::any_of(query.targets, [&](const Target& target) {
                const Column* column = table.column(target.name.text.view());
                return column != nullptr && std::ranges::find(constraint.columns, column->number) !=
                                                constraint.columns.end();
            });
        if (constraint.kind == ConstraintKind::ForeignKey && changes) {
            sink.lock(constraint.referencedTable, RowShare);
        }
    }
}

void change(const Query& query, EffectSink& sink) {
    const RelationUse target = sink.use(query.relation);
    sink.lock(target, RowExclusive);
    const Table* table = target.table();
    if (table == nullptr) {
        return;
    }
    sink.lockIndexes(table->id, RowExclusive);
    if (query.kind != QueryKind::Insert || table->partitionedBy != PartitionStrategy::None) {
        sink.eachNamed(target, query.only,
                       [&](const RelationUse& one) { sink.lock(one, RowExclusive); });
    }
    if (query.kind == QueryKind::Delete || query.kind == QueryKind::Merge) {
        lockReferencing(*table, sink);
    }
    if (query.kind != QueryKind::Delete) {
        lockReferenced(*table, query, sink);
    }
}

} // namespace

void queryEffects(const Query& query, EffectSink& sink) {
    walkQueries(query, QueryPlace::TopLevel, [&](const Query& one, QueryPlace) {
        if (writes(one)) {
            change(one, sink);
        }
    });
    eachRelationRead(query, [&](const FromItem& entry, const Query& one) {
        if (one.locking && std::ranges::find(one.from, &entry) != one.from.end()) {
            sink.lock(sink.use(entry.relation), RowShare);
        }
    });
    sink.lockRelationsIn(&query, AccessShare);
}

} // namespace ironlaw
