// Columns and constraints of tables.
#include "analyzer/catalog/naming.h"
#include "analyzer/replay/apply.h"

#include <algorithm>

namespace ironlaw {

namespace {

/// The columns that an expression names.
bool mentions(const Expression* expression, std::string_view column) {
    bool found = false;
    walkExpression(expression, [&](const Expression& node) {
        found |= node.kind == ExpressionKind::ColumnReference && node.text == column;
        return !found;
    });
    return found;
}

/// The single column that a CHECK names, for the constraint's name (ChooseConstraintName is given
/// the column only if there is exactly one; AddRelationNewConstraints, heap.c).
std::string_view onlyColumn(const Expression* expression) {
    std::string_view only;
    bool several = false;
    walkExpression(expression, [&](const Expression& node) {
        if (node.kind == ExpressionKind::ColumnReference) {
            several |= !only.empty() && only != node.text;
            only = node.text;
        }
        return true;
    });
    return several ? std::string_view() : only;
}

} // namespace

void Applier::addColumn(ObjectId id, const ColumnDefinition& definition) {
    Table* table = catalog_.edit<Table>(id);
    auto existing = std::ranges::find(table->columns, definition.name.text, &Column::name);
    Column column;
    if (existing != table->columns.end()) {
        column = *existing; // merged with an inherited one, or a column option of a partition
    } else {
        column.number = ++table->lastColumnNumber;
        column.origin = replay_.originAt(definition.range);
    }
    bool serial = definition.type.isSerial();
    column.name = definition.name.text;
    if (!definition.type.name.empty()) {
        column.type = &definition.type;
    }
    column.notNull |= definition.notNull || serial || definition.identity != IdentityKind::None;
    column.hasDefault |= definition.hasDefault || serial;
    column.defaultValue = definition.hasDefault ? definition.defaultValue : column.defaultValue;
    column.identity = definition.identity;
    column.generated = definition.generated;
    if (existing != table->columns.end()) {
        *existing = column;
    } else {
        table->columns.push_back(column);
    }
    if (serial || definition.identity != IdentityKind::None) {
        ownedSequence(id, column.number);
    }
    for (const ConstraintDefinition& constraint : definition.constraints) {
        addConstraint(id, constraint, definition.range);
    }
}

void Applier::ownedSequence(ObjectId id, ColumnNumber column) {
    const Table* table = catalog_.get<Table>(id);
    auto sequence = std::make_unique<Sequence>();
    sequence->schema = table->schema;
    sequence->name = catalog_.intern(chooseRelationName(catalog_, table->schema, table->name,
                                                        table->column(column)->name, "seq"));
    sequence->ownerTable = id;
    sequence->ownerColumn = column;
    sequence->origin = table->column(column)->origin;
    catalog_.add(std::move(sequence));
}

ObjectId Applier::constraintIndex(ObjectId id, const Constraint& constraint) {
    const Table* table = catalog_.get<Table>(id);
    auto index = std::make_unique<Index>();
    index->schema = table->schema;
    index->name = constraint.name;
    index->table = id;
    index->method = constraint.kind == ConstraintKind::Exclusion ? "gist" : "btree";
    index->unique = constraint.kind != ConstraintKind::Exclusion;
    index->ofConstraint = true;
    index->origin = constraint.origin;
    for (ColumnNumber column : constraint.columns) {
        index->keys.push_back({column, nullptr});
    }
    return catalog_.add(std::move(index));
}

void Applier::setNotNull(ObjectId id, ColumnNumber number, bool notNull) {
    Table* table = catalog_.edit<Table>(id);
    auto column = std::ranges::find(table->columns, number, &Column::number);
    if (column != table->columns.end()) {
        column->notNull = notNull;
    }
}

namespace {

std::string chosenName(const Catalog& catalog, const Table& table, const Constraint& constraint) {
    std::string columns = columnsForName(table, constraint.columns);
    switch (constraint.kind) {
    case ConstraintKind::PrimaryKey:
        return chooseRelationName(catalog, table.schema, table.name, "", "pkey");
    case ConstraintKind::Unique:
        return chooseRelationName(catalog, table.schema, table.name, columns, "key");
    case ConstraintKind::Exclusion:
        return chooseRelationName(catalog, table.schema, table.name, columns, "excl");
    case ConstraintKind::ForeignKey:
        return chooseConstraintName(table, table.name, columns, "fkey");
    case ConstraintKind::NotNull:
        return chooseConstraintName(table, table.name, columns, "not_null");
    case ConstraintKind::Check: break;
    }
    return chooseConstraintName(table, table.name, onlyColumn(constraint.expression), "check");
}

} // namespace

void Applier::addConstraint(ObjectId id, const ConstraintDefinition& definition, Range fallback) {
    Constraint constraint;
    constraint.kind = definition.kind;
    constraint.name = definition.name.text;
    constraint.expression = definition.expression;
    constraint.validated = !definition.notValid && !definition.notEnforced;
    constraint.deferrable = definition.deferrable;
    constraint.onDelete = definition.onDelete;
    constraint.onUpdate = definition.onUpdate;
    constraint.origin = replay_.originAt(definition.range.empty() ? fallback : definition.range);
    if (definition.kind != ConstraintKind::Check) {
        constraint.columns = columnNumbers(id, definition.columns);
    }
    for (const Name& column : definition.referencedColumns) {
        constraint.referencedColumns.push_back(column.text);
    }
    if (definition.kind == ConstraintKind::ForeignKey) {
        constraint.referencedName = definition.referencedTable;
        Lookup<Table> referenced = catalog_.table(definition.referencedTable);
        constraint.referencedTable = referenced ? referenced->id : 0;
    }
    if (definition.kind == ConstraintKind::NotNull) {
        for (ColumnNumber column : constraint.columns) {
            setNotNull(id, column, true);
        }
        return;
    }
    if (!definition.usingIndex.empty()) {
        QualifiedName name{{catalog_.get<Table>(id)->schema, false}, definition.usingIndex, {}};
        if (Lookup<Index> index = catalog_.lookup<Index>(name)) {
            Index* used = catalog_.edit<Index>(index->id);
            used->ofConstraint = true;
            constraint.index = used->id;
            for (const IndexColumn& key : used->keys) {
                constraint.columns.push_back(key.column);
            }
        }
        if (constraint.name.empty()) {
            constraint.name = definition.usingIndex.text;
        } else if (constraint.index != 0) {
            // The index takes the constraint's name (ATExecAddIndexConstraint, tablecmds.c).
            catalog_.rename(constraint.index, catalog_.find(constraint.index)->schema,
                            constraint.name);
        }
    }
    if (constraint.name.empty()) {
        constraint.name =
            catalog_.intern(chosenName(catalog_, *catalog_.get<Table>(id), constraint));
    }
    bool needsIndex = definition.kind == ConstraintKind::PrimaryKey ||
                      definition.kind == ConstraintKind::Unique ||
                      definition.kind == ConstraintKind::Exclusion;
    if (needsIndex && definition.usingIndex.empty()) {
        constraint.index = constraintIndex(id, constraint);
    }
    if (definition.kind == ConstraintKind::PrimaryKey) {
        for (ColumnNumber column : constraint.columns) {
            setNotNull(id, column, true);
        }
    }
    catalog_.edit<Table>(id)->constraints.push_back(std::move(constraint));
}

void Applier::dropConstraint(ObjectId id, std::string_view name) {
    const Table* table = catalog_.get<Table>(id);
    const Constraint* constraint = table->constraint(name);
    if (constraint == nullptr) {
        return;
    }
    if (constraint->index != 0) {
        catalog_.remove(constraint->index);
    }
    std::erase_if(catalog_.edit<Table>(id)->constraints,
                  [&](const Constraint& one) { return one.name == name; });
}

void Applier::dropConstraintsReferencing(ObjectId id) {
    std::vector<ObjectId> referencing;
    auto refers = [&](const Constraint& one) {
        return one.kind == ConstraintKind::ForeignKey && one.referencedTable == id;
    };
    catalog_.each<Table>([&](const Table& table) {
        if (table.id != id && std::ranges::any_of(table.constraints, refers)) {
            referencing.push_back(table.id);
        }
    });
    for (ObjectId table : referencing) {
        std::erase_if(catalog_.edit<Table>(table)->constraints, refers);
    }
}

void Applier::dropColumn(ObjectId id, std::string_view name) {
    const Table* table = catalog_.get<Table>(id);
    const Column* column = table->column(name);
    if (column == nullptr) {
        return;
    }
    ColumnNumber number = column->number;
    for (const Index* index : catalog_.indexesOf(id)) {
        bool uses = mentions(index->predicate, name) ||
                    std::ranges::any_of(index->keys, [&](const IndexColumn& key) {
                        return key.column == number ||
                               (key.key != nullptr && mentions(key.key->expression, name));
                    });
        if (uses) {
            dropIndex(index->id);
        }
    }
    for (const Sequence* sequence : catalog_.partsOf<Sequence>(id)) {
        if (sequence->ownerColumn == number) {
            catalog_.remove(sequence->id);
        }
    }
    Table* changed = catalog_.edit<Table>(id);
    std::erase_if(changed->constraints, [&](const Constraint& constraint) {
        return std::ranges::find(constraint.columns, number) != constraint.columns.end() ||
               mentions(constraint.expression, name);
    });
    std::erase_if(changed->columns, [&](const Column& one) { return one.number == number; });
}

} // namespace ironlaw
