// How the draft calls objects.
#include "analyzer/rollback/drafter.h"

#include "analyzer/catalog/type-text.h"
#include "analyzer/schema/words.h"
#include "grammar/keyword.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ironlaw {

std::string_view Drafter::wordOf(const CatalogObject& object) {
    switch (object.kind) {
    case CatalogKind::Schema: return "SCHEMA";
    case CatalogKind::Table: return as<Table>(&object)->foreign ? "FOREIGN TABLE" : "TABLE";
    case CatalogKind::View: return as<View>(&object)->materialized ? "MATERIALIZED VIEW" : "VIEW";
    case CatalogKind::Sequence: return "SEQUENCE";
    case CatalogKind::Index: return "INDEX";
    case CatalogKind::Type:
        return as<Type>(&object)->typeKind == TypeKind::Domain ? "DOMAIN" : "TYPE";
    case CatalogKind::Routine: return wordsOf(as<Routine>(&object)->definition->kindOfRoutine);
    case CatalogKind::Trigger: return "TRIGGER";
    case CatalogKind::Policy: return "POLICY";
    case CatalogKind::Extension: return "EXTENSION";
    case CatalogKind::Statistics: return "STATISTICS";
    case CatalogKind::Publication: return "PUBLICATION";
    case CatalogKind::RewriteRule: return "RULE";
    case CatalogKind::Definition: return wordsOf(as<Definition>(&object)->objectKind);
    case CatalogKind::ServerObject: break; // its name says what it is
    }
    return "";
}

std::string Drafter::argumentsOf(const Routine& routine) const {
    std::vector<std::string> types;
    for (const TypeName& argument : routine.arguments) {
        types.push_back(argumentTypeText(catalog_, argument));
    }
    return fmt::format("({})", fmt::join(types, ", "));
}

std::string Drafter::relationAt(ObjectId relation, Side side) const {
    const CatalogObject* object =
        side == Side::After ? changes_.behind(relation) : catalog_.find(relation);
    if (object == nullptr) {
        const ObjectChange* change = changes_.find(relation);
        object = change == nullptr ? nullptr : change->before;
    }
    return object == nullptr ? "" : writer_.nameOf(*object);
}

std::string Drafter::definitionName(const Definition& definition) const {
    const std::string name = definition.schema.empty()
                                 ? quotedIdentifier(definition.ownName)
                                 : writer_.nameOf(definition.schema, definition.ownName);
    std::vector<std::string> types;
    for (const TypeName& one : definition.definition->object.arguments) {
        types.push_back(one.name.empty() ? "NONE" : argumentTypeText(catalog_, one));
    }
    switch (definition.objectKind) {
    case ObjectKind::Cast: return fmt::format("({})", fmt::join(types, " AS "));
    case ObjectKind::Operator: {
        const bool visible = definition.schema == catalog_.defaultSchema();
        return fmt::format("{}{}({})", visible ? "" : quotedIdentifier(definition.schema) + ".",
                           definition.ownName, fmt::join(types, ", "));
    }
    default: return name;
    }
}

std::string Drafter::nameOf(const CatalogObject& object, Side side) const {
    const auto part = [&](ObjectId relation) {
        return fmt::format("{} ON {}", quotedIdentifier(object.name), relationAt(relation, side));
    };
    const auto aside = aside_.find(object.id);
    const std::string name =
        writer_.nameOf(object.schema, aside == aside_.end() ? object.name : aside->second);
    switch (object.kind) {
    case CatalogKind::Schema:
    case CatalogKind::Extension:
    case CatalogKind::Publication: return quotedIdentifier(object.name);
    case CatalogKind::Routine: return name + argumentsOf(*as<Routine>(&object));
    case CatalogKind::Trigger: return part(as<Trigger>(&object)->table);
    case CatalogKind::Policy: return part(as<Policy>(&object)->table);
    case CatalogKind::RewriteRule: return part(as<RewriteRule>(&object)->table);
    case CatalogKind::Definition: return definitionName(*as<Definition>(&object));
    default: return name;
    }
}

std::string Drafter::reference(const CatalogObject& object, Side side) const {
    return fmt::format("{} {}", wordOf(object), nameOf(object, side));
}

std::string Drafter::alterTableWords(const Table& table) const {
    return fmt::format("ALTER {}", reference(table, Side::Before));
}

std::string Drafter::written(Location place) const {
    const std::string_view file = input_.fileText(place);
    return place.range.end > file.size()
               ? ""
               : std::string(file.substr(place.range.begin, place.range.size()));
}

void Drafter::sayWritten() {
    out_.flush();
    while (text_.ends_with('\n')) {
        text_.pop_back();
    }
    if (!text_.empty()) {
        parts_.push_back({false, text_});
    }
    text_.clear();
}

} // namespace ironlaw
