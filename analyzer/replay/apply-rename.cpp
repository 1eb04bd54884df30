// RENAME and SET SCHEMA.
#include "analyzer/replay/apply.h"

namespace ironlaw {

void Applier::rename(const Rename& statement) {
    const std::string_view newName = statement.newName.text;
    switch (statement.objectKind) {
    case ObjectKind::Table:
    case ObjectKind::ForeignTable:
    case ObjectKind::View:
    case ObjectKind::MaterializedView:
    case ObjectKind::Sequence:
    case ObjectKind::Index: renameRelation(statement); break;
    case ObjectKind::Type:
    case ObjectKind::Domain:
        if (Lookup<Type> type = catalog_.type(statement.object.name)) {
            renameType(type->id, type->schema, newName);
        }
        break;
    case ObjectKind::DomainConstraint:
        if (Lookup<Type> type = catalog_.type(statement.object.name)) {
            for (DomainCheck& check : catalog_.edit<Type>(type->id)->checks) {
                check.name = check.name == statement.object.part.text ? newName : check.name;
            }
        }
        break;
    case ObjectKind::Function:
    case ObjectKind::Procedure:
    case ObjectKind::Aggregate:
    case ObjectKind::Routine:
        for (const Routine* routine : routinesNamed(statement.object)) {
            catalog_.rename(routine->id, routine->schema, newName);
        }
        break;
    case ObjectKind::Schema: renameSchema(statement.object.name.name.text, newName); break;
    case ObjectKind::Trigger: renameTablePart<Trigger>(statement); break;
    case ObjectKind::Policy: renameTablePart<Policy>(statement); break;
    case ObjectKind::Attribute: renameAttribute(statement); break;
    case ObjectKind::Column:
    case ObjectKind::Constraint: renamePart(statement); break;
    default: break;
    }
}

void Applier::renameRelation(const Rename& statement) {
    const std::string_view newName = statement.newName.text;
    Lookup<CatalogObject> relation = catalog_.relation(statement.object.name);
    const bool mayBeUnseen =
        statement.objectKind == ObjectKind::Table && !(statement.ifExists && catalog_.complete());
    const ObjectId id = relation      ? relation->id
                        : mayBeUnseen ? tableToChange(statement.object.name)
                                      : 0;
    const CatalogObject* object = catalog_.find(id);
    if (object == nullptr) {
        return;
    }
    const std::string_view schema = object->schema;
    if (catalog_.relationIn(schema, newName) == object || !claimRelation(schema, newName, false)) {
        return;
    }
    if (const Index* index = as<Index>(object); index != nullptr && index->ofConstraint) {
        if (Table* table = catalog_.edit<Table>(index->table)) {
            auto one = std::ranges::find(table->constraints, id, &Constraint::index);
            if (one != table->constraints.end()) {
                one->name = newName;
            }
        }
    }
    catalog_.rename(id, schema, newName);
}

void Applier::renamePart(const Rename& statement) {
    const std::string_view name = statement.object.part.text;
    const std::string_view newName = statement.newName.text;
    Lookup<CatalogObject> relation = catalog_.relation(statement.object.name);
    if (statement.objectKind == ObjectKind::Constraint) {
        if (relation && relation->kind == CatalogKind::Table) {
            renameConstraint(relation->id, name, newName);
        }
        return;
    }
    if (relation && relation->kind == CatalogKind::View) {
        renameViewColumn(relation->id, name, newName);
        return;
    }
    const bool ofTable = statement.relationKind == ObjectKind::Table ||
                         statement.relationKind == ObjectKind::ForeignTable;
    if (!ofTable || (statement.ifExists && !relation && catalog_.complete())) {
        return;
    }
    if (const ObjectId table = tableToChange(statement.object.name)) {
        renameColumn(table, name, newName);
    }
}

void Applier::renameViewColumn(ObjectId id, std::string_view name, std::string_view newName) {
    std::ranges::replace(catalog_.edit<View>(id)->columns, name, newName);
}

void Applier::renameAttribute(const Rename& statement) {
    if (Lookup<Type> type = catalog_.type(statement.object.name)) {
        auto& attributes = catalog_.edit<Type>(type->id)->attributes;
        auto attribute =
            std::ranges::find(attributes, statement.object.part.text.view(), &Column::name);
        if (attribute != attributes.end()) {
            attribute->name = statement.newName.text;
        }
    }
}

template <typename Part> void Applier::renameTablePart(const Rename& statement) {
    Lookup<CatalogObject> relation = catalog_.relation(statement.object.name);
    if (!relation) {
        return;
    }
    for (const Part* part : catalog_.partsOf<Part>(relation->id)) {
        if (part->name == statement.object.part.text) {
            catalog_.rename(part->id, part->schema, statement.newName.text);
        }
    }
}

void Applier::renameSchema(std::string_view name, std::string_view newName) {
    // Objects carry their schema by name.
    std::vector<ObjectId> contents;
    std::vector<ObjectId> types;
    auto collect = [&](const CatalogObject& object) {
        if (object.schema == name) {
            (object.kind == CatalogKind::Type ? types : contents).push_back(object.id);
        }
    };
    catalog_.each<Table>(collect);
    catalog_.each<View>(collect);
    catalog_.each<Sequence>(collect);
    catalog_.each<Index>(collect);
    catalog_.each<Routine>(collect);
    catalog_.each<Type>(collect);
    for (ObjectId id : contents) {
        catalog_.rename(id, newName, catalog_.find(id)->name);
    }
    for (ObjectId id : types) {
        renameType(id, newName, catalog_.find(id)->name);
    }
    if (const Schema* schema = catalog_.schema(name)) {
        catalog_.rename(schema->id, "", newName);
    }
}

void Applier::renameType(ObjectId id, std::string_view schema, std::string_view name) {
    // Columns and domains carry their type by name.
    std::vector<std::pair<ObjectId, ColumnNumber>> columns;
    std::vector<ObjectId> domains;
    auto isType = [&](const TypeName* type) {
        return type != nullptr && catalog_.type(type->name).object == catalog_.find(id);
    };
    for (const ObjectId user : catalog_.ofType(catalog_.find(id)->name)) {
        const CatalogObject* object = catalog_.find(user);
        if (const Table* table = as<Table>(object)) {
            for (const Column& column : table->columns) {
                if (isType(column.type)) {
                    columns.emplace_back(user, column.number);
                }
            }
        } else if (const Type* type = as<Type>(object); type != nullptr && isType(type->baseType)) {
            domains.push_back(user);
        }
    }
    const bool moves = catalog_.find(id)->schema != schema;
    catalog_.rename(id, schema, name);
    auto renamed = [&](TypeName type) {
        if (moves || !type.name.schema.empty()) {
            type.name.schema = {schema, needsQuotes(schema)};
        }
        type.name.name = {name, needsQuotes(name)};
        return catalog_.keep(type);
    };
    for (const auto& [table, number] : columns) {
        auto& ofTable = catalog_.edit<Table>(table)->columns;
        auto column = std::ranges::find(ofTable, number, &Column::number);
        column->type = renamed(*column->type);
    }
    for (ObjectId domain : domains) {
        Type* changed = catalog_.edit<Type>(domain);
        changed->baseType = renamed(*changed->baseType);
    }
}

void Applier::setSchema(const SetSchema& statement) {
    const std::string_view schema = statement.newSchema.text;
    switch (statement.objectKind) {
    case ObjectKind::Type:
    case ObjectKind::Domain:
        if (Lookup<Type> type = catalog_.type(statement.object.name)) {
            renameType(type->id, schema, type->name);
        }
        break;
    case ObjectKind::Function:
    case ObjectKind::Procedure:
    case ObjectKind::Aggregate:
    case ObjectKind::Routine:
        for (const Routine* routine : routinesNamed(statement.object)) {
            catalog_.rename(routine->id, schema, routine->name);
        }
        break;
    case ObjectKind::Table:
    case ObjectKind::ForeignTable:
    case ObjectKind::View:
    case ObjectKind::MaterializedView:
    case ObjectKind::Sequence:
        if (Lookup<CatalogObject> relation = catalog_.relation(statement.object.name)) {
            moveTable(relation->id, schema);
        }
        break;
    default: break;
    }
}

void Applier::moveTable(ObjectId id, std::string_view schema) {
    const std::string_view name = catalog_.find(id)->name;
    if (catalog_.relationIn(schema, name) == catalog_.find(id) ||
        !claimRelation(schema, name, false)) {
        return;
    }
    catalog_.rename(id, schema, name);
    for (const Index* index : catalog_.partsOf<Index>(id)) {
        catalog_.rename(index->id, schema, index->name);
    }
    for (const Sequence* sequence : catalog_.partsOf<Sequence>(id)) {
        catalog_.rename(sequence->id, schema, sequence->name);
    }
}

} // namespace ironlaw
