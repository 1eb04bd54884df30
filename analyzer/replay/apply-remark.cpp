// The objects that statements of any kind name, comments, and policies.
#include "analyzer/replay/apply.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ironlaw {

ObjectId Applier::objectNamed(ObjectKind kind, const ObjectReference& object) const {
    const auto idOf = [](const CatalogObject* found) { return found == nullptr ? 0 : found->id; };
    const std::string_view name = object.name.name.text;
    switch (kind) {
    case ObjectKind::Table:
    case ObjectKind::ForeignTable:
    case ObjectKind::View:
    case ObjectKind::MaterializedView:
    case ObjectKind::Sequence:
    case ObjectKind::Index: return idOf(catalog_.relation(object.name).object);
    case ObjectKind::Type:
    case ObjectKind::Domain: return idOf(catalog_.type(object.name).object);
    case ObjectKind::Function:
    case ObjectKind::Procedure:
    case ObjectKind::Aggregate:
    case ObjectKind::Routine: {
        const std::vector<const Routine*> found = routinesNamed(object);
        return found.size() == 1 ? found.front()->id : 0;
    }
    case ObjectKind::Schema: return idOf(catalog_.schema(name));
    case ObjectKind::Extension: return idOf(catalog_.extension(name));
    case ObjectKind::Publication: return idOf(catalog_.publication(name));
    case ObjectKind::Statistics: return idOf(catalog_.statistics(object.name).object);
    case ObjectKind::Trigger: return partNamed<Trigger>(object);
    case ObjectKind::Policy: return partNamed<Policy>(object);
    case ObjectKind::Rule: return partNamed<RewriteRule>(object);
    case ObjectKind::Role:
    case ObjectKind::Database: return idOf(catalog_.serverObject(serverName(kind, name)));
    default: return idOf(catalog_.definition(kind, object));
    }
}

void Applier::comment(const CommentOn& statement) {
    const std::string_view part = statement.object.part.text;
    switch (statement.objectKind) {
    case ObjectKind::Column:
    case ObjectKind::Constraint: break;
    case ObjectKind::DomainConstraint:
        if (const Lookup<Type> domain = catalog_.type(statement.object.name)) {
            commentOnPart(domain->id, "constraint", statement);
        }
        return;
    default:
        const ObjectId id = objectNamed(statement.objectKind, statement.object);
        if (CatalogObject* object = catalog_.editRemarks(id)) {
            object->comment = statement.text;
        }
        return;
    }
    const Lookup<CatalogObject> relation = catalog_.relation(statement.object.name);
    auto* changed = relation && relation->kind == CatalogKind::Table
                        ? static_cast<Table*>(catalog_.editRemarks(relation->id))
                        : nullptr;
    if (changed == nullptr) {
        const Lookup<Type> type = catalog_.type(statement.object.name);
        commentOnPart(relation ? relation->id : type ? type->id : 0, "column", statement);
        return;
    }
    if (statement.objectKind == ObjectKind::Column) {
        const auto column = std::ranges::find(changed->columns, part, &Column::name);
        if (column != changed->columns.end()) {
            column->comment = statement.text;
        }
        return;
    }
    const auto constraint = std::ranges::find(changed->constraints, part, &Constraint::name);
    if (constraint != changed->constraints.end()) {
        constraint->comment = statement.text;
    }
}

void Applier::commentOnPart(ObjectId id, std::string_view kind, const CommentOn& statement) {
    if (CatalogObject* object = catalog_.editRemarks(id)) {
        const std::string name =
            fmt::format("comment on {} {}", kind, statement.object.part.text.view());
        take(*object, std::array{Setting{catalog_.intern(name), statement.text}});
    }
}

void Applier::alterPolicy(const AlterPolicy& statement) {
    const Lookup<CatalogObject> relation = catalog_.relation(statement.table);
    for (const Policy* one :
         relation ? catalog_.partsOf<Policy>(relation->id) : std::vector<const Policy*>()) {
        if (one->name != statement.name.text) {
            continue;
        }
        Policy* policy = catalog_.edit<Policy>(one->id);
        const Location place = replay_.originAt(statement.range).location;
        if (!statement.roles.empty()) {
            policy->rolesFrom = &statement;
        }
        if (statement.usingExpression != nullptr) {
            policy->usingFrom = &statement;
            policy->usingPlace = place;
        }
        if (statement.checkExpression != nullptr) {
            policy->checkFrom = &statement;
            policy->checkPlace = place;
        }
        const std::initializer_list<const Expression*> expressions = {
            policy->usingFrom->usingExpression, policy->checkFrom->checkExpression};
        policy->needs = needsOf(expressions);
        policy->usedColumns = usedColumns(relation->id, expressions);
        return;
    }
}

} // namespace ironlaw
