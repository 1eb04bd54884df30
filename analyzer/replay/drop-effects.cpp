// Effects of DROP; lock-model.md, section 9.
#include "analyzer/catalog/needs.h"
#include "analyzer/replay/effect-sink.h"

#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/SetVector.h>

#include <algorithm>

namespace ironlaw {

namespace {

using enum LockMode;

class DropEffects {
public:
    DropEffects(const Drop& statement, EffectSink& sink) : statement_(statement), sink_(sink) {}

    void run() {
        for (const ObjectReference& object : statement_.objects) {
            drop(object);
        }
    }

private:
    void drop(const ObjectReference& object) {
        switch (statement_.objectKind) {
        case ObjectKind::Table:
        case ObjectKind::ForeignTable: relation(object.name, RelationKind::Table); break;
        case ObjectKind::View: relation(object.name, RelationKind::View); break;
        case ObjectKind::MaterializedView:
            relation(object.name, RelationKind::MaterializedView);
            break;
        case ObjectKind::Sequence: relation(object.name, RelationKind::Sequence); break;
        case ObjectKind::Index: index(object.name); break;
        case ObjectKind::Trigger:
        case ObjectKind::Policy:
        case ObjectKind::Rule: part(object); break;
        case ObjectKind::Schema: schema(object.name.name.text); break;
        case ObjectKind::Type:
        case ObjectKind::Domain: type(object.name); break;
        case ObjectKind::Function:
        case ObjectKind::Procedure:
        case ObjectKind::Routine: routine(object.name); break;
        case ObjectKind::Statistics:
            if (const Lookup<Statistics> statistics = sink_.catalog().statistics(object.name)) {
                sink_.lock(statistics->table, ShareUpdateExclusive);
            }
            break;
        default: break;
        }
    }

    bool isAbsent(const RelationUse& relation) const {
        return relation.object == nullptr && (statement_.ifExists && sink_.catalog().complete());
    }

    void relation(const QualifiedName& name, RelationKind kind) {
        const RelationUse found = sink_.use(name, kind);
        if (isAbsent(found)) {
            return;
        }
        if (found.object == nullptr) {
            sink_.lock(found, AccessExclusive);
        } else {
            relation(*found.object);
        }
    }

    void relation(const CatalogObject& object) {
        // A child of several that go is among them once.
        llvm::SetVector<ObjectId> dropped;
        dropped.insert(object.id);
        for (size_t i = 0; i < dropped.size(); ++i) {
            const RelationUse one = sink_.use(*sink_.catalog().find(dropped[i]));
            sink_.lock(one, AccessExclusive);
            if (const Table* table = one.table()) {
                this->table(*table, dropped);
            }
            if (const auto* sequence = as<Sequence>(one.object)) {
                defaultOf(*sequence);
            }
            sink_.lockIndexes(dropped[i], AccessExclusive);
            views(dropped[i]);
            dependents(dropped[i]);
        }
    }

    /// CASCADE takes the default of a serial column.
    void defaultOf(const Sequence& sequence) {
        const Table* owner = sink_.catalog().get<Table>(sequence.ownerTable);
        const Column* column = owner == nullptr ? nullptr : owner->column(sequence.ownerColumn);
        if (statement_.cascade && column != nullptr && column->hasDefault) {
            sink_.lock(owner->id, AccessExclusive);
        }
    }

    /// CASCADE takes along what names the object: relations, and parts of tables.
    void dependents(ObjectId needed) {
        if (!statement_.cascade) {
            return;
        }
        for (const Dependent& one : dependentsOf(sink_.catalog(), needed)) {
            const CatalogObject* object = sink_.catalog().find(one.object);
            if (const auto* trigger = as<Trigger>(object)) {
                sink_.lock(trigger->table, AccessExclusive);
            } else if (const auto* policy = as<Policy>(object)) {
                sink_.lock(policy->table, AccessExclusive);
            } else if (const auto* rule = as<RewriteRule>(object)) {
                sink_.lock(rule->table, AccessExclusive);
            } else if (const auto* index = as<Index>(object)) {
                sink_.lock(index->id, AccessExclusive);
                sink_.lock(index->table, AccessExclusive);
            } else if (as<Table>(object) != nullptr) {
                sink_.lock(one.object, AccessExclusive);
            } else if (as<View>(object) != nullptr) {
                view(one.object);
            }
        }
    }

    void routine(const QualifiedName& name) {
        const std::vector<const Routine*> named = sink_.catalog().routines(name);
        if (named.size() == 1) { // which of several goes, their arguments would tell
            dependents(named.front()->id);
        }
    }

    /// Adds the children that go along to `dropped`.
    void table(const Table& table, llvm::SetVector<ObjectId>& dropped) {
        sink_.lockOwnedSequences(table.id, AccessExclusive);
        for (const Constraint& constraint : table.constraints) {
            if (constraint.kind == ConstraintKind::ForeignKey) {
                sink_.lockReferenced(constraint, statement_.range);
            }
        }
        if (table.partitionOf != 0) {
            sink_.lock(table.partitionOf, AccessExclusive);
            for (const ObjectId sibling : sink_.catalog().children(table.partitionOf)) {
                if (sink_.catalog().get<Table>(sibling)->bound.isDefault) {
                    sink_.lock(sibling, AccessExclusive);
                }
            }
        }
        for (const ObjectId child : sink_.catalog().children(table.id)) {
            const Table* below = sink_.catalog().get<Table>(child);
            if (below->partitionOf == table.id || statement_.cascade) {
                dropped.insert(child);
            }
        }
        if (statement_.cascade) {
            for (const ObjectId other : sink_.catalog().referencing(table.id)) {
                tree(other);
            }
        }
    }

    void tree(ObjectId table) {
        const CatalogObject* object = sink_.catalog().find(table);
        if (object == nullptr) {
            return;
        }
        const RelationUse relation = sink_.use(*object);
        if (relation.table() != nullptr &&
            relation.table()->partitionedBy != PartitionStrategy::None) {
            sink_.eachDescendant(relation,
                                 [&](const RelationUse& one) { sink_.lock(one, AccessExclusive); });
        } else {
            sink_.lock(relation, AccessExclusive);
        }
    }

    /// CASCADE takes the views with it, and the views on those.
    void views(ObjectId relation) {
        if (!statement_.cascade) {
            return;
        }
        std::vector<ObjectId> found{relation};
        for (size_t i = 0; i < found.size(); ++i) {
            for (const ObjectId user : sink_.catalog().needing(found[i])) {
                const auto* view = sink_.catalog().get<View>(user);
                if (view != nullptr &&
                    std::ranges::find(view->uses, found[i]) != view->uses.end() &&
                    views_.insert(user).second) {
                    found.push_back(user);
                    sink_.lock(user, AccessExclusive);
                    sink_.lockIndexes(user, AccessExclusive);
                }
            }
        }
    }

    /// One that CASCADE takes, with those on it.
    void view(ObjectId id) {
        if (views_.insert(id).second) {
            sink_.lock(id, AccessExclusive);
            sink_.lockIndexes(id, AccessExclusive);
            views(id);
        }
    }

    void index(const QualifiedName& name) {
        const RelationUse found = sink_.use(name, RelationKind::Index);
        if (isAbsent(found)) {
            return;
        }
        sink_.lock(found, AccessExclusive);
        const auto* index = as<Index>(found.object);
        if (index == nullptr) {
            return;
        }
        const LockMode mode = statement_.concurrently ? ShareUpdateExclusive : AccessExclusive;
        sink_.lock(index->table, mode);
        // The index of a partitioned table goes with those of its partitions.
        std::vector<ObjectId> below = sink_.catalog().children(index->id);
        for (size_t i = 0; i < below.size(); ++i) {
            sink_.lock(below[i], AccessExclusive);
            sink_.lock(sink_.catalog().get<Index>(below[i])->table, AccessExclusive);
            std::ranges::copy(sink_.catalog().children(below[i]), std::back_inserter(below));
        }
    }

    void part(const ObjectReference& object) {
        const RelationUse table = sink_.use(object.name);
        if (!isAbsent(table) && !isAbsentPart(table, object.part.text)) {
            sink_.lock(table, AccessExclusive);
            if (statement_.objectKind == ObjectKind::Trigger) {
                sink_.lockTriggerCopies(table, object.part.text, AccessExclusive);
            }
        }
    }

    /// IF EXISTS gives the lock back where there is nothing to drop.
    bool isAbsentPart(const RelationUse& relation, std::string_view name) const {
        const Table* table = relation.table();
        if (!statement_.ifExists || table == nullptr || !table->complete) {
            return false;
        }
        auto holds = [&](const auto& parts) {
            return std::ranges::any_of(parts, [&](const auto* part) { return part->name == name; });
        };
        switch (statement_.objectKind) {
        case ObjectKind::Trigger: return !holds(sink_.catalog().partsOf<Trigger>(table->id));
        case ObjectKind::Policy: return !holds(sink_.catalog().partsOf<Policy>(table->id));
        default: return !holds(sink_.catalog().partsOf<RewriteRule>(table->id));
        }
    }

    void schema(std::string_view name) {
        if (!statement_.cascade) {
            return;
        }
        sink_.catalog().each<Table>([&](const Table& one) {
            if (one.schema == name) {
                relation({{one.schema, false}, {one.name, false}, {}}, RelationKind::Table);
            }
        });
        sink_.catalog().each<View>([&](const View& one) {
            if (one.schema == name) {
                view(one.id);
            }
        });
        sink_.catalog().each<Statistics>([&](const Statistics& one) {
            if (one.schema == name) {
                sink_.lock(one.table, ShareUpdateExclusive);
            }
        });
        sink_.catalog().each<Type>([&](const Type& one) {
            if (one.schema == name && one.typeKind == TypeKind::Composite) {
                sink_.lock(one.id, AccessExclusive);
            }
        });
    }

    void type(const QualifiedName& name) {
        const Lookup<Type> dropped = sink_.catalog().type(name);
        sink_.lockType(name, AccessExclusive);
        if (!statement_.cascade || !dropped) {
            return;
        }
        for (const ObjectId typed : typedTables(*dropped, sink_.catalog())) {
            relation(*sink_.catalog().find(typed));
        }
        sink_.catalog().each<Table>([&](const Table& one) {
            const bool uses = std::ranges::any_of(one.columns, [&](const Column& column) {
                return column.type != nullptr &&
                       sink_.catalog().type(column.type->name).object == dropped.object;
            });
            if (uses) {
                sink_.lock(one.id, AccessExclusive);
                columnsOf(one, *dropped);
            }
        });
    }

    /// The indexes and views on the columns of the type go along.
    void columnsOf(const Table& table, const Type& type) {
        for (const Column& column : table.columns) {
            if (column.type == nullptr || sink_.catalog().type(column.type->name).object != &type) {
                continue;
            }
            for (const Index* index : sink_.catalog().indexesOf(table.id)) {
                if (std::ranges::find(index->keys, column.number, &IndexColumn::column) !=
                    index->keys.end()) {
                    sink_.lock(index->id, AccessExclusive);
                }
            }
            for (const ObjectId user : sink_.catalog().needing(table.id)) {
                const View* one = sink_.catalog().get<View>(user);
                if (one != nullptr &&
                    std::ranges::find(one->usedColumns, std::pair(table.id, column.number)) !=
                        one->usedColumns.end()) {
                    view(user);
                }
            }
        }
    }

    const Drop& statement_;
    EffectSink& sink_;
    llvm::DenseSet<ObjectId> views_; ///< those that CASCADE takes, as far as they were met
};

} // namespace

void dropEffects(const Drop& statement, EffectSink& sink) { DropEffects(statement, sink).run(); }

} // namespace ironlaw
