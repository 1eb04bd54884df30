// ALTER TABLE.
#include "analyzer/replay/apply.h"

#include <algorithm>

namespace ironlaw {

namespace {

/// PostgreSQL runs the actions of one statement in passes, not as written (ATPrepCmd, tablecmds.c).
int passOf(const AlterAction& action) {
    switch (action.kind) {
    case AlterActionKind::DropColumn:
    case AlterActionKind::DropConstraint:
    case AlterActionKind::DropNotNull: return 0;
    case AlterActionKind::AlterColumnType: return 1;
    case AlterActionKind::AddColumn: return 2;
    case AlterActionKind::AddConstraint: return 4;
    default: return 3;
    }
}

} // namespace

void Applier::alterTable(const AlterTable& statement) {
    if (statement.objectKind == ObjectKind::Index) {
        attachIndex(statement);
        return;
    }
    Lookup<CatalogObject> found = catalog_.relation(statement.name);
    bool isTable = statement.objectKind == ObjectKind::Table ||
                   statement.objectKind == ObjectKind::ForeignTable;
    if (!isTable || (statement.ifExists && !found && catalog_.complete())) {
        return;
    }
    ObjectId table = tableToChange(statement.name);
    if (table == 0) {
        return;
    }
    std::vector<const AlterAction*> actions(statement.actions.begin(), statement.actions.end());
    std::ranges::stable_sort(actions, {},
                             [](const AlterAction* action) { return passOf(*action); });
    for (const AlterAction* action : actions) {
        alterAction(table, *action);
    }
}

void Applier::alterAction(ObjectId id, const AlterAction& action) {
    const Table& table = *catalog_.get<Table>(id);
    if (const auto* add = as<AddColumn>(action)) {
        if (!add->ifNotExists || table.column(add->column.name.text) == nullptr) {
            addColumn(id, add->column);
        }
    } else if (const auto* dropped = as<DropColumn>(action)) {
        dropColumn(id, dropped->column.text);
    } else if (const auto* constraint = as<AddConstraint>(action)) {
        addConstraint(id, constraint->constraint, action.range);
    } else if (const auto* droppedConstraint = as<DropConstraint>(action)) {
        dropConstraint(id, droppedConstraint->constraint.text);
    } else if (const auto* validated = as<ValidateConstraint>(action)) {
        auto& constraints = catalog_.edit<Table>(id)->constraints;
        auto one = std::ranges::find(constraints, validated->constraint.text, &Constraint::name);
        if (one != constraints.end()) {
            one->validated = true;
        }
    } else if (const auto* attach = as<AttachPartition>(action)) {
        attachPartition(id, *attach);
    } else if (const auto* detach = as<DetachPartition>(action)) {
        if (Lookup<Table> partition = catalog_.table(detach->partition)) {
            catalog_.edit<Table>(partition->id)->partitionOf = 0;
            for (Constraint& one : catalog_.edit<Table>(partition->id)->constraints) {
                one.inherited = false;
            }
        }
    } else if (const auto* inherit = as<Inherit>(action)) {
        Lookup<Table> parent = catalog_.table(inherit->parent);
        if (parent) {
            std::vector<ObjectId>& parents = catalog_.edit<Table>(id)->parents;
            std::erase(parents, parent->id);
            if (!inherit->remove) {
                parents.push_back(parent->id);
            }
        }
    } else if (const auto* persistence = as<SetPersistence>(action)) {
        catalog_.edit<Table>(id)->persistence =
            persistence->logged ? Persistence::Permanent : Persistence::Unlogged;
    } else {
        alterColumn(id, action);
    }
}

void Applier::alterColumn(ObjectId id, const AlterAction& action) {
    auto column = [&](const Name& name) -> Column* {
        ColumnNumber number = columnNumbers(id, {&name, 1}).front();
        auto& columns = catalog_.edit<Table>(id)->columns;
        return &*std::ranges::find(columns, number, &Column::number);
    };
    switch (action.kind) {
    case AlterActionKind::AlterColumnType:
        column(as<AlterColumnType>(action)->column)->type = &as<AlterColumnType>(action)->type;
        break;
    case AlterActionKind::SetDefault: {
        Column* changed = column(as<SetDefault>(action)->column);
        changed->defaultValue = as<SetDefault>(action)->value;
        changed->hasDefault = changed->defaultValue != nullptr;
        break;
    }
    case AlterActionKind::SetNotNull: column(as<SetNotNull>(action)->column)->notNull = true; break;
    case AlterActionKind::DropNotNull:
        column(as<DropNotNull>(action)->column)->notNull = false;
        break;
    case AlterActionKind::AddIdentity: {
        const auto* identity = as<AddIdentity>(action);
        Column* changed = column(identity->column);
        changed->identity = identity->identity;
        changed->notNull = true;
        ownedSequence(id, changed->number);
        break;
    }
    case AlterActionKind::DropIdentity:
        column(as<DropIdentity>(action)->column)->identity = IdentityKind::None;
        break;
    case AlterActionKind::DropExpression:
        column(as<DropExpression>(action)->column)->generated = GeneratedKind::None;
        break;
    default: break;
    }
}

void Applier::attachPartition(ObjectId parent, const AttachPartition& action) {
    ObjectId partition = tableToChange(action.partition);
    if (partition == 0) {
        return;
    }
    catalog_.edit<Table>(partition)->partitionOf = parent;
    partitionFromParent(parent, partition);
}

void Applier::attachIndex(const AlterTable& statement) {
    Lookup<Index> parent = catalog_.lookup<Index>(statement.name);
    for (const AlterAction* action : statement.actions) {
        const auto* attach = as<AttachPartition>(*action);
        if (attach == nullptr || !parent) {
            continue;
        }
        if (Lookup<Index> child = catalog_.lookup<Index>(attach->partition)) {
            catalog_.edit<Index>(child->id)->parent = parent->id;
            validateParentIndex(parent->id);
        }
    }
}

} // namespace ironlaw
