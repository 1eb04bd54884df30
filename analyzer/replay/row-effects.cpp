// Effects of data changes; lock-model.md, section 9.
#include "analyzer/replay/row-effects.h"

#include "analyzer/replay/facts/facts.h"
#include "analyzer/replay/referencing-locks.h"
#include "analyzer/replay/row-change.h"

#include <llvm/ADT/SetVector.h>

#include <algorithm>

namespace ironlaw {

namespace {

using enum LockMode;

bool contains(const auto& list, const auto& value) {
    return std::ranges::find(list, value) != list.end();
}

/// The relation whose rows those of the view are, if PostgreSQL changes them through it
/// (view_query_is_auto_updatable, src/backend/rewrite/rewriteHandler.c); 0 if not.
ObjectId relationChangedThrough(const View& view, const Catalog& catalog) {
    const Query& query = *view.query;
    const QueryClauses& clauses = *query.clauses;
    const bool isPlain = query.kind == QueryKind::Select && !query.distinct &&
                         query.from.size() == 1 && clauses.with.empty() &&
                         clauses.groupBy.empty() && clauses.having == nullptr &&
                         clauses.limit == nullptr && clauses.offset == nullptr;
    const bool isComputed = std::ranges::any_of(query.targets, [](const Target& target) {
        return target.value != nullptr && target.value->kind == ExpressionKind::FunctionCall &&
               (target.value->window || isAggregate(target.value->text));
    });
    if (!isPlain || isComputed || view.materialized ||
        query.from.front()->kind != FromKind::Relation) {
        return 0;
    }
    if (view.uses.size() == 1) {
        return view.uses.front();
    }
    const Lookup<CatalogObject> named = catalog.relation(query.from.front()->relation);
    return named && contains(view.uses, named->id) ? named->id : 0;
}

/// The columns of the view as the relation behind it calls them.
void renameColumns(const View& view, Names& names) {
    const std::span<const Target> targets = view.query->targets;
    for (std::string_view& name : names) {
        const auto found = std::ranges::find(view.columns, name);
        const auto place = static_cast<size_t>(found - view.columns.begin());
        if (targets.size() == view.columns.size() && place < targets.size() &&
            targets[place].value->kind == ExpressionKind::ColumnReference) {
            name = targets[place].value->text;
        }
    }
}

class ChangeEffects {
public:
    ChangeEffects(const Query& query, QueryStage stage, EffectSink& sink)
        : stage_(stage), sink_(sink), target_(sink.use(query.relation)),
          change_(changeOf(query, target_)) {}
    ChangeEffects(const RelationUse& target, RowChange change, EffectSink& sink)
        : sink_(sink), target_(target), change_(std::move(change)) {}

    void run() {
        sink_.lock(target_, RowExclusive);
        if (stage_ != QueryStage::Analysed && !isReplaced() && reachTable()) {
            changeTable();
        }
    }

    /// The same without rules, which COPY passes over.
    void runWithoutRules() {
        sink_.lock(target_, RowExclusive);
        if (target_.table() != nullptr) {
            changeTable();
        }
    }

private:
    void changeTable() {
        const Table& table = *target_.table();
        const bool isPartitioned = table.partitionedBy != PartitionStrategy::None;
        if (stage_ >= QueryStage::Planned && (isPartitioned || !onlyInserts())) {
            sink_.eachNamed(target_, change_.only,
                            [&](const RelationUse& one) { sink_.lock(one, RowExclusive); });
        }
        if (stage_ == QueryStage::Executed) {
            sink_.lockIndexes(table.id, RowExclusive);
            lockReferencing(table);
            lockReferenced(table);
            lockAncestors(table);
            lockSequences(table);
        }
    }

    bool onlyInserts() const { return change_.inserts && !change_.deletes && !change_.updates; }

    bool isEventOf(const CreateRule& rule) const {
        switch (rule.event) {
        case QueryKind::Insert: return change_.inserts;
        case QueryKind::Update: return change_.updates;
        case QueryKind::Delete: return change_.deletes;
        default: return false;
        }
    }

    /// Runs what rules add to the change. Whether one of them stands for the change itself: then
    /// rows are looked at only for what it does to them.
    bool isReplaced() {
        bool replaced = false;
        for (const RewriteRule* rule :
             target_.object == nullptr ? std::vector<const RewriteRule*>()
                                       : sink_.catalog().partsOf<RewriteRule>(target_.object->id)) {
            const CreateRule& definition = *rule->definition;
            if (!isEventOf(definition) || !sink_.meets(*rule)) {
                continue;
            }
            for (const Query* action : definition.actions) {
                queryEffects(*action, stage_, sink_);
            }
            replaced |= definition.instead && definition.condition == nullptr;
            if (!definition.actions.empty() && !onlyInserts()) {
                readView();
            }
        }
        return replaced;
    }

    void readView() {
        if (const View* view = as<View>(target_.object)) {
            lockBehind(*view, AccessShare, stage_, sink_);
        }
    }

    /// Goes from a view to the table behind it. Whether there is one.
    bool reachTable() {
        llvm::SetVector<const View*> views;
        for (const View* view = as<View>(target_.object); view != nullptr;
             view = as<View>(target_.object)) {
            const auto triggers = sink_.catalog().partsOf<Trigger>(view->id);
            const bool isTriggered = std::ranges::any_of(triggers, [](const Trigger* trigger) {
                return trigger->definition != nullptr && trigger->definition->row;
            });
            const ObjectId behind =
                isTriggered ? 0 : relationChangedThrough(*view, sink_.catalog());
            if (behind == 0 || !views.insert(view)) {
                // A trigger INSTEAD OF INSERT looks at no rows.
                if (!isTriggered || !onlyInserts()) {
                    readView();
                }
                return false;
            }
            goThrough(*view, behind);
            if (isReplaced()) {
                return false;
            }
        }
        return target_.table() != nullptr;
    }

    void goThrough(const View& view, ObjectId behind) {
        for (const ObjectId other : view.uses) {
            if (other != behind) {
                readOther(other);
            }
        }
        for (Names& names : change_.given) {
            std::ranges::copy(view.defaultedColumns, std::back_inserter(names));
            renameColumns(view, names);
        }
        renameColumns(view, change_.set);
        renameColumns(view, change_.defaulted);
        target_ = sink_.use(*sink_.catalog().find(behind));
        sink_.lock(target_, RowExclusive);
    }

    void readOther(ObjectId id) {
        sink_.lock(id, AccessShare);
        if (const View* view = sink_.catalog().get<View>(id);
            view != nullptr && !view->materialized) {
            lockBehind(*view, AccessShare, stage_, sink_);
        }
    }

    bool isSet(const Table& table, ColumnNumber number) const {
        const Column* column = table.column(number);
        return column != nullptr &&
               (contains(change_.set, column->name) || contains(change_.defaulted, column->name));
    }

    void lockReferencing(const Table& table) {
        ReferencingLocks referencing(sink_);
        if (change_.deletes) {
            referencing.deleted(table);
        }
        std::vector<ColumnNumber> changed;
        for (const Column& column : table.columns) {
            if (isSet(table, column.number)) {
                changed.push_back(column.number);
            }
        }
        if (!changed.empty()) {
            referencing.updated(table, std::move(changed));
        }
    }

    /// A new row of the table is looked up in those that it refers to.
    void lockReferenced(const Table& table) {
        for (const Constraint& constraint : table.constraints) {
            if (constraint.kind == ConstraintKind::ForeignKey &&
                (change_.inserts ||
                 std::ranges::any_of(constraint.columns,
                                     [&](ColumnNumber number) { return isSet(table, number); }))) {
                sink_.lock(constraint.referencedTable, RowShare);
            }
        }
    }

    /// The bound of a partition, which a new row is compared with, is made of those of its parents
    /// (generate_partition_qual, src/backend/utils/cache/partcache.c; before 14 also where no row
    /// is compared: InitResultRelInfo in execMain.c).
    void lockAncestors(const Table& table) {
        if (change_.inserts || change_.updates || sink_.serverVersion() < 14) {
            sink_.lockAncestors(table, AccessShare);
        }
    }

    bool usesDefault(const Column& column) const {
        return contains(change_.defaulted, column.name) ||
               std::ranges::any_of(change_.given, [&](const Names& given) {
                   return !contains(given, column.name);
               });
    }

    /// Those that the defaults of columns draw from.
    void lockSequences(const Table& table) {
        for (const Column& column : table.columns) {
            const bool isIdentity = column.identity != IdentityKind::None;
            if ((column.defaultSequence == 0 && !isIdentity) || !usesDefault(column)) {
                continue;
            }
            sink_.lock(column.defaultSequence, RowExclusive);
            for (const Sequence* sequence : sink_.catalog().partsOf<Sequence>(table.id)) {
                if (sequence->identity && sequence->ownerColumn == column.number) {
                    sink_.lock(sink_.use(*sequence), RowExclusive);
                }
            }
        }
    }

    QueryStage stage_ = QueryStage::Executed;
    EffectSink& sink_;
    RelationUse target_;
    RowChange change_;
};

} // namespace

void changeEffects(const Query& query, QueryStage stage, EffectSink& sink) {
    ChangeEffects(query, stage, sink).run();
}

void copyEffects(const Copy& statement, EffectSink& sink) {
    const RelationUse target = sink.use(statement.table);
    RowChange change = changeOf(statement, target);
    ChangeEffects(target, std::move(change), sink).runWithoutRules();
}

} // namespace ironlaw
