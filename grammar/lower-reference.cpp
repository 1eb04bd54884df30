// Lowering of statements that name objects of any kind: DROP, RENAME, SET SCHEMA, OWNER, COMMENT.
#include "grammar/lower.h"

#include <algorithm>

namespace ironlaw {

namespace {

/// The kinds of what CREATE defines, and nothing else looks into.
ObjectKind definedKindOf(::ObjectType type) {
    switch (type) {
    case OBJECT_ACCESS_METHOD: return ObjectKind::AccessMethod;
    case OBJECT_CAST: return ObjectKind::Cast;
    case OBJECT_CONVERSION: return ObjectKind::Conversion;
    case OBJECT_FDW: return ObjectKind::ForeignDataWrapper;
    case OBJECT_LANGUAGE: return ObjectKind::Language;
    case OBJECT_OPERATOR: return ObjectKind::Operator;
    case OBJECT_OPCLASS: return ObjectKind::OperatorClass;
    case OBJECT_OPFAMILY: return ObjectKind::OperatorFamily;
    case OBJECT_FOREIGN_SERVER: return ObjectKind::Server;
    case OBJECT_TSCONFIGURATION: return ObjectKind::TextSearchConfiguration;
    case OBJECT_TSDICTIONARY: return ObjectKind::TextSearchDictionary;
    case OBJECT_TSPARSER: return ObjectKind::TextSearchParser;
    case OBJECT_TSTEMPLATE: return ObjectKind::TextSearchTemplate;
    case OBJECT_TRANSFORM: return ObjectKind::Transform;
    default: return ObjectKind::Other;
    }
}

} // namespace

ObjectKind objectKindOf(::ObjectType type) {
    switch (type) {
    case OBJECT_TABLE: return ObjectKind::Table;
    case OBJECT_FOREIGN_TABLE: return ObjectKind::ForeignTable;
    case OBJECT_VIEW: return ObjectKind::View;
    case OBJECT_MATVIEW: return ObjectKind::MaterializedView;
    case OBJECT_SEQUENCE: return ObjectKind::Sequence;
    case OBJECT_INDEX: return ObjectKind::Index;
    case OBJECT_SCHEMA: return ObjectKind::Schema;
    case OBJECT_TYPE: return ObjectKind::Type;
    case OBJECT_DOMAIN: return ObjectKind::Domain;
    case OBJECT_FUNCTION: return ObjectKind::Function;
    case OBJECT_PROCEDURE: return ObjectKind::Procedure;
    case OBJECT_AGGREGATE: return ObjectKind::Aggregate;
    case OBJECT_ROUTINE: return ObjectKind::Routine;
    case OBJECT_TRIGGER: return ObjectKind::Trigger;
    case OBJECT_EVENT_TRIGGER: return ObjectKind::EventTrigger;
    case OBJECT_POLICY: return ObjectKind::Policy;
    case OBJECT_RULE: return ObjectKind::Rule;
    case OBJECT_EXTENSION: return ObjectKind::Extension;
    case OBJECT_COLUMN: return ObjectKind::Column;
    case OBJECT_TABCONSTRAINT: return ObjectKind::Constraint;
    case OBJECT_DOMCONSTRAINT: return ObjectKind::DomainConstraint;
    case OBJECT_ATTRIBUTE: return ObjectKind::Attribute;
    case OBJECT_STATISTIC_EXT: return ObjectKind::Statistics;
    case OBJECT_COLLATION: return ObjectKind::Collation;
    case OBJECT_DATABASE: return ObjectKind::Database;
    case OBJECT_ROLE: return ObjectKind::Role;
    case OBJECT_PUBLICATION: return ObjectKind::Publication;
    default: return definedKindOf(type);
    }
}

namespace {

/// Objects whose name is that of a table with their own name behind it.
bool isPartOfTable(::ObjectType type) {
    return type == OBJECT_TRIGGER || type == OBJECT_POLICY || type == OBJECT_RULE ||
           type == OBJECT_COLUMN || type == OBJECT_TABCONSTRAINT;
}

} // namespace

ObjectReference Lowering::reference(const ::Node* node, ::ObjectType type) {
    ObjectReference result;
    if (node == nullptr) {
        return result;
    }
    switch (nodeTag(node)) {
    case T_String: result.name.name = name(cast<::String>(node)->sval); break;
    case T_RangeVar: result.name = qualifiedName(cast<::RangeVar>(node)); break;
    case T_TypeName: result.name = typeName(cast<::TypeName>(node)).name; break;
    case T_ObjectWithArgs: {
        const auto* object = cast<::ObjectWithArgs>(node);
        result.name = qualifiedName(object->objname);
        result.hasArguments = !object->args_unspecified;
        std::vector<TypeName> arguments;
        for (const auto* argument : Nodes<::TypeName>(object->objargs)) {
            arguments.push_back(argument == nullptr ? TypeName() : typeName(argument));
        }
        result.arguments = arena_.copy(arguments);
        break;
    }
    case T_List: return listReference(cast<::List>(node), type);
    default: break;
    }
    return result;
}

ObjectReference Lowering::castReference(const ::TypeName* source, const ::TypeName* target) {
    ObjectReference result;
    result.hasArguments = true;
    result.arguments = arena_.copy(std::vector<TypeName>{typeName(source), typeName(target)});
    return result;
}

ObjectReference Lowering::listReference(const ::List* parts, ::ObjectType type) {
    ObjectReference result;
    const auto* first = static_cast<const ::Node*>(linitial(parts));
    if (type == OBJECT_CAST) {
        const auto* target = static_cast<const ::TypeName*>(llast(parts));
        return castReference(cast<::TypeName>(first), target);
    }
    if (first->type == T_TypeName) {
        // A constraint of a domain in DROP and COMMENT: the domain and the name.
        result.name = typeName(cast<::TypeName>(first)).name;
        result.part = lastName(parts);
        return result;
    }
    std::span<const Name> names = this->names(parts);
    if (type == OBJECT_OPCLASS || type == OBJECT_OPFAMILY) {
        names = names.subspan(1); // behind the access method
    }
    if (isPartOfTable(type) && !names.empty()) {
        result.part = names.back();
        names = names.first(names.size() - 1);
    }
    result.name = ironlaw::qualifiedName(names);
    return result;
}

namespace {

/// The number of words of an object kind in SQL: 2 for MATERIALIZED VIEW.
size_t wordCount(ObjectKind kind) {
    const std::string_view words = wordsOf(kind);
    return 1 + static_cast<size_t>(std::ranges::count(words, ' '));
}

} // namespace

Range Lowering::partOfTableRange(Range range) {
    const Range on = findWord(text_, range, "on");
    return on.empty() ? Range() : qualifiedNameAt(text_, on.end);
}

void Lowering::placeObjects(const ::DropStmt* node, Range range,
                            std::vector<ObjectReference>& objects) {
    const ObjectKind kind = objectKindOf(node->removeType);
    if (kind >= ObjectKind::AccessMethod) {
        return;
    }
    if (isPartOfTable(node->removeType)) {
        objects.front().name.range = partOfTableRange(range);
        return;
    }
    const size_t words =
        1 + wordCount(kind) + (node->concurrent ? 1 : 0) + (node->missing_ok ? 2 : 0);
    const std::vector<Range> items =
        commaSeparated(text_, {behindTokens(text_, range, words), range.end});
    if (items.size() != objects.size()) {
        return;
    }
    for (size_t i = 0; i < items.size(); ++i) {
        objects[i].name.range = qualifiedNameAt(text_, items[i].begin);
    }
}

const Statement* Lowering::drop(const ::DropStmt* node, Range range) {
    Drop* result = start<Drop>(range);
    result->objectKind = objectKindOf(node->removeType);
    result->ifExists = node->missing_ok;
    result->cascade = node->behavior == DROP_CASCADE;
    result->concurrently = node->concurrent;
    std::vector<ObjectReference> objects;
    for (const auto* object : Nodes<::Node>(node->objects)) {
        objects.push_back(reference(object, node->removeType));
    }
    placeObjects(node, range, objects);
    result->objects = arena_.copy(objects);
    return result;
}

const Statement* Lowering::dropOther(const ::Node* node, Range range) {
    Drop* result = start<Drop>(range);
    std::vector<ObjectReference> objects;
    if (nodeTag(node) == T_DropdbStmt) {
        const auto* database = cast<::DropdbStmt>(node);
        result->objectKind = ObjectKind::Database;
        result->ifExists = database->missing_ok;
        objects.emplace_back().name.name = name(database->dbname);
    } else {
        const auto* role = cast<::DropRoleStmt>(node);
        result->objectKind = ObjectKind::Role;
        result->ifExists = role->missing_ok;
        for (const auto* one : Nodes<::RoleSpec>(role->roles)) {
            objects.emplace_back().name.name = name(one->rolename);
        }
    }
    result->objects = arena_.copy(objects);
    return result;
}

const Statement* Lowering::rename(const ::RenameStmt* node, Range range) {
    Rename* result = start<Rename>(range);
    result->objectKind = objectKindOf(node->renameType);
    result->relationKind = objectKindOf(node->relationType);
    result->newName = name(node->newname);
    result->ifExists = node->missing_ok;
    if (node->relation != nullptr) {
        result->object.name = qualifiedName(node->relation);
    } else {
        result->object = reference(node->object, node->renameType);
    }
    if (node->subname != nullptr) {
        // ALTER SCHEMA, ROLE and DATABASE … RENAME name the object itself here.
        (result->object.name.empty() ? result->object.name.name : result->object.part) =
            name(node->subname);
    }
    return result;
}

const Statement* Lowering::setSchema(const ::AlterObjectSchemaStmt* node, Range range) {
    SetSchema* result = start<SetSchema>(range);
    result->objectKind = objectKindOf(node->objectType);
    result->newSchema = name(node->newschema);
    result->ifExists = node->missing_ok;
    if (node->relation != nullptr) {
        result->object.name = qualifiedName(node->relation);
    } else {
        result->object = reference(node->object, node->objectType);
    }
    return result;
}

const Statement* Lowering::changeOwner(const ::AlterOwnerStmt* node, Range range) {
    ChangeOwner* result = start<ChangeOwner>(range);
    result->newOwner = roleName(node->newowner);
    result->objectKind = objectKindOf(node->objectType);
    if (node->relation != nullptr) {
        result->object.name = qualifiedName(node->relation);
    } else {
        result->object = reference(node->object, node->objectType);
    }
    return result;
}

const Statement* Lowering::comment(const ::CommentStmt* node, Range range) {
    CommentOn* result = start<CommentOn>(range);
    result->objectKind = objectKindOf(node->objtype);
    result->object = reference(node->object, node->objtype);
    if (node->objtype == OBJECT_COLUMN) {
        result->object.name.range = qualifiedNameAt(text_, behindTokens(text_, range, 3));
    } else if (isPartOfTable(node->objtype)) {
        result->object.name.range = partOfTableRange({behindTokens(text_, range, 3), range.end});
    } else if (node->objtype == OBJECT_DOMCONSTRAINT) {
        // COMMENT ON CONSTRAINT name ON DOMAIN domain
        result->object.name.range = qualifiedNameAt(text_, behindTokens(text_, range, 6));
    } else if (result->objectKind != ObjectKind::Other && result->object.name.range.empty()) {
        const size_t words = 2 + wordCount(result->objectKind);
        result->object.name.range = qualifiedNameAt(text_, behindTokens(text_, range, words));
    }
    result->text = copy(node->comment);
    result->removed = node->comment == nullptr;
    return result;
}

} // namespace ironlaw
