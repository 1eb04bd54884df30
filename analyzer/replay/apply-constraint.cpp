// Constraints of tables.
#include "analyzer/catalog/expressions.h"
#include "analyzer/catalog/naming.h"
#include "analyzer/replay/apply.h"
#include "analyzer/replay/partition-index.h"

namespace ironlaw {

namespace {

/// The constraint as far as its definition alone says.
Constraint constraintOf(const ConstraintDefinition& definition, Origin origin) {
    Constraint constraint;
    constraint.kind = definition.kind;
    constraint.name = definition.name.text;
    constraint.expression = definition.expression;
    constraint.validated = !definition.notValid && !definition.notEnforced;
    constraint.enforced = !definition.notEnforced;
    constraint.deferrable = definition.deferrable;
    constraint.initiallyDeferred = definition.initiallyDeferred;
    constraint.noInherit = definition.noInherit;
    constraint.onDelete = definition.onDelete;
    constraint.onUpdate = definition.onUpdate;
    constraint.origin = origin;
    constraint.place = origin.location;
    return constraint;
}

} // namespace

void Applier::addConstraint(ObjectId id, const ConstraintDefinition& definition, bool only) {
    if (definition.kind == ConstraintKind::NotNull) {
        for (const Name& column : definition.columns) {
            addNotNull(id, column.text,
                       {definition.name.text, definition.noInherit, !definition.notValid}, only);
        }
        return;
    }
    const Constraint* existing = constraintNamed(id, definition.name.text);
    const bool merges = existing != nullptr && existing->inherited &&
                        existing->kind == ConstraintKind::Check &&
                        definition.kind == ConstraintKind::Check;
    if (existing != nullptr && !merges) {
        if (staysThere(existing->name)) {
            return;
        }
        dropConstraint(id, existing->name, only);
    }
    if (definition.kind == ConstraintKind::PrimaryKey && !claimPrimaryKey(id, only)) {
        return;
    }
    Constraint constraint = constraintOf(definition, replay_.originAt(definition.range));
    switch (definition.kind) {
    case ConstraintKind::Check: addCheck(id, std::move(constraint), only); break;
    case ConstraintKind::ForeignKey:
        constraint.columns = columnNumbers(id, definition.columns);
        for (const Name& column : definition.referencedColumns) {
            constraint.referencedColumns.push_back(column.text);
        }
        constraint.referencedName = definition.referencedTable;
        addForeignKey(id, std::move(constraint), only);
        break;
    default:
        constraint.columns = columnNumbers(id, definition.columns);
        addIndexConstraint(id, std::move(constraint), definition, only);
        break;
    }
}

const Constraint* Applier::constraintNamed(ObjectId table, std::string_view name) const {
    // Most names are new to their whole schema, which costs less to know.
    const Table* owner = catalog_.get<Table>(table);
    return !name.empty() && catalog_.constraintExists(owner->schema, name) ? owner->constraint(name)
                                                                           : nullptr;
}

bool Applier::claimPrimaryKey(ObjectId id, bool only) {
    const auto& constraints = catalog_.get<Table>(id)->constraints;
    auto existing = std::ranges::find(constraints, ConstraintKind::PrimaryKey, &Constraint::kind);
    if (existing == constraints.end()) {
        return true;
    }
    if (staysThere(existing->name)) {
        return false;
    }
    dropConstraint(id, existing->name, only);
    return true;
}

void Applier::addCheck(ObjectId id, Constraint constraint, bool only) {
    // A copy knows its columns, which the expression may call by former names.
    std::vector<std::string_view> columns;
    for (const ColumnNumber number : constraint.mentioned) {
        const Column* column = catalog_.get<Table>(id)->column(number);
        columns.push_back(column == nullptr ? std::string_view() : column->name);
    }
    if (columns.empty()) {
        columns = columnsIn(constraint.expression);
    }
    constraint.needs = needsOf({constraint.expression});
    if (constraint.name.empty()) {
        // The column's name is part of it if there is only one (AddRelationNewConstraints, heap.c).
        const Table* table = catalog_.get<Table>(id);
        constraint.name = catalog_.intern(chooseConstraintName(
            catalog_, table->schema, table->name,
            columns.size() == 1 ? columns.front() : std::string_view(), "check"));
    }
    const bool stays = only || constraint.noInherit;
    eachDescendant(id, stays, [&](ObjectId one) {
        Constraint own = constraint;
        own.mentioned = columnNumbers(one, columns);
        if (one != id) {
            own.inherited = true;
            own.local = false;
            own.inheritCount = 1;
        }
        if (constraintNamed(one, own.name) == nullptr) {
            catalog_.addConstraint(one, std::move(own));
            return;
        }
        auto& constraints = catalog_.edit<Table>(one)->constraints;
        auto same = std::ranges::find(constraints, own.name, &Constraint::name);
        if (one != id) {
            ++same->inheritCount;
            same->inherited = true;
        } else {
            // The parent has given it one of the same name.
            same->local = true;
        }
    });
}

void Applier::useIndex(ObjectId id, Constraint& constraint,
                       const ConstraintDefinition& definition) {
    const Table* table = catalog_.get<Table>(id);
    const Index* index = as<Index>(catalog_.relationIn(table->schema, definition.usingIndex.text));
    if (index == nullptr || index->table != id) {
        // An index that nobody saw being made.
        constraint.name =
            definition.name.empty() ? definition.usingIndex.text.view() : constraint.name;
        return;
    }
    constraint.index = index->id;
    for (const IndexColumn& key : index->keys) {
        constraint.columns.push_back(key.column);
    }
    const std::string_view schema = index->schema;
    catalog_.edit<Index>(constraint.index)->ofConstraint = true;
    if (constraint.name.empty()) {
        constraint.name = definition.usingIndex.text;
    } else {
        // The index takes the constraint's name (ATExecAddIndexConstraint, tablecmds.c).
        catalog_.rename(constraint.index, schema, constraint.name);
    }
}

namespace {

std::string_view indexLabel(ConstraintKind kind) {
    switch (kind) {
    case ConstraintKind::PrimaryKey: return "pkey";
    case ConstraintKind::Exclusion: return "excl";
    default: return "key";
    }
}

std::string_view constraintMethod(const ConstraintDefinition& definition) {
    if (!definition.accessMethod.empty()) {
        return definition.accessMethod;
    }
    return definition.kind == ConstraintKind::Exclusion || definition.temporal ? "gist" : "btree";
}

} // namespace

std::unique_ptr<Index> Applier::constraintIndex(ObjectId id, const Constraint& constraint,
                                                const ConstraintDefinition& definition) {
    auto index = std::make_unique<Index>();
    index->table = id;
    index->method = constraintMethod(definition);
    index->unique = constraint.kind != ConstraintKind::Exclusion;
    index->nullsNotDistinct = definition.nullsNotDistinct;
    index->ofConstraint = true;
    index->origin = constraint.origin;
    index->place = constraint.place;
    index->predicate = definition.predicate;
    std::vector<std::string_view> mentioned = columnsIn(definition.predicate);
    for (const IndexKey& element : definition.elements) {
        const ColumnNumber column =
            element.expression == nullptr ? columnNumber(id, element.column.text) : ColumnNumber(0);
        index->keys.push_back({column, &element});
        std::ranges::copy(columnsIn(element.expression), std::back_inserter(mentioned));
    }
    if (definition.elements.empty()) {
        for (ColumnNumber column : constraint.columns) {
            index->keys.push_back({column, nullptr});
        }
    }
    index->included = columnNumbers(id, definition.included);
    index->mentioned = columnNumbers(id, mentioned);
    const Table& table = *catalog_.get<Table>(id);
    index->schema = table.schema;
    index->name = !constraint.name.empty()
                      ? constraint.name
                      : catalog_.intern(
                            chooseIndexName(catalog_, table, *index, indexLabel(constraint.kind)));
    nameColumns(*index, table);
    take(*index, definition.indexSettings);
    return index;
}

void Applier::keyIsNotNull(ObjectId id, const std::vector<ColumnNumber>& key, bool only) {
    for (ColumnNumber number : key) {
        // A column that is NOT NULL already stays as it is (ATPrepAddPrimaryKey, tablecmds.c).
        const Table* table = catalog_.get<Table>(id);
        const Column* column = table->column(number);
        if (column != nullptr && table->notNull(number) == nullptr) {
            addNotNull(id, column->name, {}, only);
        }
    }
}

void Applier::addIndexConstraint(ObjectId id, Constraint constraint,
                                 const ConstraintDefinition& definition, bool only) {
    const bool partitioned = catalog_.get<Table>(id)->partitionedBy != PartitionStrategy::None;
    const std::vector<ObjectId> children = catalog_.children(id);
    if (!definition.usingIndex.empty()) {
        useIndex(id, constraint, definition);
    } else {
        std::unique_ptr<Index> index = constraintIndex(id, constraint, definition);
        constraint.name = index->name;
        index->valid = !only || !partitioned || children.empty();
        if (!claimRelation(index->schema, index->name, false, id)) {
            return;
        }
        constraint.index = catalog_.add(std::move(index));
    }
    if (constraint.kind == ConstraintKind::PrimaryKey) {
        keyIsNotNull(id, constraint.columns, only);
    }
    const ObjectId index = constraint.index;
    catalog_.addConstraint(id, std::move(constraint));
    if (!only && partitioned && index != 0) {
        for (ObjectId partition : children) {
            indexForPartitions(index, partition);
        }
    }
}

void Applier::validateConstraint(ObjectId id, std::string_view name) {
    eachDescendant(id, false, [&](ObjectId one) {
        auto& constraints = catalog_.edit<Table>(one)->constraints;
        auto constraint = std::ranges::find(constraints, name, &Constraint::name);
        if (constraint != constraints.end()) {
            constraint->validated = true;
        }
    });
    validateNotNull(id, name);
}

void Applier::alterConstraint(ObjectId id, const AlterConstraint& action) {
    auto& constraints = catalog_.edit<Table>(id)->constraints;
    auto constraint =
        std::ranges::find(constraints, action.constraint.text.view(), &Constraint::name);
    if (constraint == constraints.end()) {
        return;
    }
    if (action.setsDeferrability) {
        constraint->deferrable = action.deferrable;
        constraint->initiallyDeferred = action.initiallyDeferred;
    }
    if (action.setsEnforcement) {
        // What is enforced again is checked at once.
        constraint->enforced = action.enforced;
        constraint->validated = action.enforced;
    }
}

const Constraint* Applier::inheritedBy(const Table& child, const Constraint& constraint,
                                       const Table& parent) const {
    if (constraint.kind == ConstraintKind::Check) {
        const Constraint* same = constraint.noInherit ? nullptr : child.constraint(constraint.name);
        return same != nullptr && same->kind == ConstraintKind::Check ? same : nullptr;
    }
    if (constraint.kind != ConstraintKind::ForeignKey) {
        return nullptr;
    }
    const std::vector<ColumnNumber> columns = mapped(constraint.columns, parent, child);
    auto same = std::ranges::find_if(child.constraints, [&](const Constraint& one) {
        return one.kind == ConstraintKind::ForeignKey && one.inherited &&
               one.referencedTable == constraint.referencedTable && one.columns == columns;
    });
    return same == child.constraints.end() ? nullptr : &*same;
}

void Applier::dropConstraint(ObjectId id, std::string_view name, bool only) {
    const Table* table = catalog_.get<Table>(id);
    const Constraint* found = table->constraint(name);
    if (found == nullptr) {
        if (const NotNullConstraint* notNull = table->notNull(name)) {
            dropNotNull(id, table->column(notNull->column)->name, only);
        }
        return;
    }
    const Constraint constraint = *found;
    eraseConstraints(id, [&](const Constraint& one) { return one.name == constraint.name; });
    if (constraint.index != 0) {
        removeIndex(constraint.index);
        return;
    }
    for (ObjectId child : catalog_.children(id)) {
        const Constraint* inChild =
            inheritedBy(*catalog_.get<Table>(child), constraint, *catalog_.get<Table>(id));
        if (inChild == nullptr) {
            continue;
        }
        const std::string_view nameInChild = inChild->name;
        if (!only && inChild->inheritCount <= 1 && !inChild->local) {
            dropConstraint(child, nameInChild, false);
            continue;
        }
        auto& constraints = catalog_.edit<Table>(child)->constraints;
        auto kept = std::ranges::find(constraints, nameInChild, &Constraint::name);
        kept->inheritCount -= kept->inheritCount > 0 ? 1 : 0;
        kept->inherited = kept->inheritCount > 0;
        kept->local |= only;
    }
}

void Applier::renameConstraint(ObjectId id, std::string_view name, std::string_view newName) {
    const Table* table = catalog_.get<Table>(id);
    const Constraint* found = table->constraint(name);
    if (found == nullptr) {
        renameNotNull(id, name, newName);
        return;
    }
    const bool recurses = found->kind == ConstraintKind::Check && !found->noInherit;
    const ObjectId index = found->index;
    eachDescendant(id, !recurses, [&](ObjectId one) {
        auto& constraints = catalog_.edit<Table>(one)->constraints;
        auto constraint = std::ranges::find(constraints, name, &Constraint::name);
        if (constraint != constraints.end()) {
            constraint->name = newName;
        }
    });
    if (const CatalogObject* object = catalog_.find(index)) {
        catalog_.rename(index, object->schema, newName);
    }
}

} // namespace ironlaw
