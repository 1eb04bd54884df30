// DROP, RENAME and SET SCHEMA.
#include "analyzer/replay/apply.h"

#include <algorithm>

namespace ironlaw {

void Applier::drop(const Drop& statement) {
    for (const ObjectReference& object : statement.objects) {
        dropObject(statement, object);
    }
}

void Applier::dropObject(const Drop& statement, const ObjectReference& object) {
    switch (statement.objectKind) {
    case ObjectKind::Table:
    case ObjectKind::ForeignTable:
    case ObjectKind::View:
    case ObjectKind::MaterializedView:
    case ObjectKind::Sequence:
    case ObjectKind::Index:
        if (Lookup<CatalogObject> relation = catalog_.relation(object.name)) {
            dropRelation(relation->id);
        }
        break;
    case ObjectKind::Type:
    case ObjectKind::Domain:
        if (Lookup<Type> type = catalog_.type(object.name)) {
            catalog_.remove(type->id);
        }
        break;
    case ObjectKind::Function:
    case ObjectKind::Procedure:
    case ObjectKind::Aggregate:
    case ObjectKind::Routine: {
        std::string signature;
        for (const TypeName& argument : object.arguments) {
            signature += signature.empty() ? "" : ",";
            signature += formatType(argument);
        }
        for (const Routine* routine : catalog_.routines(object.name)) {
            if (!object.hasArguments || routine->signature == signature) {
                catalog_.remove(routine->id);
            }
        }
        break;
    }
    case ObjectKind::Trigger: dropPart<Trigger>(object); break;
    case ObjectKind::Policy: dropPart<Policy>(object); break;
    case ObjectKind::Schema: dropSchema(object.name.name.text); break;
    case ObjectKind::Extension:
        if (const Extension* extension = catalog_.extension(object.name.name.text)) {
            catalog_.remove(extension->id);
        }
        break;
    default: break;
    }
}

template <typename Part> void Applier::dropPart(const ObjectReference& object) {
    if (Lookup<CatalogObject> table = catalog_.relation(object.name)) {
        for (const Part* part : catalog_.partsOf<Part>(table->id)) {
            if (part->name == object.part.text) {
                catalog_.remove(part->id);
            }
        }
    }
}

void Applier::dropRelation(ObjectId id) {
    const CatalogObject* object = catalog_.find(id);
    if (object == nullptr) {
        return;
    }
    if (object->kind == CatalogKind::Index) {
        dropIndex(id);
        return;
    }
    if (object->kind != CatalogKind::Table) {
        catalog_.remove(id);
        return;
    }
    std::vector<ObjectId> parts;
    auto collect = [&](const auto& list) {
        std::ranges::transform(list, std::back_inserter(parts),
                               [](const CatalogObject* part) { return part->id; });
    };
    collect(catalog_.partsOf<Index>(id));
    collect(catalog_.partsOf<Sequence>(id));
    collect(catalog_.partsOf<Trigger>(id));
    collect(catalog_.partsOf<Policy>(id));
    if (as<Table>(object)->partitionedBy != PartitionStrategy::None) {
        catalog_.each<Table>([&](const Table& table) {
            if (table.partitionOf == id) {
                parts.push_back(table.id);
            }
        });
    }
    dropConstraintsReferencing(id);
    catalog_.remove(id);
    for (ObjectId part : parts) {
        dropRelation(part);
    }
}

void Applier::dropSchema(std::string_view name) {
    std::vector<ObjectId> contents;
    catalog_.each<Table>([&](const Table& table) {
        if (table.schema == name) {
            contents.push_back(table.id);
        }
    });
    auto collect = [&](const CatalogObject& object) {
        if (object.schema == name) {
            contents.push_back(object.id);
        }
    };
    catalog_.each<View>(collect);
    catalog_.each<Sequence>(collect);
    catalog_.each<Type>(collect);
    catalog_.each<Routine>(collect);
    for (ObjectId id : contents) {
        dropRelation(id);
    }
    if (const Schema* schema = catalog_.schema(name)) {
        catalog_.remove(schema->id);
    }
}

void Applier::rename(const Rename& statement) {
    std::string_view newName = statement.newName.text;
    switch (statement.objectKind) {
    case ObjectKind::Table:
    case ObjectKind::ForeignTable:
    case ObjectKind::View:
    case ObjectKind::MaterializedView:
    case ObjectKind::Sequence:
    case ObjectKind::Index: {
        Lookup<CatalogObject> relation = catalog_.relation(statement.object.name);
        ObjectId id = relation ? relation->id
                      : statement.objectKind == ObjectKind::Table
                          ? tableToChange(statement.object.name)
                          : 0;
        const CatalogObject* object = catalog_.find(id);
        if (object == nullptr) {
            break;
        }
        if (const Index* index = as<Index>(object); index != nullptr && index->ofConstraint) {
            if (Table* table = catalog_.edit<Table>(index->table)) {
                auto one = std::ranges::find(table->constraints, id, &Constraint::index);
                if (one != table->constraints.end()) {
                    one->name = newName;
                }
            }
        }
        catalog_.rename(id, object->schema, newName);
        break;
    }
    case ObjectKind::Type:
    case ObjectKind::Domain:
        if (Lookup<Type> type = catalog_.type(statement.object.name)) {
            catalog_.rename(type->id, type->schema, newName);
        }
        break;
    case ObjectKind::Function:
    case ObjectKind::Procedure:
    case ObjectKind::Routine:
        for (const Routine* routine : catalog_.routines(statement.object.name)) {
            catalog_.rename(routine->id, routine->schema, newName);
        }
        break;
    default: renamePart(statement); break;
    }
}

void Applier::renamePart(const Rename& statement) {
    std::string_view oldName = statement.object.part.text;
    std::string_view newName = statement.newName.text;
    if (statement.objectKind == ObjectKind::Schema) {
        // Objects carry their schema by name.
        std::vector<ObjectId> contents;
        auto collect = [&](const CatalogObject& object) {
            if (object.schema == statement.object.name.name.text) {
                contents.push_back(object.id);
            }
        };
        catalog_.each<Table>(collect);
        catalog_.each<View>(collect);
        catalog_.each<Sequence>(collect);
        catalog_.each<Index>(collect);
        catalog_.each<Type>(collect);
        catalog_.each<Routine>(collect);
        for (ObjectId id : contents) {
            catalog_.rename(id, newName, catalog_.find(id)->name);
        }
        if (const Schema* schema = catalog_.schema(statement.object.name.name.text)) {
            catalog_.rename(schema->id, "", newName);
        }
        return;
    }
    bool isPart =
        statement.objectKind == ObjectKind::Trigger || statement.objectKind == ObjectKind::Policy;
    Lookup<CatalogObject> relation = catalog_.relation(statement.object.name);
    if (isPart && relation) {
        for (const Trigger* part : catalog_.partsOf<Trigger>(relation->id)) {
            if (part->name == oldName && statement.objectKind == ObjectKind::Trigger) {
                catalog_.edit<Trigger>(part->id)->name = newName;
            }
        }
        for (const Policy* part : catalog_.partsOf<Policy>(relation->id)) {
            if (part->name == oldName && statement.objectKind == ObjectKind::Policy) {
                catalog_.edit<Policy>(part->id)->name = newName;
            }
        }
        return;
    }
    bool ofTable = statement.relationKind == ObjectKind::Table ||
                   statement.relationKind == ObjectKind::ForeignTable;
    if (statement.objectKind == ObjectKind::Column && ofTable) {
        ObjectId id = tableToChange(statement.object.name);
        if (id != 0) {
            ColumnNumber number = columnNumbers(id, {&statement.object.part, 1}).front();
            auto& columns = catalog_.edit<Table>(id)->columns;
            std::ranges::find(columns, number, &Column::number)->name = newName;
        }
    } else if (statement.objectKind == ObjectKind::Constraint && relation) {
        if (Table* table = catalog_.edit<Table>(relation->id)) {
            auto one = std::ranges::find(table->constraints, oldName, &Constraint::name);
            if (one != table->constraints.end()) {
                one->name = newName;
                if (const CatalogObject* index = catalog_.find(one->index)) {
                    catalog_.rename(index->id, index->schema, newName);
                }
            }
        }
    }
}

void Applier::setSchema(const SetSchema& statement) {
    std::string_view schema = statement.newSchema.text;
    if (statement.objectKind == ObjectKind::Type || statement.objectKind == ObjectKind::Domain) {
        if (Lookup<Type> type = catalog_.type(statement.object.name)) {
            catalog_.rename(type->id, schema, type->name);
        }
        return;
    }
    if (statement.objectKind == ObjectKind::Function ||
        statement.objectKind == ObjectKind::Procedure ||
        statement.objectKind == ObjectKind::Routine) {
        for (const Routine* routine : catalog_.routines(statement.object.name)) {
            catalog_.rename(routine->id, schema, routine->name);
        }
        return;
    }
    Lookup<CatalogObject> relation = catalog_.relation(statement.object.name);
    if (relation) {
        moveTable(relation->id, schema);
    }
}

void Applier::moveTable(ObjectId id, std::string_view schema) {
    catalog_.rename(id, schema, catalog_.find(id)->name);
    for (const Index* index : catalog_.partsOf<Index>(id)) {
        catalog_.rename(index->id, schema, index->name);
    }
    for (const Sequence* sequence : catalog_.partsOf<Sequence>(id)) {
        catalog_.rename(sequence->id, schema, sequence->name);
    }
}

} // namespace ironlaw
