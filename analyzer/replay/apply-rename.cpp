// RENAME and SET SCHEMA.
#include "analyzer/replay/apply.h"

#include <algorithm>
#include <array>

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
    case ObjectKind::Trigger:
    case ObjectKind::Rule:
    case ObjectKind::Policy: renameTablePart(statement); break;
    case ObjectKind::Attribute: renameAttribute(statement); break;
    case ObjectKind::Statistics:
        if (const Lookup<Statistics> one = catalog_.statistics(statement.object.name)) {
            catalog_.rename(one->id, one->schema, newName);
        }
        break;
    case ObjectKind::Publication:
        if (const Publication* one = catalog_.publication(statement.object.name.name.text)) {
            catalog_.rename(one->id, "", newName);
        }
        break;
    case ObjectKind::Role:
        if (const ServerObject* role = catalog_.serverObject(
                serverName(ObjectKind::Role, statement.object.name.name.text))) {
            catalog_.rename(role->id, "", catalog_.intern(serverName(ObjectKind::Role, newName)));
        }
        break;
    case ObjectKind::Column:
    case ObjectKind::Constraint: renamePart(statement); break;
    default:
        if (const Definition* one = catalog_.definition(statement.objectKind, statement.object)) {
            moveDefinition(*one, "", newName);
        }
        break;
    }
}

bool Applier::isNameOfOther(const QualifiedName& unseen, std::string_view newName) const {
    const CatalogObject* other = catalog_.relationIn(catalog_.onlySchemaOf(unseen), newName);
    const Table* table = as<Table>(other);
    const bool seen = other != nullptr && (table == nullptr || table->complete);
    return isTaken(newName) || (seen && !replay_.doubts().areAbout(newName));
}

void Applier::renameRelation(const Rename& statement) {
    const std::string_view newName = statement.newName.text;
    Lookup<CatalogObject> relation = catalog_.relation(statement.object.name);
    const Table* known = as<Table>(relation.object);
    const bool isUnseen = !relation || (known != nullptr && !known->complete);
    if (isUnseen && isNameOfOther(statement.object.name, newName)) {
        return;
    }
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
    if (catalog_.relationIn(schema, newName) == object || !claimRelation(schema, newName, false) ||
        catalog_.find(id) == nullptr) { // it may have been a part of the other one
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
    std::ranges::replace(catalog_.edit<View>(id)->defaultedColumns, name, newName);
}

void Applier::renameAttribute(const Rename& statement) {
    if (Lookup<Type> type = catalog_.type(statement.object.name)) {
        auto& attributes = catalog_.edit<Type>(type->id)->attributes;
        auto attribute =
            std::ranges::find(attributes, statement.object.part.text.view(), &Column::name);
        if (attribute != attributes.end()) {
            attribute->name = statement.newName.text;
        }
        for (const ObjectId table : typedTables(*type, catalog_)) {
            renameColumn(table, statement.object.part.text, statement.newName.text);
        }
    }
}

/// A trigger, policy or rule.
void Applier::renameTablePart(const Rename& statement) {
    Lookup<CatalogObject> relation = catalog_.relation(statement.object.name);
    if (!relation) {
        return;
    }
    const auto rename = [&](const auto* part) {
        if (part->name == statement.object.part.text) {
            renameWithCopies(part->id, statement.newName.text);
        }
    };
    if (statement.objectKind == ObjectKind::Trigger) {
        std::ranges::for_each(catalog_.partsOf<Trigger>(relation->id), rename);
    } else if (statement.objectKind == ObjectKind::Rule) {
        std::ranges::for_each(catalog_.partsOf<RewriteRule>(relation->id), rename);
    } else {
        std::ranges::for_each(catalog_.partsOf<Policy>(relation->id), rename);
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
    catalog_.each<Statistics>(collect);
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
    // Columns, domains, attributes and arguments carry their type by name.
    const Type* type = catalog_.get<Type>(id);
    const bool moves = type->schema != schema;
    const auto renamed = [&](const TypeName& use) {
        if (catalog_.type(use.name).object != type) {
            return use;
        }
        TypeName result = use;
        if (moves || !use.name.schema.empty()) {
            result.name.schema = {schema, needsQuotes(schema)};
        }
        result.name.name = {name, needsQuotes(name)};
        return result;
    };
    const auto renameIn = [&](std::vector<Column>& columns) {
        for (Column& column : columns) {
            if (column.type != nullptr && column.type->name.name.text == type->name) {
                column.type = catalog_.keep(renamed(*column.type));
            }
        }
    };
    for (const ObjectId user : catalog_.ofType(type->name)) {
        if (auto* table = catalog_.edit<Table>(user)) {
            renameIn(table->columns);
        } else if (auto* routine = catalog_.edit<Routine>(user)) {
            std::ranges::transform(routine->arguments, routine->arguments.begin(), renamed);
        } else if (auto* other = catalog_.edit<Type>(user)) {
            renameIn(other->attributes);
            if (other->baseType != nullptr) {
                other->baseType = catalog_.keep(renamed(*other->baseType));
            }
        }
    }
    catalog_.rename(id, schema, name);
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
    case ObjectKind::Statistics:
        if (const Lookup<Statistics> one = catalog_.statistics(statement.object.name)) {
            catalog_.rename(one->id, schema, one->name);
        }
        break;
    case ObjectKind::Extension:
        if (const Extension* one = catalog_.extension(statement.object.name.name.text)) {
            take(*catalog_.editRemarks(one->id), std::array{Setting{"schema", schema}});
        }
        break;
    case ObjectKind::Collation:
    case ObjectKind::Conversion:
    case ObjectKind::Operator:
    case ObjectKind::OperatorClass:
    case ObjectKind::OperatorFamily:
    case ObjectKind::TextSearchConfiguration:
    case ObjectKind::TextSearchDictionary:
    case ObjectKind::TextSearchParser:
    case ObjectKind::TextSearchTemplate:
        if (const Definition* one = catalog_.definition(statement.objectKind, statement.object)) {
            moveDefinition(*one, schema, "");
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
        !claimRelation(schema, name, false) || catalog_.find(id) == nullptr) {
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
