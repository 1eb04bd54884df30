// DROP.
#include "analyzer/catalog/type-text.h"
#include "analyzer/replay/apply.h"

#include <fmt/format.h>

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
    case ObjectKind::Rule: dropPart<RewriteRule>(object); break;
    case ObjectKind::Schema: dropSchema(object.name.name.text); break;
    case ObjectKind::Extension: dropExtension(object.name.name.text); break;
    case ObjectKind::Statistics:
        if (const Lookup<Statistics> statistics = catalog_.statistics(object.name)) {
            catalog_.remove(statistics->id);
        }
        break;
    case ObjectKind::Publication:
        if (const Publication* known = catalog_.publication(object.name.name.text)) {
            catalog_.remove(known->id);
        }
        break;
    case ObjectKind::Role:
    case ObjectKind::Database: dropServerObject(statement.objectKind, object.name.name.text); break;
    default:
        if (const Definition* known = catalog_.definition(statement.objectKind, object)) {
            catalog_.remove(known->id);
        }
        break;
    }
}

template <typename Part> void Applier::dropPart(const ObjectReference& object) {
    if (Lookup<CatalogObject> table = catalog_.relation(object.name)) {
        for (const Part* part : catalog_.partsOf<Part>(table->id)) {
            if (part->name == object.part.text) {
                dropRelation(part->id, false);
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
    case CatalogKind::Table: dropTable(id, cascade); break;
    case CatalogKind::Index: removeIndex(id); break;
    case CatalogKind::Sequence: dropSequence(id); break;
    case CatalogKind::Trigger: removeTrigger(id); break;
    case CatalogKind::View:
        for (const Index* index : catalog_.partsOf<Index>(id)) {
            catalog_.remove(index->id);
        }
        for (const Trigger* trigger : catalog_.partsOf<Trigger>(id)) {
            catalog_.remove(trigger->id);
        }
        for (const RewriteRule* rule : catalog_.partsOf<RewriteRule>(id)) {
            catalog_.remove(rule->id);
        }
        dropStatistics(id, std::nullopt);
        catalog_.remove(id);
        if (cascade) {
            dropDependents(dependentsOf(catalog_, id));
        }
        break;
    default: catalog_.remove(id); break;
    }
}

void Applier::dropTable(ObjectId id, bool cascade) {
    std::vector<ObjectId> tables{id};
    for (size_t i = 0; i < tables.size(); ++i) {
        const ObjectId table = tables[i];
        if (catalog_.find(table) == nullptr) {
            continue;
        }
        // Partitions always go with it, and children that inherit with CASCADE only.
        for (ObjectId child : catalog_.children(table)) {
            if (cascade || catalog_.get<Table>(child)->partitionOf == table) {
                tables.push_back(child);
            }
        }
        dropForeignKeysTo(table, [](const Constraint&) { return true; });
        dropParts(table);
        if (cascade) {
            dropDependents(dependentsOf(catalog_, table));
        }
    }
}

/// The table and what is part of it.
void Applier::dropParts(ObjectId id) {
    std::vector<ObjectId> parts;
    auto collect = [&](const auto& list) {
        std::ranges::transform(list, std::back_inserter(parts),
                               [](const CatalogObject* part) { return part->id; });
    };
    collect(catalog_.partsOf<Index>(id));
    collect(catalog_.partsOf<Sequence>(id));
    collect(catalog_.partsOf<Trigger>(id));
    collect(catalog_.partsOf<Policy>(id));
    collect(catalog_.partsOf<RewriteRule>(id));
    collect(catalog_.partsOf<Statistics>(id));
    catalog_.remove(id);
    for (ObjectId part : parts) {
        if (catalog_.get<Sequence>(part) != nullptr) {
            dropSequence(part);
        } else {
            catalog_.remove(part);
        }
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

void Applier::dropUsersOf(ObjectId relation, ColumnNumber column) {
    std::vector<ObjectId> users;
    auto uses = [&](const auto* object) {
        return object != nullptr &&
               std::ranges::find(object->usedColumns, std::pair(relation, column)) !=
                   object->usedColumns.end();
    };
    for (const ObjectId id : catalog_.needing(relation)) {
        if (uses(catalog_.get<View>(id)) || uses(catalog_.get<Policy>(id))) {
            users.push_back(id);
        }
    }
    for (const Trigger* trigger : catalog_.partsOf<Trigger>(relation)) {
        if (std::ranges::find(trigger->columns, column) != trigger->columns.end()) {
            users.push_back(trigger->id);
        }
    }
    for (ObjectId user : users) {
        dropRelation(user, true);
    }
}

void Applier::dropType(ObjectId id, bool cascade) {
    const std::vector<Dependent> dependents =
        cascade ? dependentsOf(catalog_, id) : std::vector<Dependent>();
    catalog_.remove(id);
    dropDependents(dependents);
}

void Applier::dropDependents(const std::vector<Dependent>& dependents) {
    toDrop_.insert(toDrop_.end(), dependents.begin(), dependents.end());
    if (dropsDependents_) {
        return;
    }
    dropsDependents_ = true;
    for (size_t i = 0; i < toDrop_.size(); ++i) { // NOLINT(modernize-loop-convert): it grows
        dropDependent(Dependent(toDrop_[i]));
    }
    toDrop_.clear();
    dropsDependents_ = false;
}

void Applier::dropDependent(const Dependent& one) {
    const CatalogObject* object = catalog_.find(one.object);
    if (object == nullptr) {
        return;
    }
    const Table* table = as<Table>(object);
    if (object->kind == CatalogKind::Type && one.part == DependentPart::Constraint) {
        dropDomainCheck(*catalog_.edit<Type>(one.object), one.constraint);
    } else if (object->kind == CatalogKind::Type && one.part == DependentPart::Default) {
        dropDomainDefault(*catalog_.edit<Type>(one.object));
    } else if (one.part == DependentPart::Constraint) {
        dropConstraint(one.object, one.constraint, false);
    } else if (one.part == DependentPart::Default) {
        auto& columns = catalog_.edit<Table>(one.object)->columns;
        auto column = std::ranges::find(columns, one.column, &Column::number);
        if (column != columns.end()) {
            column->hasDefault = false;
            column->defaultValue = nullptr;
        }
    } else if (one.part == DependentPart::Column) {
        if (const Column* column = table->column(one.column)) {
            dropColumn(one.object, column->name, true, false);
        }
    } else if (object->kind == CatalogKind::Type) {
        dropType(one.object, true);
    } else if (object->kind == CatalogKind::Routine) {
        dropRoutine(one.object, true);
    } else {
        dropRelation(one.object, true);
    }
}

void Applier::dropRoutine(ObjectId id, bool cascade) {
    const std::vector<Dependent> dependents =
        cascade ? dependentsOf(catalog_, id) : std::vector<Dependent>();
    catalog_.remove(id);
    dropDependents(dependents);
}

void Applier::dropExtension(std::string_view name) {
    // Its types and what uses them; what uses its functions is not known.
    if (const Extension* extension = catalog_.extension(name)) {
        const std::vector<Dependent> dependents = dependentsOf(catalog_, extension->id);
        catalog_.remove(extension->id);
        dropDependents(dependents);
    }
}

std::vector<const Routine*> Applier::routinesNamed(const ObjectReference& object) const {
    std::vector<const Routine*> result = catalog_.routines(object.name);
    if (object.hasArguments) {
        const std::vector<TypeName> arguments = argumentTypes(object.arguments);
        std::erase_if(result, [&](const Routine* one) {
            return !sameTypes(catalog_, one->arguments, arguments);
        });
    }
    return result;
}

void Applier::dropRoutines(const Drop& statement, const ObjectReference& object) {
    for (const Routine* routine : routinesNamed(object)) {
        dropRoutine(routine->id, statement.cascade);
    }
}

void Applier::dropDefaultPrivileges(std::string_view schema) {
    std::vector<ObjectId> defaults;
    const std::string place = fmt::format(" in schema \"{}\"", schema);
    catalog_.each<ServerObject>([&](const ServerObject& object) {
        if (object.name.starts_with("default privileges ") && object.name.ends_with(place)) {
            defaults.push_back(object.id);
        }
    });
    for (const ObjectId one : defaults) {
        catalog_.remove(one);
    }
}

void Applier::dropSchema(std::string_view name) {
    dropDefaultPrivileges(name);
    std::vector<ObjectId> contents;
    auto collect = [&](const CatalogObject& object) {
        if (object.schema == name) {
            contents.push_back(object.id);
        }
    };
    catalog_.each<View>(collect);
    catalog_.each<Table>(collect);
    catalog_.each<Sequence>(collect);
    catalog_.each<Statistics>(collect); // also on tables of other schemas
    for (ObjectId id : contents) {
        dropRelation(id, true);
    }
    std::vector<ObjectId> routines;
    catalog_.each<Routine>([&](const Routine& routine) {
        if (routine.schema == name) {
            routines.push_back(routine.id);
        }
    });
    for (ObjectId routine : routines) {
        if (catalog_.find(routine) != nullptr) {
            dropRoutine(routine, true);
        }
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
