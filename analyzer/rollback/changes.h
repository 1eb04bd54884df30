// What a migration does to the schema, object by object: each as it was before and as it is behind
// the migration.
#pragma once

#include "analyzer/catalog/catalog.h"

#include <map>
#include <memory>

namespace ironlaw {

struct ObjectChange {
    /// In the catalog before the migration; null: the migration has made it. Of a table that the
    /// history only mentions: what it surely was.
    const CatalogObject* before = nullptr;
    std::unique_ptr<CatalogObject> after;     ///< null: the migration has dropped it
    std::vector<ObjectId> needs;              ///< what `after` and its parts cannot be without
    std::vector<ObjectId> definitionNeeds;    ///< what the definition of `after` itself names
    std::unique_ptr<CatalogObject> mentioned; ///< what `before` is then

    bool isMade() const { return before == nullptr; }
    bool isGone() const { return after == nullptr; }
};

/// Taken behind the migration; read before it, once the migration is undone in the catalog.
class SchemaChanges {
public:
    /// `catalog` is behind the migration, which replay has given the number `migration`, and `ids`
    /// are all objects that it may have changed.
    SchemaChanges(const Catalog& catalog, const std::vector<ObjectId>& ids, uint32_t migration);
    /// The catalog is as it was before the migration from now on.
    void settle();

    const std::map<ObjectId, ObjectChange>& all() const { return changes_; }
    const ObjectChange* find(ObjectId id) const;
    /// The object behind the migration; null if it is not there, or no `T`.
    template <typename T> const T* after(ObjectId id) const { return as<T>(behind(id)); }
    const CatalogObject* behind(ObjectId id) const;
    /// The migration has made the object.
    bool isMade(ObjectId id) const;
    /// The migration has added the column to a table that it has not made.
    bool isAdded(ObjectId table, ColumnNumber column) const;

private:
    const Catalog& catalog_;
    uint32_t migration_;
    std::map<ObjectId, ObjectChange> changes_;
};

/// What the object cannot be without: what its definition names, its schema, the tables of its
/// foreign keys, and all that of its parts. May have an object twice, and 0.
std::vector<ObjectId> needsOf(const CatalogObject& object, const Catalog& catalog);

/// The keys of `waitsFor`, each behind those that it waits for; of those whose turn it may be the
/// lowest, or the highest if `highestFirst`. In a circle that one comes all the same, and `broken`
/// hears what it has not waited for. What is no key is not waited for.
std::vector<ObjectId>
inOrder(const std::map<ObjectId, std::vector<ObjectId>>& waitsFor, bool highestFirst,
        const std::function<void(ObjectId, const std::vector<ObjectId>&)>& broken);

} // namespace ironlaw
