// NOT NULL: a property of a column, and from PostgreSQL 18 on a constraint with a name as well,
// which children and partitions inherit by the column (AddRelationNotNullConstraints and
// AddRelationNewConstraints in src/backend/catalog/heap.c, dropconstraint_internal in
// src/backend/commands/tablecmds.c).
#include "analyzer/catalog/naming.h"
#include "analyzer/replay/apply.h"

#include <algorithm>

namespace ironlaw {

namespace {

auto ofColumn(std::vector<NotNullConstraint>& all, ColumnNumber column) {
    return std::ranges::find(all, column, &NotNullConstraint::column);
}

} // namespace

void Applier::setNotNull(ObjectId id, std::string_view name, bool notNull, bool only) {
    eachDescendant(id, only, [&](ObjectId one) {
        const ColumnNumber number = columnNumber(one, name);
        const Column* column = catalog_.get<Table>(one)->column(number);
        if (column != nullptr && column->notNull != notNull) {
            auto& columns = catalog_.edit<Table>(one)->columns;
            std::ranges::find(columns, number, &Column::number)->notNull = notNull;
        }
    });
}

void Applier::addNotNull(ObjectId id, std::string_view column, NotNullOptions options, bool only) {
    if (!namesNotNulls()) {
        setNotNull(id, column, true, only || options.noInherit);
        return;
    }
    options.noInherit |= only && !catalog_.children(id).empty();
    std::vector<ObjectId> tables{id};
    for (size_t i = 0; i < tables.size(); ++i) {
        const ColumnNumber number = columnNumber(tables[i], column);
        Table* table = catalog_.edit<Table>(tables[i]);
        const bool inherited = i > 0;
        auto existing = ofColumn(table->notNulls, number);
        if (existing != table->notNulls.end()) {
            existing->inheritCount += inherited ? 1 : 0;
            existing->local |= !inherited;
            if (options.validated && !existing->validated) {
                validateNotNull(tables[i], existing->name);
            }
            continue;
        }
        auto changed = std::ranges::find(table->columns, number, &Column::number);
        if (changed == table->columns.end()) {
            continue;
        }
        if (options.name.empty()) {
            options.name = catalog_.intern(
                chooseConstraintName(catalog_, table->schema, table->name, column, "not_null"));
        }
        changed->notNull = true;
        table->notNulls.push_back({options.name, number, static_cast<uint16_t>(inherited ? 1 : 0),
                                   !inherited, options.noInherit, options.validated});
        if (!options.noInherit) {
            std::ranges::copy(catalog_.children(tables[i]), std::back_inserter(tables));
        }
    }
}

void Applier::dropNotNull(ObjectId id, std::string_view column, bool only) {
    if (!namesNotNulls()) {
        setNotNull(id, column, false, only);
        return;
    }
    std::vector<ObjectId> tables{id};
    for (size_t i = 0; i < tables.size(); ++i) {
        setNotNull(tables[i], column, false, true);
        Table* table = catalog_.edit<Table>(tables[i]);
        auto gone = ofColumn(table->notNulls, columnNumber(tables[i], column));
        if (gone == table->notNulls.end()) {
            continue;
        }
        const bool noInherit = gone->noInherit;
        table->notNulls.erase(gone);
        for (ObjectId child : noInherit ? std::vector<ObjectId>() : catalog_.children(tables[i])) {
            Table* heir = catalog_.edit<Table>(child);
            auto inherited = ofColumn(heir->notNulls, columnNumber(child, column));
            if (inherited == heir->notNulls.end()) {
                continue;
            }
            if (!only && inherited->inheritCount <= 1 && !inherited->local) {
                tables.push_back(child);
                continue;
            }
            inherited->inheritCount -= inherited->inheritCount > 0 ? 1 : 0;
            inherited->local |= inherited->inheritCount == 0;
        }
    }
}

void Applier::renameNotNull(ObjectId id, std::string_view name, std::string_view newName) {
    const NotNullConstraint* found = catalog_.get<Table>(id)->notNull(name);
    if (found == nullptr) {
        return;
    }
    eachDescendant(id, found->noInherit, [&](ObjectId one) {
        auto& constraints = catalog_.edit<Table>(one)->notNulls;
        auto constraint = std::ranges::find(constraints, name, &NotNullConstraint::name);
        if (constraint != constraints.end()) {
            constraint->name = newName;
        }
    });
}

void Applier::validateNotNull(ObjectId id, std::string_view name) {
    const NotNullConstraint* found = catalog_.get<Table>(id)->notNull(name);
    if (found == nullptr) {
        return;
    }
    const std::string_view column = catalog_.get<Table>(id)->column(found->column)->name;
    eachDescendant(id, found->noInherit, [&](ObjectId one) {
        const ColumnNumber number = columnNumber(one, column);
        auto& constraints = catalog_.edit<Table>(one)->notNulls;
        auto constraint = ofColumn(constraints, number);
        if (constraint != constraints.end()) {
            constraint->validated = true;
        }
    });
}

void Applier::inheritNotNulls(const Table& parent, Table& table) {
    std::vector<const NotNullConstraint*> inherited;
    for (const NotNullConstraint& one : parent.notNulls) {
        if (!one.noInherit) {
            inherited.push_back(&one);
        }
    }
    // In the order of pg_constraint's index, which decides who keeps its name.
    std::ranges::sort(inherited, {}, &NotNullConstraint::name);
    for (const NotNullConstraint* one : inherited) {
        const ColumnNumber number = table.column(parent.column(one->column)->name)->number;
        auto existing = ofColumn(table.notNulls, number);
        if (existing == table.notNulls.end()) {
            table.notNulls.push_back({one->name, number, 1, false, false, true});
        } else {
            ++existing->inheritCount;
        }
    }
}

std::vector<NotNullConstraint> Applier::wantedNotNulls(const CreateTable& statement,
                                                       const Table& table) {
    std::vector<NotNullConstraint> wanted = table.notNulls;
    const auto want = [&](std::string_view name, const ConstraintDefinition* written) {
        const Column* column = table.column(name);
        if (column == nullptr) {
            return;
        }
        auto one = ofColumn(wanted, column->number);
        if (one == wanted.end()) {
            one = wanted.insert(one, {{}, column->number, 0, false, false, true});
        }
        if (!one->local) {
            // Its own name, not that of the parent's.
            one->local = true;
            one->name = {};
        }
        if (written != nullptr && written->kind == ConstraintKind::NotNull) {
            one->name = one->name.empty() ? written->name.text.view() : one->name;
            one->noInherit |= written->noInherit;
        }
    };
    const auto wantAll = [&](std::span<const ConstraintDefinition> definitions,
                             ConstraintKind kind) {
        for (const ConstraintDefinition& definition : definitions) {
            for (const Name& column : definition.columns) {
                if (definition.kind == kind) {
                    want(column.text, &definition);
                }
            }
        }
    };
    for (const ColumnDefinition& column : statement.columns) {
        wantAll(column.constraints, ConstraintKind::NotNull);
        wantAll(column.constraints, ConstraintKind::PrimaryKey);
        if (column.notNull || column.type.isSerial() || column.identity != IdentityKind::None) {
            want(column.name.text, nullptr);
        }
    }
    wantAll(statement.constraints, ConstraintKind::NotNull);
    wantAll(statement.constraints, ConstraintKind::PrimaryKey);
    return wanted;
}

void Applier::nameNotNulls(const CreateTable& statement, ObjectId id) {
    for (const ConstraintDefinition& definition : statement.constraints) {
        for (const Name& column : definition.columns) {
            if (definition.kind == ConstraintKind::NotNull) {
                setNotNull(id, column.text, true, true);
            }
        }
    }
    if (!namesNotNulls()) {
        return;
    }
    const Table& table = *catalog_.get<Table>(id);
    std::vector<NotNullConstraint> wanted = wantedNotNulls(statement, table);
    llvm::StringSet<> taken;
    for (const Constraint& constraint : table.constraints) {
        if (constraint.kind == ConstraintKind::Check) {
            taken.insert(constraint.name);
        }
    }
    // The table's own come first.
    std::ranges::stable_partition(wanted, &NotNullConstraint::local);
    for (NotNullConstraint& one : wanted) {
        if (one.name.empty() || (!one.local && taken.contains(one.name))) {
            one.name = catalog_.intern(chooseConstraintName(catalog_, table.schema, table.name,
                                                            table.column(one.column)->name,
                                                            "not_null", taken));
        }
        taken.insert(one.name);
    }
    Table* changed = catalog_.edit<Table>(id);
    for (Column& column : changed->columns) {
        column.notNull |= ofColumn(wanted, column.number) != wanted.end(); // a primary key's, too
    }
    changed->notNulls = std::move(wanted);
}

} // namespace ironlaw
