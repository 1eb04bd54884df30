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

uint64_t keyOf(ObjectId target, LinkKind kind) {
    return uint64_t{target} << 8 | static_cast<uint8_t>(kind);
}

/// Whether it was not there before.
template <typename T> bool insert(std::vector<T>& list, const T& one) {
    auto place = std::ranges::lower_bound(list, one);
    const bool isNew = place == list.end() || *place != one;
    if (isNew) {
        list.insert(place, one);
    }
    return isNew;
}

void remove(std::vector<ObjectId>& list, ObjectId id) {
    auto place = std::ranges::lower_bound(list, id);
    if (place != list.end() && *place == id) {
        list.erase(place);
    }
}

template <typename T> void sortOut(std::vector<T>& list) {
    std::ranges::sort(list);
    const auto rest = std::ranges::unique(list);
    list.erase(rest.begin(), rest.end());
}

/// Visits what is in `one` and not in `other`; both are sorted.
template <typename T, typename Visit>
void eachMissing(const std::vector<T>& one, const std::vector<T>& other, const Visit& visit) {
    std::vector<T> missing;
    std::ranges::set_difference(one, other, std::back_inserter(missing));
    std::ranges::for_each(missing, visit);
}

} // namespace

/// Gathers the links and types of one object.
class Links::FactReader {
public:
    explicit FactReader(Facts& facts) : facts_(facts) {}

    void read(const Table& table) {
        facts_.schema = table.schema;
        links(table.parents, LinkKind::Inherits);
        link(table.partitionOf, LinkKind::Inherits);
        link(table.ofType, LinkKind::Needs);
        for (const Column& column : table.columns) {
            type(column.type);
            link(column.defaultSequence, LinkKind::Draws);
            links(column.defaultNeeds, LinkKind::Needs);
            links(column.generationNeeds, LinkKind::Needs);
        }
        for (const Constraint& constraint : table.constraints) {
            read(constraint);
        }
        for (const NotNullConstraint& constraint : table.notNulls) {
            facts_.constraints.push_back(constraint.name);
        }
    }
    void read(const Constraint& constraint) {
        facts_.constraints.push_back(constraint.name);
        link(constraint.referencedTable, LinkKind::References);
        links(constraint.needs, LinkKind::Needs);
    }
    void read(const View& view) {
        links(view.uses, LinkKind::Needs);
        links(view.needs, LinkKind::Needs);
        columns(view.usedColumns);
    }
    void read(const Policy& policy) {
        links(policy.needs, LinkKind::Needs);
        columns(policy.usedColumns);
    }
    void read(const RewriteRule& rule) { links(rule.needs, LinkKind::Needs); }
    void read(const Type& type) {
        this->type(type.baseType);
        for (const Column& attribute : type.attributes) {
            this->type(attribute.type);
        }
        links(type.defaultNeeds, LinkKind::Needs);
        for (const DomainCheck& check : type.checks) {
            links(check.needs, LinkKind::Needs);
        }
        link(type.extension, LinkKind::Needs);
    }
    void read(const Index& index) {
        links(index.needs, LinkKind::Needs);
        link(index.parent, LinkKind::Inherits);
    }
    void read(const Routine& routine) {
        links(routine.needs, LinkKind::Needs);
        for (const TypeName& argument : routine.arguments) {
            type(&argument);
        }
    }
    void read(const Trigger& trigger) {
        links(trigger.needs, LinkKind::Needs);
        link(trigger.parent, LinkKind::Inherits);
    }

private:
    void link(ObjectId target, LinkKind kind) {
        if (target != 0) {
            facts_.links.emplace_back(target, kind);
        }
    }
    void links(const std::vector<ObjectId>& targets, LinkKind kind) {
        for (const ObjectId target : targets) {
            link(target, kind);
        }
    }
    void columns(const std::vector<std::pair<ObjectId, ColumnNumber>>& used) {
        for (const auto& [relation, column] : used) {
            link(relation, LinkKind::Needs);
        }
    }
    void type(const TypeName* type) {
        if (type != nullptr) {
            facts_.types.push_back(type->name.name.text);
        }
    }

    Facts& facts_;
};

void Links::Facts::clear() {
    schema = {};
    constraints.clear();
    types.clear();
    links.clear();
}

void Links::readFacts(const CatalogObject& object, Facts& facts) {
    FactReader reader(facts);
    switch (object.kind) {
    case CatalogKind::Table: reader.read(static_cast<const Table&>(object)); break;
    case CatalogKind::View: reader.read(static_cast<const View&>(object)); break;
    case CatalogKind::Policy: reader.read(static_cast<const Policy&>(object)); break;
    case CatalogKind::Type: reader.read(static_cast<const Type&>(object)); break;
    case CatalogKind::Index: reader.read(static_cast<const Index&>(object)); break;
    case CatalogKind::Routine: reader.read(static_cast<const Routine&>(object)); break;
    case CatalogKind::Trigger: reader.read(static_cast<const Trigger&>(object)); break;
    case CatalogKind::RewriteRule: reader.read(static_cast<const RewriteRule&>(object)); break;
    case CatalogKind::Schema:
    case CatalogKind::Sequence:
    case CatalogKind::Extension:
    case CatalogKind::Statistics:
    case CatalogKind::Publication:
    case CatalogKind::Definition:
    case CatalogKind::ServerObject: break;
    }
    sortOut(facts.types);
    sortOut(facts.links);
}

void Links::exchange(ObjectId object, const Facts& before, const Facts& after) {
    // Constraints come one after the other: what stands in front of the first change stays. Those
    // that stand elsewhere now are counted again before they are given up: no name becomes free.
    auto [gone, come] = std::ranges::mismatch(before.constraints, after.constraints);
    if (before.schema != after.schema) {
        gone = before.constraints.begin();
        come = after.constraints.begin();
    }
    for (; come != after.constraints.end(); ++come) {
        ++constraintNames_[keyOf(after.schema, *come)];
    }
    for (; gone != before.constraints.end(); ++gone) {
        const auto found = constraintNames_.find(keyOf(before.schema, *gone));
        if (--found->second == 0) {
            constraintNames_.erase(found);
            ++freedNames_;
        }
    }
    eachMissing(before.links, after.links,
                [&](const Link& link) { remove(lists_[keyOf(link.first, link.second)], object); });
    eachMissing(after.links, before.links,
                [&](const Link& link) { insert(lists_[keyOf(link.first, link.second)], object); });
    eachMissing(before.types, after.types,
                [&](std::string_view type) { remove(ofType_[type], object); });
    eachMissing(after.types, before.types,
                [&](std::string_view type) { insert(ofType_[type], object); });
}

bool Links::isCurrent(ObjectId object) const {
    constexpr size_t fewTouched = 16; // more are looked at soon
    return touched_.size() <= fewTouched && std::ranges::find(touched_, object) == touched_.end();
}

void Links::constraintAdded(const Table& table) {
    touched_.pop_back();
    Facts added;
    FactReader(added).read(table.constraints.back());
    Facts& facts = facts_[table.id];
    facts.schema = table.schema;
    const auto place = static_cast<std::ptrdiff_t>(table.constraints.size()) - 1;
    facts.constraints.insert(facts.constraints.begin() + place, added.constraints.front());
    ++constraintNames_[keyOf(table.schema, added.constraints.front())];
    for (const Link& link : added.links) {
        if (insert(facts.links, link)) {
            insert(lists_[keyOf(link.first, link.second)], table.id);
        }
    }
}

void Links::refresh(const Find& find) {
    if (touched_.empty()) {
        return;
    }
    sortOut(touched_);
    const Facts none;
    for (const ObjectId id : touched_) {
        latest_.clear();
        if (const CatalogObject* object = find(id)) {
            readFacts(*object, latest_);
        }
        const auto known = facts_.find(id);
        const Facts& before = known == facts_.end() ? none : known->second;
        if (latest_ == before || (latest_.empty() && before.empty())) {
            continue;
        }
        exchange(id, before, latest_);
        if (!latest_.empty()) {
            facts_[id] = latest_;
        } else {
            facts_.erase(known);
        }
    }
    touched_.clear();
}

bool Links::constraintExists(std::string_view schema, std::string_view name) const {
    return constraintNames_.contains(keyOf(schema, name));
}

const std::vector<ObjectId>& Links::to(ObjectId target, LinkKind kind) const {
    static const std::vector<ObjectId> none;
    const auto found = lists_.find(keyOf(target, kind));
    return found == lists_.end() ? none : found->second;
}

const std::vector<ObjectId>& Links::ofType(std::string_view name) const {
    static const std::vector<ObjectId> none;
    const auto found = ofType_.find(name);
    return found == ofType_.end() ? none : found->second;
}

} // namespace ironlaw
