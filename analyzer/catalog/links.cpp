// See links.h.
#include "analyzer/catalog/links.h"

#include <llvm/ADT/SmallString.h>

#include <algorithm>

namespace ironlaw {

namespace {

llvm::SmallString<128> keyOf(std::string_view schema, std::string_view name) {
    llvm::SmallString<128> key;
    key.append({schema.data(), schema.size()});
    key.push_back('\0');
    key.append({name.data(), name.size()});
    return key;
}

void insert(std::vector<ObjectId>& list, ObjectId id) {
    auto place = std::ranges::lower_bound(list, id);
    if (place == list.end() || *place != id) {
        list.insert(place, id);
    }
}

const std::vector<ObjectId>& listOf(const llvm::DenseMap<ObjectId, std::vector<ObjectId>>& lists,
                                    ObjectId id) {
    static const std::vector<ObjectId> none;
    auto found = lists.find(id);
    return found == lists.end() ? none : found->second;
}

} // namespace

TableLinks::Facts TableLinks::factsOf(const Table& table) {
    Facts facts;
    facts.schema = table.schema;
    facts.parents = table.parents;
    if (table.partitionOf != 0) {
        facts.parents.push_back(table.partitionOf);
    }
    for (const Column& column : table.columns) {
        if (column.defaultSequence != 0) {
            facts.sequences.push_back(column.defaultSequence);
        }
    }
    for (const Constraint& constraint : table.constraints) {
        facts.constraints.push_back(constraint.name);
        if (constraint.referencedTable != 0) {
            facts.referenced.push_back(constraint.referencedTable);
        }
    }
    return facts;
}

void TableLinks::enter(ObjectId table, const Facts& facts) {
    for (std::string_view name : facts.constraints) {
        ++constraintNames_[keyOf(facts.schema, name)];
    }
    for (ObjectId other : facts.referenced) {
        insert(referencing_[other], table);
    }
    for (ObjectId parent : facts.parents) {
        insert(children_[parent], table);
    }
    for (ObjectId sequence : facts.sequences) {
        insert(drawing_[sequence], table);
    }
}

void TableLinks::leave(ObjectId table, const Facts& facts) {
    for (std::string_view name : facts.constraints) {
        auto found = constraintNames_.find(keyOf(facts.schema, name));
        if (--found->second == 0) {
            constraintNames_.erase(found);
        }
    }
    for (ObjectId other : facts.referenced) {
        std::erase(referencing_[other], table);
    }
    for (ObjectId parent : facts.parents) {
        std::erase(children_[parent], table);
    }
    for (ObjectId sequence : facts.sequences) {
        std::erase(drawing_[sequence], table);
    }
}

void TableLinks::refresh(const Find& find) {
    if (touched_.empty()) {
        return;
    }
    std::ranges::sort(touched_);
    const auto rest = std::ranges::unique(touched_);
    touched_.erase(rest.begin(), rest.end());
    for (ObjectId id : touched_) {
        if (auto known = facts_.find(id); known != facts_.end()) {
            leave(id, known->second);
            facts_.erase(known);
        }
        if (const Table* table = find(id)) {
            Facts facts = factsOf(*table);
            enter(id, facts);
            facts_[id] = std::move(facts);
        }
    }
    touched_.clear();
}

bool TableLinks::constraintExists(std::string_view schema, std::string_view name) const {
    return constraintNames_.contains(keyOf(schema, name));
}

const std::vector<ObjectId>& TableLinks::referencing(ObjectId table) const {
    return listOf(referencing_, table);
}

const std::vector<ObjectId>& TableLinks::children(ObjectId table) const {
    return listOf(children_, table);
}

const std::vector<ObjectId>& TableLinks::drawing(ObjectId sequence) const {
    return listOf(drawing_, sequence);
}

} // namespace ironlaw
