// Gathering locks and work.
#include "analyzer/replay/effect-sink.h"

#include "analyzer/catalog/needs.h"

#include <llvm/ADT/SetVector.h>

#include <algorithm>

namespace ironlaw {

std::string_view nameOf(RelationKind kind) {
    switch (kind) {
    case RelationKind::Table: return "table";
    case RelationKind::Index: return "index";
    case RelationKind::View: return "view";
    case RelationKind::MaterializedView: return "materialized-view";
    case RelationKind::Sequence: return "sequence";
    case RelationKind::CompositeType: return "composite-type";
    }
    return "";
}

namespace {

RelationKind kindOf(const CatalogObject& object) {
    switch (object.kind) {
    case CatalogKind::Index: return RelationKind::Index;
    case CatalogKind::Sequence: return RelationKind::Sequence;
    case CatalogKind::Type: return RelationKind::CompositeType;
    case CatalogKind::View:
        return static_cast<const View&>(object).materialized ? RelationKind::MaterializedView
                                                             : RelationKind::View;
    default: return RelationKind::Table;
    }
}

} // namespace

RelationKind relationKindOf(ObjectKind kind) {
    switch (kind) {
    case ObjectKind::View: return RelationKind::View;
    case ObjectKind::MaterializedView: return RelationKind::MaterializedView;
    case ObjectKind::Sequence: return RelationKind::Sequence;
    case ObjectKind::Index: return RelationKind::Index;
    default: return RelationKind::Table;
    }
}

RelationUse EffectSink::use(const CatalogObject& object) const {
    return {&object, object.schema, object.name, kindOf(object)};
}

RelationUse EffectSink::use(const QualifiedName& name, RelationKind assumed) const {
    if (const Lookup<CatalogObject> found = catalog().relation(name)) {
        return use(*found);
    }
    const std::string_view schema =
        name.schema.empty() ? catalog().creationSchema() : name.schema.text.view();
    return {nullptr, schema, name.name.text, assumed};
}

EffectSink::EffectSink(const Replay& replay, Effects& effects)
    : replay_(replay), effects_(effects) {
    for (size_t i = 0; i < effects.locks.size(); ++i) {
        locked_.try_emplace(effects.locks[i].relation.object, i);
    }
}

Lock* EffectSink::lockOn(const RelationUse& relation) {
    if (relation.object != nullptr) {
        auto known = locked_.find(relation.object);
        return known == locked_.end() ? nullptr : &effects_.locks[known->second];
    }
    auto known = std::ranges::find_if(effects_.locks, [&](const Lock& lock) {
        return lock.relation.object == nullptr && lock.relation.schema == relation.schema &&
               lock.relation.name == relation.name;
    });
    return known == effects_.locks.end() ? nullptr : &*known;
}

void EffectSink::lock(const Lock& lock) {
    if (Lock* known = lockOn(lock.relation)) {
        const bool passedOn = lock.passedOn && (known->passedOn || known->mode < lock.mode);
        if (known->mode < lock.mode || (known->mode == lock.mode && lock.foreignKey == nullptr)) {
            *known = lock;
            known->passedOn = passedOn;
        }
        return;
    }
    if (lock.relation.object != nullptr) {
        locked_.try_emplace(lock.relation.object, effects_.locks.size());
    }
    effects_.locks.push_back(lock);
}

void EffectSink::lockReferenced(const Constraint& foreignKey, Range anchor) {
    const CatalogObject* object = catalog().find(foreignKey.referencedTable);
    if (object == nullptr) {
        return;
    }
    const RelationUse referenced = use(*object);
    auto lockOne = [&](const RelationUse& one) {
        lock({one, LockMode::AccessExclusive, &foreignKey, anchor});
    };
    if (referenced.table() != nullptr &&
        referenced.table()->partitionedBy != PartitionStrategy::None) {
        eachDescendant(referenced, lockOne);
    } else {
        lockOne(referenced);
    }
}

void EffectSink::lock(ObjectId relation, LockMode mode) {
    if (const CatalogObject* object = catalog().find(relation)) {
        lock(use(*object), mode);
    }
}

void EffectSink::lockIndexes(ObjectId table, LockMode mode) {
    for (const Index* index : catalog().indexesOf(table)) {
        lock(use(*index), mode);
    }
}

void EffectSink::lockOwnedSequences(ObjectId table, LockMode mode) {
    for (const Sequence* sequence : catalog().partsOf<Sequence>(table)) {
        lock(use(*sequence), mode);
    }
}

void EffectSink::lockAncestors(const Table& partition, LockMode mode) {
    llvm::SetVector<ObjectId> tables; // nothing keeps a text from attaching in a circle
    for (const Table* table = &partition; table != nullptr && tables.insert(table->id);
         table = catalog().get<Table>(table->partitionOf)) {
        lock(table->partitionOf, mode);
    }
}

void EffectSink::lockViewTree(ObjectId view) {
    llvm::SetVector<ObjectId> views;
    views.insert(view);
    for (size_t i = 0; i < views.size(); ++i) {
        lock(views[i], LockMode::AccessExclusive);
        lockIndexes(views[i], LockMode::AccessExclusive);
        for (const ObjectId user : catalog().needing(views[i])) {
            if (catalog().get<View>(user) != nullptr) {
                views.insert(user);
            }
        }
    }
}

void EffectSink::lockTriggerCopies(const RelationUse& table, std::string_view trigger,
                                   LockMode mode) {
    std::vector<ObjectId> triggers;
    if (table.object != nullptr) {
        for (const Trigger* one : catalog().partsOf<Trigger>(table.object->id)) {
            if (one->name == trigger) {
                triggers = catalog().children(one->id);
            }
        }
    }
    for (size_t i = 0; i < triggers.size(); ++i) {
        lock(catalog().get<Trigger>(triggers[i])->table, mode);
        std::ranges::copy(catalog().children(triggers[i]), std::back_inserter(triggers));
    }
}

void EffectSink::lockType(const QualifiedName& name, LockMode mode) {
    const Lookup<Type> type = catalog().type(name);
    if (type && type->typeKind == TypeKind::Composite) {
        lock(use(*type), mode);
    }
}

void EffectSink::lockCalledSequences(const Expression* expression) {
    walkExpression(expression, [&](const Expression& node) {
        if (const Sequence* sequence = calledSequence(node, catalog())) {
            lock(use(*sequence), LockMode::RowExclusive);
        }
        return true;
    });
}

void EffectSink::work(const RelationUse& relation, WorkKind kind, WorkCause cause, LockMode under,
                      Range anchor, bool certain) {
    effects_.work.push_back({relation, kind, cause, under, anchor, certain});
}

void EffectSink::rebuild(const RelationUse& relation, const Index& index, WorkCause cause,
                         LockMode under, Range anchor) {
    effects_.work.push_back({relation, WorkKind::IndexBuild, cause, under, anchor, true, &index});
    lock(use(index), LockMode::AccessExclusive);
}

void EffectSink::rewrite(const RelationUse& relation, WorkCause cause, Range anchor, bool certain) {
    work(relation, WorkKind::Rewrite, cause, LockMode::AccessExclusive, anchor, certain);
    if (relation.object != nullptr) {
        lockIndexes(relation.object->id, LockMode::AccessExclusive);
    }
}

void EffectSink::eachNamed(const RelationUse& relation, bool only,
                           const std::function<void(const RelationUse&)>& visit) const {
    if (only) {
        visit(relation);
    } else {
        eachDescendant(relation, visit);
    }
}

void EffectSink::eachDescendant(const RelationUse& relation,
                                const std::function<void(const RelationUse&)>& visit) const {
    visit(relation);
    if (relation.table() == nullptr) {
        return;
    }
    llvm::SetVector<ObjectId> tables;
    tables.insert(relation.object->id);
    for (size_t i = 0; i < tables.size(); ++i) {
        for (const ObjectId child : catalog().children(tables[i])) {
            if (tables.insert(child)) {
                visit(use(*catalog().find(child)));
            }
        }
    }
}

} // namespace ironlaw
