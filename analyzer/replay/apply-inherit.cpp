// What tables take over from other tables: LIKE, INHERITS and partitions.
#include "analyzer/replay/apply.h"
#include "analyzer/replay/partition-index.h"

namespace ironlaw {

namespace {

/// An inherited column as it stands in the child (MergeAttributes, src/backend/commands/
/// tablecmds.c). Identity is not inherited.
Column inheritedCopy(const Column& column, const Table& child) {
    Column copy = column;
    copy.identity = IdentityKind::None;
    copy.generatedFrom.clear();
    copy.local = false;
    copy.inheritCount = 1;
    copy.origin = child.origin;
    std::erase_if(copy.settings, [](const HeldSetting& one) {
        return one.name != "storage" && one.name != "compression";
    });
    copy.comment = {};
    return copy;
}

/// The columns in generation expressions, which may know them by former names.
void copyGeneratedFrom(const Table& from, Table& to) {
    for (const Column& column : from.columns) {
        auto copy = std::ranges::find(to.columns, column.name, &Column::name);
        if (!column.generatedFrom.empty() && copy->generation == column.generation) {
            copy->generatedFrom = mapped(column.generatedFrom, from, to);
        }
    }
}

void mergeParentColumns(const Table& parent, Table& table) {
    for (const Column& column : parent.columns) {
        const NotNullConstraint* own = parent.notNull(column.number);
        const bool notNull = column.notNull && (own == nullptr || !own->noInherit);
        auto existing = std::ranges::find(table.columns, column.name, &Column::name);
        if (existing != table.columns.end()) {
            ++existing->inheritCount;
            existing->notNull |= notNull;
            continue;
        }
        Column copy = inheritedCopy(column, table);
        copy.notNull = notNull;
        copy.number = ++table.lastColumnNumber;
        table.columns.push_back(copy);
    }
    copyGeneratedFrom(parent, table);
    table.columnsComplete &= parent.columnsComplete;
}

} // namespace

void Applier::inheritColumns(const CreateTable& statement, Table& table) {
    auto mergeFrom = [&](const QualifiedName& name) -> ObjectId {
        Lookup<Table> parent = catalog_.table(name);
        if (!parent) {
            table.columnsComplete = false;
            return 0;
        }
        mergeParentColumns(*parent, table);
        inheritNotNulls(*parent, table);
        return parent->id;
    };
    for (const QualifiedName& parent : statement.inherits) {
        if (ObjectId id = mergeFrom(parent)) {
            table.parents.push_back(id);
        }
    }
    if (!statement.partitionOf.empty()) {
        table.partitionOf = mergeFrom(statement.partitionOf);
    }
    if (statement.ofType.name.empty()) {
        return;
    }
    Lookup<Type> type = catalog_.type(statement.ofType.name);
    table.columnsComplete = type && type->typeKind == TypeKind::Composite;
    if (type) {
        table.ofType = type->id;
        table.columns = type->attributes;
        table.lastColumnNumber = static_cast<ColumnNumber>(table.columns.size());
    }
    for (Column& column : table.columns) {
        column.origin = table.origin;
    }
}

void Applier::copyLikeColumns(const LikeClause& like, Table& table, NewSequences& sequences) {
    Lookup<CatalogObject> found = catalog_.relation(like.source);
    const Table* source = as<Table>(found.object);
    if (source == nullptr) {
        const View* view = as<View>(found.object);
        table.columnsComplete &= view != nullptr && view->columnsComplete;
        for (size_t i = 0; view != nullptr && i < view->columns.size(); ++i) {
            Column& column = table.columns.emplace_back();
            column.name = view->columns[i];
            column.number = ++table.lastColumnNumber;
            column.origin = table.origin;
        }
        return;
    }
    // NOT NULL is copied in any case (transformTableLikeClause, src/backend/parser/
    // parse_utilcmd.c).
    for (const Column& column : source->columns) {
        Column copy = column;
        copy.number = ++table.lastColumnNumber;
        copy.local = true;
        copy.inheritCount = 0;
        copy.generatedFrom.clear();
        copy.origin = table.origin;
        copy.settings.clear();
        if (!like.defaults) {
            copy.hasDefault = false;
            copy.defaultValue = nullptr;
            copy.defaultSequence = 0;
        }
        if (!like.generated) {
            copy.generated = GeneratedKind::None;
            copy.generation = nullptr;
        }
        if (!like.identity) {
            copy.identity = IdentityKind::None;
        } else if (copy.identity != IdentityKind::None) {
            sequences.push_back({copy.name, {}, true, {}});
        }
        table.columns.push_back(copy);
        if (const NotNullConstraint* notNull = source->notNull(column.number)) {
            table.notNulls.push_back(
                {notNull->name, copy.number, 0, true, notNull->noInherit, true});
        }
    }
    copyGeneratedFrom(*source, table);
    table.columnsComplete &= source->columnsComplete;
}

void Applier::copyLikeConstraints(const LikeClause& like, ObjectId id) {
    // Foreign keys are never copied.
    Lookup<Table> source = catalog_.table(like.source);
    if (!source) {
        return;
    }
    for (const Constraint& constraint : source->constraints) {
        if (constraint.kind != ConstraintKind::Check || !like.constraints) {
            continue;
        }
        Constraint copy = constraint;
        copy.local = true;
        copy.inherited = false;
        copy.inheritCount = 0;
        copy.validated = copy.enforced; // a new table holds no row that could break it
        copy.origin = catalog_.get<Table>(id)->origin;
        copy.mentioned = mapped(constraint.mentioned, *source, *catalog_.get<Table>(id));
        addCheck(id, std::move(copy), false);
    }
    if (!like.indexes) {
        return;
    }
    for (const Index* index : catalog_.indexesOf(source->id)) {
        auto clone = indexLike(*index, *source, *catalog_.get<Table>(id));
        clone->origin = catalog_.get<Table>(id)->origin;
        addClone(std::move(clone), *source, index->id);
    }
}

void Applier::inheritChecks(ObjectId parentId, ObjectId childId) {
    const std::vector<Constraint> constraints = catalog_.get<Table>(parentId)->constraints;
    for (const Constraint& constraint : constraints) {
        if (constraint.kind != ConstraintKind::Check || constraint.noInherit) {
            continue;
        }
        const std::vector<ColumnNumber> mentioned = mapped(
            constraint.mentioned, *catalog_.get<Table>(parentId), *catalog_.get<Table>(childId));
        Table* child = catalog_.edit<Table>(childId);
        auto same = std::ranges::find(child->constraints, constraint.name, &Constraint::name);
        if (same != child->constraints.end()) {
            ++same->inheritCount;
            same->inherited = true;
            continue;
        }
        Constraint copy = constraint;
        copy.mentioned = mentioned;
        copy.inherited = true;
        copy.local = false;
        copy.inheritCount = 1;
        copy.validated = copy.enforced; // likewise
        child->constraints.push_back(std::move(copy));
    }
}

void Applier::inheritColumnsOf(ObjectId parentId, ObjectId childId, bool add) {
    const Table* parent = catalog_.get<Table>(parentId);
    Table* child = catalog_.edit<Table>(childId);
    const bool isPartition = child->partitionOf == parentId;
    auto change = [&](auto& part) {
        if (add) {
            ++part.inheritCount;
            part.local &= !isPartition;
        } else if (part.inheritCount > 0) {
            --part.inheritCount;
            part.local |= part.inheritCount == 0;
        }
    };
    for (Column& column : child->columns) {
        if (parent->column(column.name) != nullptr) {
            change(column);
        }
    }
    for (const NotNullConstraint& ofParent : parent->notNulls) {
        const Column* column = child->column(parent->column(ofParent.column)->name);
        for (NotNullConstraint& constraint : child->notNulls) {
            if (!ofParent.noInherit && column != nullptr && constraint.column == column->number) {
                change(constraint);
            }
        }
    }
    for (Constraint& constraint : child->constraints) {
        const Constraint* ofParent = parent->constraint(constraint.name);
        if (constraint.kind == ConstraintKind::Check && ofParent != nullptr &&
            ofParent->kind == ConstraintKind::Check && !ofParent->noInherit) {
            change(constraint);
            constraint.inherited = constraint.inheritCount > 0;
        }
    }
}

void Applier::partitionFromParent(ObjectId parentId, ObjectId partitionId) {
    if (!catalog_.get<Table>(partitionId)->foreign) {
        for (const Index* index : catalog_.indexesOf(parentId)) {
            indexForPartitions(index->id, partitionId);
        }
    }
    const std::vector<Constraint> constraints = catalog_.get<Table>(parentId)->constraints;
    for (const Constraint& constraint : constraints) {
        if (constraint.kind == ConstraintKind::ForeignKey) {
            cloneForeignKey(constraint, parentId, partitionId);
        }
    }
    cloneTriggers(parentId, partitionId);
}

void Applier::attachPartition(ObjectId parent, const AttachPartition& action) {
    const ObjectId partition = tableToChange(action.partition);
    if (partition == 0 || isDescendant(parent, partition)) {
        return;
    }
    Table* changed = catalog_.edit<Table>(partition);
    changed->partitionOf = parent;
    changed->bound = action.bound;
    changed->boundPlace = replay_.originAt(action.range).location;
    inheritColumnsOf(parent, partition, true);
    partitionFromParent(parent, partition);
    if (catalog_.get<Table>(partition)->filled) {
        markFilled(parent);
    }
}

void Applier::detachPartition(const DetachPartition& action) {
    Lookup<Table> partition = catalog_.table(action.partition);
    if (!partition || partition->partitionOf == 0) {
        return;
    }
    const ObjectId id = partition->id;
    if (catalog_.get<Table>(partition->partitionOf) != nullptr) {
        inheritColumnsOf(partition->partitionOf, id, false);
    }
    Table* changed = catalog_.edit<Table>(id);
    changed->partitionOf = 0;
    changed->bound = {};
    for (Constraint& constraint : changed->constraints) {
        constraint.inherited = false;
        constraint.local = true;
        constraint.inheritCount = 0;
    }
    for (const Index* index : catalog_.indexesOf(id)) {
        catalog_.edit<Index>(index->id)->parent = 0;
    }
    for (const Trigger* trigger : catalog_.partsOf<Trigger>(id)) {
        if (trigger->parent != 0) {
            removeTrigger(trigger->id);
        }
    }
}

void Applier::setParent(ObjectId id, const Inherit& action) {
    Lookup<Table> parent = catalog_.table(action.parent);
    if (!parent || (!action.remove && isDescendant(parent->id, id))) {
        return;
    }
    std::vector<ObjectId>& parents = catalog_.edit<Table>(id)->parents;
    const bool was = std::erase(parents, parent->id) > 0;
    if (!action.remove) {
        parents.push_back(parent->id);
    }
    if (was == action.remove) {
        inheritColumnsOf(parent->id, id, !action.remove);
    }
}

} // namespace ironlaw
