// Collations, operators, casts and their like: that they are there, and where they are defined.
#include "analyzer/catalog/definition.h"
#include "analyzer/replay/apply.h"

namespace ironlaw {

void Applier::createDefinition(const CreateDefinition& statement) {
    const ObjectKind kind = statement.objectKind;
    auto definition = makeObject<Definition>(statement.object.name, statement.range);
    definition->schema = liesInSchema(kind) ? definition->schema : std::string_view();
    definition->objectKind = kind;
    definition->ownName = statement.object.name.name.text;
    definition->definition = &statement;
    definition->name =
        catalog_.intern(describedDefinition(kind, definition->ownName, statement.object.arguments));
    take(*definition, statement.settings);
    const Definition* existing = catalog_.definition(kind, statement.object);
    if (existing != nullptr && existing->schema == definition->schema) {
        if (statement.ifNotExists || inBlock_ || isInTheWay(*existing)) {
            return;
        }
        catalog_.remove(existing->id);
    }
    catalog_.add(std::move(definition));
}

void Applier::alterDefinition(const AlterDefinition& statement) {
    if (const Definition* known = catalog_.definition(statement.objectKind, statement.object)) {
        Definition* changed = catalog_.edit<Definition>(known->id);
        changed->changes.push_back(replay_.originAt(statement.range).location);
        take(*changed, statement.settings);
    }
}

void Applier::moveDefinition(const Definition& definition, std::string_view schema,
                             std::string_view name) {
    const ObjectId id = definition.id;
    const std::string_view newName = name.empty() ? definition.ownName : name;
    const std::string described = describedDefinition(definition.objectKind, newName,
                                                      definition.definition->object.arguments);
    catalog_.rename(id, schema.empty() ? definition.schema : schema, catalog_.intern(described));
    catalog_.edit<Definition>(id)->ownName = newName;
}

} // namespace ironlaw
