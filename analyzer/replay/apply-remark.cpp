// What is said of an object beside its definition: comments, owners, privileges.
#include "analyzer/replay/apply.h"

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// What ALL PRIVILEGES are (src/include/utils/acl.h); MAINTAIN since PostgreSQL 17.
constexpr std::array<std::string_view, 8> ofTables = {
    "delete", "insert", "references", "select", "trigger", "truncate", "update", "maintain"};
constexpr std::array<std::string_view, 3> ofSequences = {"select", "update", "usage"};
constexpr std::array<std::string_view, 2> ofSchemas = {"create", "usage"};
constexpr std::array<std::string_view, 1> ofRoutines = {"execute"};
constexpr std::array<std::string_view, 1> ofTypes = {"usage"};

std::span<const std::string_view> allPrivileges(const CatalogObject& object, int serverVersion) {
    switch (object.kind) {
    case CatalogKind::Table:
    case CatalogKind::View:
        return std::span(ofTables).first(ofTables.size() - (serverVersion >= 17 ? 0 : 1));
    case CatalogKind::Sequence: return ofSequences;
    case CatalogKind::Schema: return ofSchemas;
    case CatalogKind::Routine: return ofRoutines;
    case CatalogKind::Type: return ofTypes;
    default: return {};
    }
}

/// What everybody may do without a GRANT (acldefault, src/backend/utils/adt/acl.c).
std::vector<Privilege> defaultPrivileges(const CatalogObject& object) {
    switch (object.kind) {
    case CatalogKind::Routine: return {{"public", "execute"}};
    case CatalogKind::Type: return {{"public", "usage"}};
    default: return {};
    }
}

} // namespace

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
    default: return idOf(catalog_.definition(kind, object));
    }
}

void Applier::comment(const CommentOn& statement) {
    const std::string_view part = statement.object.part.text;
    if (statement.objectKind != ObjectKind::Column &&
        statement.objectKind != ObjectKind::Constraint) {
        const ObjectId id = objectNamed(statement.objectKind, statement.object);
        if (CatalogObject* object = catalog_.editRemarks(id)) {
            object->comment = statement.text;
        }
        return;
    }
    const Lookup<Table> table = catalog_.table(statement.object.name);
    auto* changed = table ? static_cast<Table*>(catalog_.editRemarks(table->id)) : nullptr;
    if (changed == nullptr) {
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

void Applier::setOwner(ObjectId id, std::string_view owner) {
    if (CatalogObject* object = catalog_.editRemarks(id)) {
        object->owner = owner;
    }
}

void Applier::grant(const Grant& statement) {
    for (const QualifiedName& relation : statement.relations) {
        if (const Lookup<CatalogObject> found = catalog_.relation(relation)) {
            grant(found->id, statement);
        }
    }
    for (const ObjectReference& object : statement.objects) {
        if (!statement.allInSchemas) {
            grant(objectNamed(statement.objectKind, object), statement);
        } else {
            grantInSchema(object.name.name.text, statement);
        }
    }
}

void Applier::grantInSchema(std::string_view schema, const Grant& statement) {
    std::vector<ObjectId> objects;
    const auto collect = [&](const CatalogObject& object) {
        if (object.schema == schema) {
            objects.push_back(object.id);
        }
    };
    switch (statement.objectKind) {
    case ObjectKind::Table:
        catalog_.each<Table>(collect);
        catalog_.each<View>(collect);
        break;
    case ObjectKind::Sequence: catalog_.each<Sequence>(collect); break;
    default: catalog_.each<Routine>(collect); break;
    }
    for (const ObjectId id : objects) {
        grant(id, statement);
    }
}

void Applier::grant(ObjectId id, const Grant& statement) {
    CatalogObject* object = catalog_.editRemarks(id);
    if (object == nullptr || statement.optionOnly) {
        return;
    }
    if (!object->privileges) {
        object->privileges = defaultPrivileges(*object);
    }
    std::vector<Privilege>& all = *object->privileges;
    const auto named = statement.privileges.empty()
                           ? allPrivileges(*object, replay_.serverVersion())
                           : std::span<const std::string_view>(statement.privileges.begin(),
                                                               statement.privileges.size());
    for (const Name& role : statement.roles) {
        for (const std::string_view privilege : named) {
            const Privilege one{role.text, privilege};
            const auto place = std::ranges::lower_bound(all, one);
            const bool isThere = place != all.end() && *place == one;
            if (statement.revokes && isThere) {
                all.erase(place);
            } else if (!statement.revokes && !isThere) {
                all.insert(place, one);
            }
        }
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
