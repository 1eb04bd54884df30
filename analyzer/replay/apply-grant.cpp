// GRANT and REVOKE.
#include "analyzer/catalog/privileges.h"
#include "analyzer/replay/apply.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

constexpr const char* grantable = " with GRANT OPTION";

/// What ALL PRIVILEGES of the statement are for.
ObjectKind kindOf(const CatalogObject& object, const Grant& statement) {
    switch (object.kind) {
    case CatalogKind::Table:
    case CatalogKind::View: return ObjectKind::Table;
    case CatalogKind::Sequence: return ObjectKind::Sequence;
    default: return statement.objectKind;
    }
}

/// Whether REVOKE of `revoked` takes `held`: that of a table takes those of its columns.
bool takes(std::string_view revoked, std::string_view held, bool onlyOption) {
    if (!held.starts_with(revoked)) {
        return false;
    }
    const std::string_view rest = held.substr(revoked.size());
    return rest == grantable || (!onlyOption && (rest.empty() || rest.starts_with(" (")));
}

} // namespace

void Applier::grant(const Grant& statement) {
    for (const QualifiedName& relation : statement.relations) {
        if (const Lookup<CatalogObject> found = catalog_.relation(relation)) {
            grant(found->id, statement);
        }
    }
    for (const ObjectReference& object : statement.objects) {
        const std::string_view name = object.name.name.text;
        if (statement.allInSchemas) {
            grantInSchema(name, statement);
        } else if (statement.objectKind == ObjectKind::Database) {
            grant(serverObject(serverName(ObjectKind::Database, name)), statement);
        } else {
            grant(objectNamed(statement.objectKind, object), statement);
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
    if (object == nullptr) {
        return;
    }
    if (!object->privileges) {
        object->privileges = defaultPrivileges(*object);
    }
    const auto named = statement.privileges.empty()
                           ? allPrivileges(kindOf(*object, statement), replay_.serverVersion())
                           : std::span<const std::string_view>(statement.privileges.begin(),
                                                               statement.privileges.size());
    for (const std::string_view privilege : named) {
        for (const std::string_view one : eachColumn(privilege)) {
            for (const Name& role : statement.roles) {
                if (statement.revokes) {
                    revokeFrom(*object, {role.text, one}, statement.optionOnly);
                } else {
                    grantTo(*object, {role.text, one});
                }
                if (statement.withOption) {
                    grantTo(*object, {role.text, catalog_.intern(std::string(one) + grantable)});
                }
            }
        }
    }
}

std::vector<std::string_view> Applier::eachColumn(std::string_view privilege) {
    const auto [word, list] = llvm::StringRef(privilege).split(" (");
    if (list.empty()) {
        return {privilege == "temp" ? "temporary" : privilege};
    }
    llvm::SmallVector<llvm::StringRef, 8> columns;
    list.drop_back().split(columns, ", ");
    std::vector<std::string_view> result;
    for (const llvm::StringRef column : columns) {
        result.push_back(catalog_.intern((word + " (" + column + ")").str()));
    }
    return result;
}

void Applier::grantTo(CatalogObject& object, Privilege privilege) const {
    std::vector<Privilege>& all = *object.privileges;
    const auto place = std::ranges::lower_bound(all, privilege, std::less());
    if (place != all.end() && *place == privilege) {
        return;
    }
    const auto vain = std::ranges::lower_bound(object.vainRevokes, privilege, std::less(),
                                               &VainRevoke::privilege);
    privilege.doubtful = vain != object.vainRevokes.end() && vain->privilege == privilege &&
                         vain->migration != replay_.migration_;
    all.insert(place, privilege);
}

void Applier::revokeFrom(CatalogObject& object, const Privilege& privilege, bool onlyOption) const {
    std::vector<Privilege>& all = *object.privileges;
    const auto revoked = std::ranges::remove_if(all, [&](const Privilege& one) {
        return one.role == privilege.role && takes(privilege.privilege, one.privilege, onlyOption);
    });
    const bool hadIt = !revoked.empty();
    all.erase(revoked.begin(), revoked.end());
    const auto place = std::ranges::lower_bound(object.vainRevokes, privilege, std::less(),
                                                &VainRevoke::privilege);
    const bool known = place != object.vainRevokes.end() && place->privilege == privilege;
    if (!hadIt && !onlyOption && !known) {
        object.vainRevokes.insert(place, {privilege, replay_.migration_});
    }
}

} // namespace ironlaw
