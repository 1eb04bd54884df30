// DROP.
#include "analyzer/replay/apply.h"

namespace ironlaw {

namespace {

bool isKind(const CatalogObject& object, ObjectKind kind) {
    switch (kind) {
    case ObjectKind::Table:
    case ObjectKind::ForeignTable: return object.kind == CatalogKind::Table;
    case ObjectKind::View:
    case ObjectKind::MaterializedView: {
        const View* view = as<View>(&object);
        return view != nullptr && view->materialized == (kind == ObjectKind::MaterializedView);
    }
    case ObjectKind::Sequence: return object.kind == CatalogKind::Sequence;
    default: return object.kind == CatalogKind::Index;
    }
}

std::string signatureOf(std::span<const TypeName> arguments) {
    std::string result;
    for (TypeName argument : arguments) {
        argument.modifiers = {};
        argument.modifierTexts = {};
        result += result.empty() ? "" : ",";
        result += formatType(argument);
    }
    return result;
}

} // namespace

void Applier::drop(const Drop& statement) {
    for (const ObjectReference& object : statement.objects) {
        dropObject(statement, object);
    }
}

void Applier::dropNamedRelation(const Drop& statement, const QualifiedName& name) {
    Lookup<CatalogObject> relation = catalog_.relation(name);
    if (relation && isKind(*relation, statement.objectKind)) {
        dropRelation(relation->id, statement.cascade);
    }
}

void Applier::dropObject(const Drop& statement, const ObjectReference& object) {
    switch (statement.objectKind) {
    case ObjectKind::Table:
    case ObjectKind::ForeignTable:
    case ObjectKind::View:
    case ObjectKind::MaterializedView:
    case ObjectKind::Sequence:
    case ObjectKind::Index: dropNamedRelation(statement, object.name); break;
    case ObjectKind::Type:
    case ObjectKind::Domain:
        if (Lookup<Type> type = catalog_.type(object.name)) {
            dropType(type->id, statement.cascade);
        }
        break;
    case ObjectKind::Function:
    case ObjectKind::Procedure:
    case ObjectKind::Aggregate:
    case ObjectKind::Routine: dropRoutines(statement, object); break;
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

void Applier::dropRelation(ObjectId id, bool cascade) {
    const CatalogObject* object = catalog_.find(id);
    if (object == nullptr) {
        return;
    }
    switch (object->kind) {
    case CatalogKind::Table: dropTable(*as<Table>(object), cascade); break;
    case CatalogKind::Index: removeIndex(id); break;
    case CatalogKind::Sequence: dropSequence(id); break;
    case CatalogKind::View:
        for (const Index* index : catalog_.partsOf<Index>(id)) {
            catalog_.remove(index->id);
        }
        for (const Trigger* trigger : catalog_.partsOf<Trigger>(id)) {
            catalog_.remove(trigger->id);
        }
        catalog_.remove(id);
        if (cascade) {
            dropViewsOn(id, 0);
        }
        break;
    default: catalog_.remove(id); break;
    }
}

void Applier::dropTable(const Table& table, bool cascade) {
    const ObjectId id = table.id;
    std::vector<ObjectId> parts;
    auto collect = [&](const auto& list) {
        std::ranges::transform(list, std::back_inserter(parts),
                               [](const CatalogObject* part) { return part->id; });
    };
    collect(catalog_.partsOf<Index>(id));
    collect(catalog_.partsOf<Sequence>(id));
    collect(catalog_.partsOf<Trigger>(id));
    collect(catalog_.partsOf<Policy>(id));
    const std::vector<ObjectId> children = catalog_.children(id);
    dropForeignKeysTo(id, [](const Constraint&) { return true; });
    catalog_.remove(id);
    for (ObjectId part : parts) {
        if (catalog_.get<Sequence>(part) != nullptr) {
            dropSequence(part);
        } else {
            catalog_.remove(part);
        }
    }
    // Partitions always go with it, and children that inherit with CASCADE only.
    for (ObjectId childId : children) {
        const Table* child = catalog_.get<Table>(childId);
        if (child != nullptr && (cascade || child->partitionOf == id)) {
            dropTable(*child, cascade);
        }
    }
    if (cascade) {
        dropViewsOn(id, 0);
    }
}

void Applier::dropSequence(ObjectId id) {
    for (ObjectId table : catalog_.drawing(id)) {
        for (Column& column : catalog_.edit<Table>(table)->columns) {
            if (column.defaultSequence == id) {
                column.defaultSequence = 0;
                column.hasDefault = false;
                column.defaultValue = nullptr;
            }
        }
    }
    catalog_.remove(id);
}

void Applier::dropViewsOn(ObjectId relation, ColumnNumber column) {
    std::vector<ObjectId> views;
    catalog_.each<View>([&](const View& view) {
        const bool uses = column == 0
                              ? std::ranges::find(view.uses, relation) != view.uses.end()
                              : std::ranges::find(view.usedColumns, std::pair(relation, column)) !=
                                    view.usedColumns.end();
        if (uses) {
            views.push_back(view.id);
        }
    });
    for (ObjectId view : views) {
        dropRelation(view, true);
    }
}

void Applier::dropType(ObjectId id, bool cascade) {
    std::vector<std::pair<ObjectId, std::string_view>> columns;
    std::vector<ObjectId> domains;
    if (cascade) {
        auto isType = [&](const TypeName* type) {
            return type != nullptr && catalog_.type(type->name).object == catalog_.find(id);
        };
        catalog_.each<Table>([&](const Table& table) {
            for (const Column& column : table.columns) {
                if (isType(column.type)) {
                    columns.emplace_back(table.id, column.name);
                }
            }
        });
        catalog_.each<Type>([&](const Type& type) {
            if (type.id != id && isType(type.baseType)) {
                domains.push_back(type.id);
            }
        });
    }
    for (ObjectId domain : domains) {
        dropType(domain, true);
    }
    catalog_.remove(id);
    for (const auto& [table, column] : columns) {
        if (catalog_.get<Table>(table) != nullptr) {
            dropColumn(table, column, true, false);
        }
    }
}

std::vector<const Routine*> Applier::routinesNamed(const ObjectReference& object) const {
    std::vector<const Routine*> result = catalog_.routines(object.name);
    if (object.hasArguments) {
        const std::string signature = signatureOf(object.arguments);
        std::erase_if(result, [&](const Routine* one) { return one->signature != signature; });
    }
    return result;
}

void Applier::dropRoutines(const Drop& statement, const ObjectReference& object) {
    for (const Routine* routine : routinesNamed(object)) {
        const std::string_view name = routine->name;
        catalog_.remove(routine->id);
        if (!statement.cascade || !catalog_.routines(object.name).empty()) {
            continue;
        }
        catalog_.each<Trigger>([&](const Trigger& trigger) {
            if (trigger.function.name.text == name) {
                catalog_.remove(trigger.id);
            }
        });
    }
}

void Applier::dropSchema(std::string_view name) {
    std::vector<ObjectId> contents;
    auto collect = [&](const CatalogObject& object) {
        if (object.schema == name) {
            contents.push_back(object.id);
        }
    };
    catalog_.each<View>(collect);
    catalog_.each<Table>(collect);
    catalog_.each<Sequence>(collect);
    catalog_.each<Routine>(collect);
    for (ObjectId id : contents) {
        dropRelation(id, true);
    }
    std::vector<ObjectId> types;
    catalog_.each<Type>([&](const Type& type) {
        if (type.schema == name) {
            types.push_back(type.id);
        }
    });
    for (ObjectId type : types) {
        if (catalog_.find(type) != nullptr) {
            dropType(type, true);
        }
    }
    if (const Schema* schema = catalog_.schema(name)) {
        catalog_.remove(schema->id);
    }
}

} // namespace ironlaw
