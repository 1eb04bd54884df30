// Effects of data changes; lock-model.md, section 9.
#include "analyzer/replay/row-effects.h"

#include "analyzer/replay/facts/facts.h"

#include <llvm/ADT/SetVector.h>

#include <algorithm>

namespace ironlaw {

namespace {

using enum LockMode;
using Names = std::vector<std::string_view>;

bool contains(const auto& list, const auto& value) {
    return std::ranges::find(list, value) != list.end();
}

/// What happens to the rows of a relation.
struct RowChange {
    bool inserts = false;
    bool deletes = false;
    std::vector<Names> given; ///< of each kind of new rows: the columns that get their values
    bool updates = false;
    Names set;
    Names defaulted; ///< those set to DEFAULT
    bool only = false;
};

bool isDefault(const Expression* value) {
    return value != nullptr && value->kind == ExpressionKind::Default;
}

Names columnNames(const RelationUse& relation) {
    Names result;
    if (const Table* table = relation.table()) {
        std::ranges::transform(table->columns, std::back_inserter(result), &Column::name);
    } else if (const View* view = as<View>(relation.object)) {
        result = view->columns;
    }
    return result;
}

bool knowsColumns(const RelationUse& relation) {
    const Table* table = relation.table();
    const View* view = as<View>(relation.object);
    return table != nullptr ? table->columnsComplete : view != nullptr && view->columnsComplete;
}

/// How many columns the rows of a query have, if it says so.
std::optional<size_t> widthOf(const Query& query) {
    switch (query.kind) {
    case QueryKind::Values: return query.rows.empty() ? 0 : query.rows.front()->operands.size();
    case QueryKind::Select: {
        const bool hasStar = std::ranges::any_of(query.targets, [](const Target& target) {
            return target.value != nullptr && target.value->kind == ExpressionKind::Star;
        });
        return hasStar ? std::nullopt : std::optional<size_t>(query.targets.size());
    }
    default: return std::nullopt;
    }
}

/// The columns that the rows of an INSERT have; nothing if that cannot be told.
std::optional<Names> givenColumns(const Query& insert, const RelationUse& relation) {
    if (insert.source == nullptr) {
        return Names();
    }
    Names result;
    for (const Target& target : insert.targets) {
        result.push_back(target.name.text);
    }
    if (insert.targets.empty()) {
        const std::optional<size_t> width = widthOf(*insert.source);
        if (!width || !knowsColumns(relation)) {
            return std::nullopt;
        }
        result = columnNames(relation);
        result.resize(std::min(result.size(), *width));
    }
    std::vector<bool> isDefaulted(result.size());
    for (const Expression* row : insert.source->rows) {
        for (size_t i = 0; i < std::min(result.size(), row->operands.size()); ++i) {
            isDefaulted[i] = isDefaulted[i] || isDefault(row->operands[i]);
        }
    }
    std::erase_if(result,
                  [&, i = size_t(0)](std::string_view) mutable { return isDefaulted[i++]; });
    return result;
}

void addSet(std::span<const Target> targets, RowChange& change) {
    for (const Target& target : targets) {
        (isDefault(target.value) ? change.defaulted : change.set).push_back(target.name.text);
    }
}

void addMerge(const MergeAction& action, const RelationUse& relation, RowChange& change) {
    switch (action.kind) {
    case MergeActionKind::Nothing: break;
    case MergeActionKind::Delete: change.deletes = true; break;
    case MergeActionKind::Update:
        change.updates = true;
        addSet(action.assignments, change);
        break;
    case MergeActionKind::Insert: {
        change.inserts = true;
        const Names columns = columnNames(relation);
        Names given;
        for (size_t i = 0; i < action.assignments.size(); ++i) {
            const Target& target = action.assignments[i];
            const bool isNamed = !target.name.empty();
            if (!isDefault(target.value) && (isNamed || i < columns.size())) {
                given.push_back(isNamed ? target.name.text.view() : columns[i]);
            }
        }
        if (knowsColumns(relation)) {
            change.given.push_back(std::move(given));
        }
        break;
    }
    }
}

RowChange changeOf(const Query& query, const RelationUse& relation) {
    RowChange change;
    change.only = query.only;
    change.inserts = query.kind == QueryKind::Insert;
    change.deletes = query.kind == QueryKind::Delete;
    change.updates = query.kind == QueryKind::Update || !query.clauses->assignments.empty();
    if (query.kind == QueryKind::Update) {
        addSet(query.targets, change);
    }
    addSet(query.clauses->assignments, change);
    if (change.inserts) {
        if (std::optional<Names> given = givenColumns(query, relation)) {
            change.given.push_back(std::move(*given));
        }
    }
    for (const MergeAction& action : query.clauses->mergeActions) {
        addMerge(action, relation, change);
    }
    return change;
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
        if (stage_ == QueryStage::Analysed || !reachTable()) {
            return;
        }
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

private:
    bool onlyInserts() const { return change_.inserts && !change_.deletes && !change_.updates; }

    /// Goes from a view to the table behind it. Whether there is one.
    bool reachTable() {
        llvm::SetVector<const View*> views;
        for (const View* view = as<View>(target_.object); view != nullptr;
             view = as<View>(target_.object)) {
            const auto triggers = sink_.catalog().partsOf<Trigger>(view->id);
            const bool isReplaced = std::ranges::any_of(triggers, [](const Trigger* trigger) {
                return trigger->definition != nullptr && trigger->definition->row;
            });
            const ObjectId behind = isReplaced ? 0 : relationChangedThrough(*view, sink_.catalog());
            if (behind == 0 || !views.insert(view)) {
                readBehind(*view, isReplaced && onlyInserts());
                return false;
            }
            for (const ObjectId other : view->uses) {
                if (other != behind) {
                    readOther(other);
                }
            }
            for (Names& names : change_.given) {
                std::ranges::copy(view->defaultedColumns, std::back_inserter(names));
                renameColumns(*view, names);
            }
            renameColumns(*view, change_.set);
            renameColumns(*view, change_.defaulted);
            target_ = sink_.use(*sink_.catalog().find(behind));
            sink_.lock(target_, RowExclusive);
        }
        return target_.table() != nullptr;
    }

    /// A trigger INSTEAD OF INSERT looks at no rows.
    void readBehind(const View& view, bool isSkipped) {
        if (!isSkipped) {
            lockBehind(view, AccessShare, stage_, sink_);
        }
    }

    void readOther(ObjectId id) {
        sink_.lock(id, AccessShare);
        if (const View* view = sink_.catalog().get<View>(id);
            view != nullptr && !view->materialized) {
            lockBehind(*view, AccessShare, stage_, sink_);
        }
    }

    /// A deleted row is looked for in the tables that refer to it, and changed there if the foreign
    /// key says so.
    void lockReferencing(const Table& table) {
        if (!change_.deletes) {
            return;
        }
        for (const ObjectId other : sink_.catalog().referencing(table.id)) {
            const Table* referencing = sink_.catalog().get<Table>(other);
            for (const Constraint& constraint : referencing->constraints) {
                if (constraint.referencedTable == table.id) {
                    const bool looks = constraint.onDelete == ReferentialAction::NoAction ||
                                       constraint.onDelete == ReferentialAction::Restrict;
                    sink_.lock(sink_.use(*referencing), looks ? RowShare : RowExclusive);
                }
            }
        }
    }

    /// A new row of the table is looked up in those that it refers to.
    void lockReferenced(const Table& table) {
        auto isSet = [&](ColumnNumber number) {
            const Column* column = table.column(number);
            return column != nullptr && (contains(change_.set, column->name) ||
                                         contains(change_.defaulted, column->name));
        };
        for (const Constraint& constraint : table.constraints) {
            if (constraint.kind == ConstraintKind::ForeignKey &&
                (change_.inserts ||
                 (change_.updates && std::ranges::any_of(constraint.columns, isSet)))) {
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
    RowChange change;
    change.inserts = true;
    Names& given = change.given.emplace_back();
    for (const Name& column : statement.columns) {
        given.push_back(column.text);
    }
    if (statement.columns.empty()) {
        given = columnNames(target);
    }
    ChangeEffects(target, std::move(change), sink).run();
}

} // namespace ironlaw
