// Lowering of statements that name objects of any kind: DROP, RENAME, SET SCHEMA, OWNER, COMMENT.
#include "grammar/lower.h"

namespace ironlaw {

namespace {

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
    default: return ObjectKind::Other;
    }
}

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
    case T_List: {
        const auto* parts = cast<::List>(node);
        if (type == OBJECT_DOMCONSTRAINT) {
            result.name = typeName(static_cast<const ::TypeName*>(linitial(parts))).name;
            result.part = name(cast<::String>(static_cast<const ::Node*>(llast(parts)))->sval);
            break;
        }
        std::span<const Name> names = this->names(parts);
        if (isPartOfTable(type) && !names.empty()) {
            result.part = names.back();
            names = names.first(names.size() - 1);
        }
        if (!names.empty()) {
            result.name.name = names.back();
        }
        if (names.size() > 1) {
            result.name.schema = names[names.size() - 2];
        }
        break;
    }
    default: break;
    }
    return result;
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
    result->text = copy(node->comment);
    result->removed = node->comment == nullptr;
    return result;
}

} // namespace ironlaw
