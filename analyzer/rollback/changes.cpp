// See changes.h.
#include "analyzer/rollback/changes.h"

#include "analyzer/schema/sql-writer.h"

#include <algorithm>
#include <set>

namespace ironlaw {

namespace {

void forgetRename(std::string_view& name, std::vector<std::string_view>& formerNames) {
    if (!formerNames.empty()) {
        name = formerNames.front();
        formerNames.clear();
    }
}

/// A table that nobody saw made, without what the migration has added to it.
std::unique_ptr<CatalogObject> mentionedBefore(const Table& after, uint32_t migration) {
    auto result = std::make_unique<Table>(after);
    const auto isNew = [&](const auto& part) { return part.origin.migration == migration; };
    std::erase_if(result->columns, isNew);
    std::erase_if(result->constraints, isNew);
    forgetRename(result->name, result->formerNames);
    for (Column& column : result->columns) {
        forgetRename(column.name, column.formerNames);
    }
    result->comment = {};
    result->settings.clear();
    result->privileges.reset();
    return result;
}

void add(std::vector<ObjectId>& all, const std::vector<ObjectId>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

void addParts(const CatalogObject& relation, const Catalog& catalog, std::vector<ObjectId>& all) {
    for (const Index* one : catalog.partsOf<Index>(relation.id)) {
        add(all, one->needs);
    }
    for (const Trigger* one : catalog.partsOf<Trigger>(relation.id)) {
        add(all, one->needs);
    }
    for (const Policy* one : catalog.partsOf<Policy>(relation.id)) {
        add(all, one->needs);
    }
    for (const RewriteRule* one : catalog.partsOf<RewriteRule>(relation.id)) {
        add(all, one->needs);
    }
}

/// The relation of a part, and what else the part's definition names.
void addPart(const CatalogObject& object, std::vector<ObjectId>& all) {
    if (const Index* index = as<Index>(&object)) {
        all.insert(all.end(), {index->table, index->parent});
        add(all, index->needs);
    } else if (const Trigger* trigger = as<Trigger>(&object)) {
        all.push_back(trigger->table);
        add(all, trigger->needs);
    } else if (const Policy* policy = as<Policy>(&object)) {
        all.push_back(policy->table);
        add(all, policy->needs);
    } else if (const RewriteRule* rule = as<RewriteRule>(&object)) {
        all.push_back(rule->table);
        add(all, rule->needs);
    } else if (const Statistics* statistics = as<Statistics>(&object)) {
        all.push_back(statistics->table);
    } else if (const Publication* publication = as<Publication>(&object)) {
        add(all, publication->tables);
    }
}

} // namespace

std::vector<ObjectId> needsOf(const CatalogObject& object, const Catalog& catalog) {
    std::vector<ObjectId> result = neededBy(object, catalog);
    addPart(object, result);
    if (object.kind == CatalogKind::Table || object.kind == CatalogKind::View) {
        addParts(object, catalog, result);
    }
    if (const Table* table = as<Table>(&object)) {
        result.insert(result.end(), {table->partitionOf, table->ofType});
        for (const Constraint& one : table->constraints) {
            result.insert(result.end(), {one.referencedTable, one.referencedIndex});
        }
    }
    for (size_t i = result.size(); i > 0; --i) {
        const Type* type = catalog.get<Type>(result[i - 1]);
        result.push_back(type == nullptr ? 0 : type->extension);
    }
    if (const Schema* schema = catalog.schema(object.schema)) {
        result.push_back(schema->id);
    }
    return result;
}

SchemaChanges::SchemaChanges(const Catalog& catalog, const std::vector<ObjectId>& ids,
                             uint32_t migration)
    : catalog_(catalog), migration_(migration) {
    for (const ObjectId id : ids) {
        ObjectChange& change = changes_[id];
        if (const CatalogObject* object = catalog.find(id)) {
            change.after = object->clone();
            change.needs = needsOf(*object, catalog);
            change.definitionNeeds = neededBy(*object, catalog);
        }
    }
}

void SchemaChanges::settle() {
    for (auto& [id, change] : changes_) {
        change.before = catalog_.find(id);
        const Table* table = as<Table>(change.after.get());
        if (change.before == nullptr && table != nullptr && !table->complete) {
            change.mentioned = mentionedBefore(*table, migration_);
            change.before = change.mentioned.get();
        }
    }
    std::erase_if(changes_, [](const auto& one) {
        return one.second.before == nullptr && one.second.after == nullptr;
    });
}

const ObjectChange* SchemaChanges::find(ObjectId id) const {
    const auto found = changes_.find(id);
    return found == changes_.end() ? nullptr : &found->second;
}

const CatalogObject* SchemaChanges::behind(ObjectId id) const {
    const ObjectChange* change = find(id);
    return change == nullptr ? catalog_.find(id) : change->after.get();
}

bool SchemaChanges::isMade(ObjectId id) const {
    const ObjectChange* change = find(id);
    return change != nullptr && change->isMade();
}

bool SchemaChanges::isAdded(ObjectId table, ColumnNumber column) const {
    const ObjectChange* change = find(table);
    const Table* before = change == nullptr ? nullptr : as<Table>(change->before);
    return column != 0 && before != nullptr && before->column(column) == nullptr;
}

namespace {

/// Kahn's algorithm on a graph that may have circles.
class Order {
public:
    explicit Order(const std::map<ObjectId, std::vector<ObjectId>>& waitsFor)
        : waitsFor_(waitsFor) {
        for (const auto& [id, list] : waitsFor) {
            std::set<ObjectId> open;
            for (const ObjectId other : list) {
                if (other != id && waitsFor.contains(other)) {
                    open.insert(other);
                }
            }
            for (const ObjectId other : open) {
                waiting_[other].push_back(id);
            }
            counts_[id] = open.size();
            (open.empty() ? ready_ : blocked_).insert(id);
        }
    }

    /// The next one; 0 if there is none. `broken` gets what it had to wait for.
    ObjectId next(bool highestFirst, std::vector<ObjectId>& broken) {
        std::set<ObjectId>& from = ready_.empty() ? blocked_ : ready_;
        if (from.empty()) {
            return 0;
        }
        const ObjectId id = highestFirst ? *from.rbegin() : *from.begin();
        from.erase(id);
        for (const ObjectId other : counts_[id] > 0 ? waitsFor_.at(id) : std::vector<ObjectId>()) {
            if (other != id && counts_.contains(other)) {
                broken.push_back(other);
            }
        }
        counts_.erase(id);
        for (const ObjectId other : waiting_[id]) {
            const auto count = counts_.find(other);
            if (count != counts_.end() && --count->second == 0) {
                blocked_.erase(other);
                ready_.insert(other);
            }
        }
        return id;
    }

private:
    const std::map<ObjectId, std::vector<ObjectId>>& waitsFor_;
    std::map<ObjectId, std::vector<ObjectId>> waiting_; ///< who waits for it
    std::map<ObjectId, size_t> counts_;                 ///< of those that are not placed yet
    std::set<ObjectId> ready_;
    std::set<ObjectId> blocked_;
};

} // namespace

std::vector<ObjectId>
inOrder(const std::map<ObjectId, std::vector<ObjectId>>& waitsFor, bool highestFirst,
        const std::function<void(ObjectId, const std::vector<ObjectId>&)>& broken) {
    Order order(waitsFor);
    std::vector<ObjectId> result;
    std::vector<ObjectId> open;
    while (const ObjectId id = order.next(highestFirst, open)) {
        result.push_back(id);
        if (!open.empty()) {
            broken(id, open);
            open.clear();
        }
    }
    return result;
}

} // namespace ironlaw
