// When what the migration has made is dropped, and what goes by itself.
#include "analyzer/rollback/drafter.h"

#include <algorithm>

namespace ironlaw {

bool Drafter::hangsOnAdded(const Constraint& constraint, ObjectId table) const {
    const auto isAdded = [&](ColumnNumber column) { return changes_.isAdded(table, column); };
    return std::ranges::any_of(constraint.columns, isAdded) ||
           std::ranges::any_of(constraint.mentioned, isAdded);
}

ObjectId Drafter::carrierOf(const CatalogObject& object) const {
    const auto ofRelation = [&](ObjectId relation) {
        return changes_.isMade(relation) || redone_.contains(relation) ? relation : 0;
    };
    if (const Index* index = as<Index>(&object)) {
        const auto isAdded = [&](ColumnNumber column) {
            return changes_.isAdded(index->table, column);
        };
        const bool goes = index->ofConstraint || std::ranges::any_of(index->included, isAdded) ||
                          std::ranges::any_of(index->mentioned, isAdded) ||
                          std::ranges::any_of(index->keys, [&](const IndexColumn& key) {
                              return isAdded(key.column);
                          });
        return goes                             ? index->table
               : ofRelation(index->table) != 0  ? index->table
               : changes_.isMade(index->parent) ? index->parent
                                                : 0;
    }
    if (const Trigger* trigger = as<Trigger>(&object)) {
        return trigger->parent != 0 ? trigger->parent : ofRelation(trigger->table);
    }
    if (const Policy* policy = as<Policy>(&object)) {
        return ofRelation(policy->table);
    }
    if (const RewriteRule* rule = as<RewriteRule>(&object)) {
        return ofRelation(rule->table);
    }
    if (const Statistics* statistics = as<Statistics>(&object)) {
        const bool goes = std::ranges::any_of(statistics->columns, [&](ColumnNumber column) {
            return changes_.isAdded(statistics->table, column);
        });
        return goes ? statistics->table : ofRelation(statistics->table);
    }
    if (const Sequence* sequence = as<Sequence>(&object)) {
        const bool goes = sequence->identity || changes_.isMade(sequence->ownerTable) ||
                          changes_.isAdded(sequence->ownerTable, sequence->ownerColumn);
        return goes ? sequence->ownerTable : 0;
    }
    if (const Table* table = as<Table>(&object)) {
        return ofRelation(table->partitionOf);
    }
    const Type* type = as<Type>(&object);
    return type == nullptr ? 0 : type->extension;
}

ObjectId Drafter::topOf(ObjectId id) const {
    for (const CatalogObject* object = changes_.behind(id); object != nullptr;
         object = changes_.behind(id)) {
        const ObjectId carrier = carrierOf(*object);
        if (carrier == 0 || carrier == id) {
            return id;
        }
        id = carrier;
    }
    return id;
}

const std::vector<ObjectId>& Drafter::needsBehind(ObjectId id) {
    const ObjectChange* change = changes_.find(id);
    if (change != nullptr) {
        return change->needs;
    }
    const auto [place, isNew] = unchangedNeeds_.try_emplace(id);
    const CatalogObject* object = catalog_.find(id);
    if (isNew && object != nullptr) {
        place->second = needsOf(*object, catalog_);
    }
    return place->second;
}

/// What is dropped by itself is dropped behind the columns, unless it has to be sooner or later.
void Drafter::settleStages() {
    const auto isKnownBefore = [](const CatalogObject& object) {
        return object.name == "public" || object.name == "plpgsql";
    };
    for (const auto& [id, change] : changes_.all()) {
        const bool counts = change.isMade() && !isTemporary(*change.after) &&
                            isPrinted(*change.after) && !isKnownBefore(*change.after);
        if (counts && topOf(id) == id) {
            stages_[id] = Stage::BehindColumns;
        }
    }
    for (const ObjectId view : redone_) {
        if (topOf(view) == view) {
            stages_[view] = Stage::BehindColumns;
        }
    }
    std::map<ObjectId, std::vector<ObjectId>> users;
    for (const auto& [id, stage] : stages_) {
        for (const ObjectId needed : needsBehind(id)) {
            users[topOf(needed)].push_back(id);
        }
    }
    settleEarly(users);
    settleLate();
}

bool Drafter::needsNewKey(const CatalogObject& object) const {
    const Table* table = as<Table>(&object);
    return table != nullptr && std::ranges::any_of(table->constraints, [&](const Constraint& one) {
               return one.referencedTable != table->id && changes_.isMade(one.referencedIndex) &&
                      !changes_.isMade(one.referencedTable);
           });
}

void Drafter::settleEarly(const std::map<ObjectId, std::vector<ObjectId>>& users) {
    std::vector<ObjectId> open;
    for (const auto& [id, stage] : stages_) {
        const CatalogObject& object = *changes_.behind(id);
        const bool hangsOnColumns =
            object.kind == CatalogKind::View || object.kind == CatalogKind::Trigger ||
            object.kind == CatalogKind::Policy || object.kind == CatalogKind::RewriteRule ||
            object.kind == CatalogKind::Index || object.kind == CatalogKind::Publication ||
            object.kind == CatalogKind::Statistics;
        if (hangsOnColumns || needsNewKey(object)) {
            open.push_back(id);
        }
    }
    std::set<ObjectId> seen(open.begin(), open.end());
    while (!open.empty()) {
        const ObjectId id = open.back();
        open.pop_back();
        stages_[id] = Stage::BeforeColumns;
        const auto found = users.find(id);
        for (const ObjectId user : found == users.end() ? std::vector<ObjectId>() : found->second) {
            if (seen.insert(user).second) {
                open.push_back(user);
            }
        }
    }
}

void Drafter::settleLate() {
    std::vector<ObjectId> open;
    for (const auto& [id, change] : changes_.all()) {
        if (change.isGone()) {
            continue;
        }
        const ObjectId top = topOf(id);
        if (!isDropped(top)) {
            const std::vector<ObjectId>& needs =
                change.isMade() ? change.needs : change.definitionNeeds;
            open.insert(open.end(), needs.begin(), needs.end());
        }
    }
    std::set<ObjectId> seen;
    while (!open.empty()) {
        const ObjectId id = topOf(open.back());
        open.pop_back();
        const auto stage = stages_.find(id);
        if (stage == stages_.end() || stage->second != Stage::BehindColumns ||
            !seen.insert(id).second) {
            continue;
        }
        const CatalogKind kind = changes_.behind(id)->kind;
        if (kind == CatalogKind::Table || kind == CatalogKind::View) {
            continue;
        }
        stage->second = Stage::BehindChanges;
        const std::vector<ObjectId>& needs = needsBehind(id);
        open.insert(open.end(), needs.begin(), needs.end());
    }
}

} // namespace ironlaw
