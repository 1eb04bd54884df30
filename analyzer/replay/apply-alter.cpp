// ALTER TABLE.
#include "analyzer/replay/apply.h"

#include <array>

namespace ironlaw {

namespace {

/// PostgreSQL runs the actions of one statement in passes, not as written (ATPrepCmd and
/// ATParseTransformCmd, src/backend/commands/tablecmds.c).
enum Pass : uint8_t { Drop, ChangeType, AddColumns, ColumnAttributes, Indexes, Others, Rest };

Pass passOf(const ConstraintDefinition& constraint) {
    switch (constraint.kind) {
    case ConstraintKind::PrimaryKey:
    case ConstraintKind::Unique:
    case ConstraintKind::Exclusion: return Pass::Indexes;
    case ConstraintKind::NotNull: return Pass::ColumnAttributes;
    default: return Pass::Others;
    }
}

Pass passOf(const AlterAction& action) {
    switch (action.kind) {
    case AlterActionKind::DropColumn:
    case AlterActionKind::DropConstraint:
    case AlterActionKind::DropNotNull:
    case AlterActionKind::DropIdentity:
    case AlterActionKind::DropExpression: return Pass::Drop;
    case AlterActionKind::AlterColumnType: return Pass::ChangeType;
    case AlterActionKind::AddColumn: return Pass::AddColumns;
    case AlterActionKind::SetNotNull: return Pass::ColumnAttributes;
    case AlterActionKind::AddConstraint: return passOf(as<AddConstraint>(action)->constraint);
    case AlterActionKind::SetDefault:
        return as<SetDefault>(action)->value == nullptr ? Pass::Drop : Pass::Others;
    case AlterActionKind::AddIdentity: return Pass::Others;
    default: return Pass::Rest;
    }
}

/// An action, or a constraint that was written within the definition of a new column.
struct Step {
    Pass pass;
    const AlterAction* action = nullptr;
    const ConstraintDefinition* constraint = nullptr;
};

bool before(const Step& a, const Step& b) { return a.pass < b.pass; }

} // namespace

bool Applier::alterOther(const AlterTable& statement, const CatalogObject* found) {
    if (statement.objectKind == ObjectKind::Type) {
        alterType(statement);
        return true;
    }
    if (found != nullptr && found->kind != CatalogKind::Table) {
        for (const AlterAction* action : statement.actions) {
            if (const OtherAction* other = asOther(*action)) {
                alterSettings(found->id, *other, true);
            }
        }
    }
    if (statement.objectKind == ObjectKind::Index) {
        attachIndex(statement);
        return true;
    }
    if (found != nullptr && found->kind == CatalogKind::View) {
        alterView(found->id, statement);
        return true;
    }
    return false;
}

void Applier::alterTable(const AlterTable& statement) {
    const Lookup<CatalogObject> found = catalog_.relation(statement.name);
    if (alterOther(statement, found.object)) {
        return;
    }
    bool isTable = statement.objectKind == ObjectKind::Table ||
                   statement.objectKind == ObjectKind::ForeignTable;
    if (!isTable || (statement.ifExists && !found)) {
        return;
    }
    const ObjectId table = tableToChange(statement.name);
    if (table == 0) {
        return;
    }
    std::vector<Step> steps;
    for (const AlterAction* action : statement.actions) {
        if (action->kind != AlterActionKind::AddColumn) {
            steps.push_back({passOf(*action), action});
        }
    }
    // What comes with a new column is put behind what was written as an action of its own, but in
    // front of other constraints of the same pass.
    auto isConstraint = [](const Step& step) {
        return step.action != nullptr && step.action->kind == AlterActionKind::AddConstraint;
    };
    std::ranges::stable_partition(steps, [&](const Step& step) { return !isConstraint(step); });
    auto firstConstraint = std::ranges::find_if(steps, isConstraint) - steps.begin();
    std::vector<Step> ofColumns;
    for (const AlterAction* action : statement.actions) {
        const auto* add = as<AddColumn>(*action);
        const bool exists = add != nullptr && add->ifNotExists &&
                            catalog_.get<Table>(table)->column(add->column.name.text) != nullptr;
        if (add == nullptr || exists) {
            continue;
        }
        ofColumns.push_back({Pass::AddColumns, action});
        for (const ConstraintDefinition& constraint : add->column.constraints) {
            ofColumns.push_back({passOf(constraint), nullptr, &constraint});
        }
    }
    steps.insert(steps.begin() + firstConstraint, ofColumns.begin(), ofColumns.end());
    std::ranges::stable_sort(steps, before);
    for (const Step& step : steps) {
        if (step.action != nullptr) {
            alterAction(table, *step.action, statement.only);
        } else {
            addConstraint(table, *step.constraint, statement.only);
        }
    }
}

void Applier::alterAction(ObjectId id, const AlterAction& action, bool only) {
    if (alterConstraints(id, action, only)) {
        return;
    }
    if (const auto* add = as<AddColumn>(action)) {
        addColumn(id, add->column, only);
    } else if (const auto* dropped = as<DropColumn>(action)) {
        dropColumn(id, dropped->column.text, dropped->cascade, only);
    } else if (const auto* attach = as<AttachPartition>(action)) {
        attachPartition(id, *attach);
    } else if (const auto* detach = as<DetachPartition>(action)) {
        detachPartition(*detach);
    } else if (const auto* inherit = as<Inherit>(action)) {
        setParent(id, *inherit);
    } else if (const auto* typed = as<OfType>(action)) {
        setType(id, *typed);
    } else if (const auto* persistence = as<SetPersistence>(action)) {
        setPersistence(id, persistence->logged);
    } else if (action.kind == AlterActionKind::RowSecurity) {
        rowSecurity(id, action);
    } else if (const auto* identity = as<AddIdentity>(action)) {
        addIdentity(id, *identity);
    } else if (const auto* noIdentity = as<DropIdentity>(action)) {
        dropIdentity(id, *noIdentity);
    } else if (const auto* notNull = as<SetNotNull>(action)) {
        addNotNull(id, notNull->column.text, {}, only);
    } else if (const auto* nullable = as<DropNotNull>(action)) {
        dropNotNull(id, nullable->column.text, only);
    } else if (const OtherAction* other = asOther(action)) {
        alterSettings(id, *other, only);
    } else {
        eachDescendant(id, only, [&](ObjectId one) { alterColumn(one, action); });
    }
}

bool Applier::alterConstraints(ObjectId id, const AlterAction& action, bool only) {
    if (const auto* add = as<AddConstraint>(action)) {
        addConstraint(id, add->constraint, only);
    } else if (const auto* dropped = as<DropConstraint>(action)) {
        dropConstraint(id, dropped->constraint.text, only);
    } else if (const auto* validated = as<ValidateConstraint>(action)) {
        validateConstraint(id, validated->constraint.text);
    } else if (const auto* altered = as<AlterConstraint>(action)) {
        alterConstraint(id, *altered);
    } else {
        return false;
    }
    return true;
}

void Applier::alterColumn(ObjectId id, const AlterAction& action) {
    auto column = [&](const Name& name) -> Column* {
        const ColumnNumber number = columnNumber(id, name.text);
        auto& columns = catalog_.edit<Table>(id)->columns;
        auto found = std::ranges::find(columns, number, &Column::number);
        return found == columns.end() ? nullptr : &*found;
    };
    if (const auto* type = as<AlterColumnType>(action)) {
        if (Column* changed = column(type->column)) {
            if (changed->hasDefault && changed->type != nullptr) {
                // The default is still of the old type, with a cast around it.
                Needs needs(catalog_);
                needs.type(*changed->type);
                std::ranges::copy(needs.take(), std::back_inserter(changed->defaultNeeds));
                if (changed->defaultType == nullptr) {
                    changed->defaultType = changed->type;
                }
            }
            changed->type = resolved(type->type);
            changed->collation = type->collation.text;
            std::erase_if(changed->settings, [](const HeldSetting& one) {
                return one.name == "storage" || one.name == "compression";
            });
            const ColumnNumber number = changed->number;
            if (changed->identity != IdentityKind::None) {
                alterIdentity(id, number, std::array{Setting{"as", changed->type->name.name.text}});
            }
            nameIndexesAnew(id, number);
        }
    } else if (const auto* value = as<SetDefault>(action)) {
        if (Column* changed = column(value->column)) {
            changed->hasDefault =
                value->value != nullptr &&
                (changed->type == nullptr || keepsDefault(value->value, *changed->type));
            changed->defaultNeeds = needsOf({value->value});
            changed->defaultValue = changed->hasDefault ? value->value : nullptr;
            changed->defaultType = nullptr;
            changed->defaultSequence = drawnSequence(changed->defaultValue);
            changed->defaultPlace = replay_.originAt(action.range).location;
        }
    } else if (const auto* expression = as<SetExpression>(action)) {
        if (Column* changed = column(expression->column)) {
            changed->generation = expression->expression;
            changed->generatedFrom = columnsOf(id, {expression->expression});
            changed->generationNeeds = needsOf({expression->expression});
            changed->generationPlace = replay_.originAt(action.range).location;
        }
    } else if (const auto* plain = as<DropExpression>(action)) {
        if (Column* changed = column(plain->column)) {
            changed->generated = GeneratedKind::None;
            changed->generation = nullptr;
        }
    } else if (const auto* identity = as<SetIdentity>(action)) {
        // The columns of tables that inherit from this one have none, and get none.
        if (Column* changed = column(identity->column);
            changed != nullptr && changed->identity != IdentityKind::None) {
            const bool says = identity->identity != IdentityKind::None;
            changed->identity = says ? identity->identity : changed->identity;
            alterIdentity(id, changed->number, identity->identityOptions);
        }
    }
}

void Applier::addIdentity(ObjectId id, const AddIdentity& action) {
    const ColumnNumber number = columnNumber(id, action.column.text);
    auto& columns = catalog_.edit<Table>(id)->columns;
    auto column = std::ranges::find(columns, number, &Column::number);
    if (column != columns.end()) {
        column->identity = action.identity;
        column->notNull = true;
        ownedSequence(id, {column->name, action.sequence, true, action.identityOptions});
    }
}

void Applier::alterIdentity(ObjectId id, ColumnNumber column, std::span<const Setting> options) {
    for (const Sequence* sequence : catalog_.partsOf<Sequence>(id)) {
        if (sequence->identity && sequence->ownerColumn == column) {
            catalog_.edit<Sequence>(sequence->id)->options.set(options, false);
        }
    }
}

void Applier::dropIdentity(ObjectId id, const DropIdentity& action) {
    const ColumnNumber number = columnNumber(id, action.column.text);
    for (const Sequence* sequence : catalog_.partsOf<Sequence>(id)) {
        if (sequence->identity && sequence->ownerColumn == number) {
            catalog_.remove(sequence->id);
        }
    }
    auto& columns = catalog_.edit<Table>(id)->columns;
    auto column = std::ranges::find(columns, number, &Column::number);
    if (column != columns.end()) {
        column->identity = IdentityKind::None;
    }
}

void Applier::setPersistence(ObjectId id, bool logged) {
    // On a partitioned table it does nothing up to version 17, and is an error in 18.
    if (catalog_.get<Table>(id)->partitionedBy == PartitionStrategy::None) {
        catalog_.edit<Table>(id)->persistence =
            logged ? Persistence::Permanent : Persistence::Unlogged;
    }
}

void Applier::rowSecurity(ObjectId id, const AlterAction& action) {
    const std::string_view words = asOther(action)->words;
    Table* table = catalog_.edit<Table>(id);
    if (words == "ENABLE ROW LEVEL SECURITY") {
        table->rowSecurity = true;
    } else if (words == "DISABLE ROW LEVEL SECURITY") {
        table->rowSecurity = false;
    } else {
        table->forcesRowSecurity = words == "FORCE ROW LEVEL SECURITY";
    }
}

void Applier::alterType(const AlterTable& statement) {
    Lookup<Type> found = catalog_.type(statement.name);
    if (!found || found->typeKind != TypeKind::Composite) {
        return;
    }
    std::vector<Column>& attributes = catalog_.edit<Type>(found->id)->attributes;
    for (const AlterAction* action : statement.actions) {
        if (const auto* add = as<AddColumn>(*action)) {
            Column& attribute = attributes.emplace_back();
            attribute.name = add->column.name.text;
            attribute.number = static_cast<ColumnNumber>(attributes.size());
            attribute.origin = replay_.originAt(add->column.range);
            define(add->column, attribute);
        } else if (const auto* dropped = as<DropColumn>(*action)) {
            std::erase_if(attributes,
                          [&](const Column& one) { return one.name == dropped->column.text; });
        } else if (const auto* changed = as<AlterColumnType>(*action)) {
            auto attribute =
                std::ranges::find(attributes, changed->column.text.view(), &Column::name);
            if (attribute != attributes.end()) {
                attribute->type = resolved(changed->type);
                attribute->collation = changed->collation.text;
            }
        }
        for (const ObjectId table : typedTables(*found, catalog_)) {
            alterAction(table, *action, false);
        }
    }
}

void Applier::alterView(ObjectId id, const AlterTable& statement) {
    for (const AlterAction* action : statement.actions) {
        if (const auto* value = as<SetDefault>(*action)) {
            auto& defaulted = catalog_.edit<View>(id)->defaultedColumns;
            std::erase(defaulted, value->column.text.view());
            if (value->value != nullptr) {
                defaulted.push_back(value->column.text);
            }
        }
    }
}

void Applier::setType(ObjectId id, const OfType& action) {
    const Lookup<Type> type = catalog_.type(action.type);
    catalog_.edit<Table>(id)->ofType = type ? type->id : 0;
}

void Applier::attachIndex(const AlterTable& statement) {
    Lookup<Index> parent = catalog_.lookup<Index>(statement.name);
    for (const AlterAction* action : statement.actions) {
        const auto* attach = as<AttachPartition>(*action);
        if (attach == nullptr || !parent) {
            continue;
        }
        if (Lookup<Index> child = catalog_.lookup<Index>(attach->partition)) {
            attachToParent(child->id, parent->id);
            validateParentIndex(parent->id);
        }
    }
}

} // namespace ironlaw
