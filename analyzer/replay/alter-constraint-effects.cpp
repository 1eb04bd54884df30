// Actions of ALTER TABLE on constraints; lock-model.md, sections 4 and 7.
#include "analyzer/catalog/not-null-proof.h"
#include "analyzer/replay/alter-effects.h"

#include <llvm/ADT/SetVector.h>

#include <algorithm>

namespace ironlaw {

namespace {

bool isPartitioned(const Table* table) {
    return table != nullptr && table->partitionedBy != PartitionStrategy::None;
}

/// The constraint that the partition has already, or null: its parent's takes it over, and
/// PostgreSQL neither scans the partition nor builds an index (tryAttachPartitionForeignKey in
/// tablecmds.c, CompareIndexInfo in DefineIndex).
const Constraint* ownOf(const Table& partition, const ConstraintDefinition& wanted,
                        ObjectId referenced) {
    const auto found = std::ranges::find_if(partition.constraints, [&](const Constraint& own) {
        return own.kind == wanted.kind && own.validated && own.referencedTable == referenced &&
               std::ranges::equal(own.columns, wanted.columns,
                                  [&](ColumnNumber number, const Name& name) {
                                      const Column* column = partition.column(number);
                                      return column != nullptr && column->name == name.text;
                                  });
    });
    return found == partition.constraints.end() ? nullptr : &*found;
}

} // namespace

void AlterEffects::eachInTree(const RelationUse& table,
                              const std::function<void(const RelationUse&)>& visit) const {
    sink_.eachNamed(table, !isPartitioned(table.table()), visit);
}

void AlterEffects::lockTree(const RelationUse& table, LockMode mode) {
    eachInTree(table, [&](const RelationUse& one) { sink_.lock(one, mode); });
}

/// The tables whose foreign keys depend on a unique index of `table`; 0: on any.
void AlterEffects::lockReferencing(const Table& table, ObjectId index, LockMode mode) {
    for (const ObjectId other : sink_.catalog().referencing(table.id)) {
        const Table* referencing = sink_.catalog().get<Table>(other);
        const bool depends =
            std::ranges::any_of(referencing->constraints, [&](const Constraint& constraint) {
                return constraint.referencedTable == table.id &&
                       (index == 0 || constraint.referencedIndex == index);
            });
        if (depends && other != table.id) {
            lockTree(sink_.use(*referencing), mode);
        }
    }
}

void AlterEffects::addConstraint(const AddConstraint& action) {
    const ConstraintDefinition& constraint = action.constraint;
    const bool validates = !constraint.notValid && !constraint.notEnforced;
    switch (constraint.kind) {
    case ConstraintKind::ForeignKey: addForeignKey(constraint, action.range, validates); break;
    case ConstraintKind::Check:
        if (validates && constraint.noInherit) {
            scan(target_, WorkCause::Check, action.range);
        } else if (validates) {
            eachTable([&](const RelationUse& one) { scan(one, WorkCause::Check, action.range); });
        }
        break;
    case ConstraintKind::NotNull:
        if (validates) {
            keyNotNull(constraint, action.range);
        }
        break;
    default: addIndexConstraint(action); break;
    }
}

void AlterEffects::addForeignKey(const ConstraintDefinition& constraint, Range anchor,
                                 bool validates) {
    const RelationUse referenced = sink_.use(constraint.referencedTable);
    const LockMode mode = LockMode::ShareRowExclusive;
    lockTree(referenced, mode);
    if (!validates) {
        return;
    }
    if (takenOver(constraint, referenced)) {
        lockTree(referenced, LockMode::AccessExclusive);
        return;
    }
    scan(target_, WorkCause::ForeignKey, anchor);
    if (referenced.object != target_.object || referenced.object == nullptr) {
        // The planner may look its rows up by the index instead.
        sink_.work(referenced, WorkKind::Scan, WorkCause::ForeignKey, mode, anchor, false);
    }
    eachInTree(target_, [&](const RelationUse& one) {
        const bool isChecked = one.table() != nullptr && referenced.object != nullptr &&
                               ownOf(*one.table(), constraint, referenced.object->id) != nullptr;
        if (!isChecked && one.object != target_.object) {
            scan(one, WorkCause::ForeignKey, anchor);
        }
    });
}

/// Whether each partition has the foreign key, valid, so that nothing is left to check.
bool AlterEffects::takenOver(const ConstraintDefinition& constraint,
                             const RelationUse& referenced) const {
    if (!isPartitioned(target_.table()) || statement_.only || referenced.object == nullptr) {
        return false;
    }
    bool any = false;
    bool all = true;
    sink_.eachDescendant(target_, [&](const RelationUse& one) {
        const Table* table = one.table();
        if (table != nullptr && !isPartitioned(table)) {
            any = true;
            all = all && ownOf(*table, constraint, referenced.object->id) != nullptr;
        }
    });
    return any && all;
}

void AlterEffects::keyNotNull(const ConstraintDefinition& constraint, Range anchor) {
    eachTable([&](const RelationUse& one) {
        const Table* table = one.table();
        if (table == nullptr) {
            return; // its columns may be NOT NULL already
        }
        const bool nullable = std::ranges::any_of(constraint.columns, [&](const Name& name) {
            const Column* column = table->column(name.text.view());
            return column != nullptr && !holdsNoNull(*table, *column);
        });
        if (nullable) {
            scan(one, WorkCause::NotNull, anchor, table->complete);
        }
    });
}

void AlterEffects::addIndexConstraint(const AddConstraint& action) {
    const ConstraintDefinition& constraint = action.constraint;
    const bool isPrimary = constraint.kind == ConstraintKind::PrimaryKey;
    if (!constraint.usingIndex.empty()) {
        const Table* table = target_.table();
        const Index* index = nullptr;
        if (table != nullptr) {
            index = as<Index>(
                sink_.catalog().relationIn(table->schema, constraint.usingIndex.text.view()));
        }
        if (index == nullptr) {
            return;
        }
        sink_.lock(sink_.use(*index), LockMode::ShareUpdateExclusive);
        const bool nullable = std::ranges::any_of(index->keys, [&](const IndexColumn& key) {
            const Column* column = table->column(key.column);
            return column != nullptr && !holdsNoNull(*table, *column);
        });
        if (isPrimary && nullable) {
            scan(target_, WorkCause::NotNull, action.range, table->complete);
        }
        return;
    }
    const WorkCause cause = isPrimary ? WorkCause::PrimaryKey
                            : constraint.kind == ConstraintKind::Unique
                                ? WorkCause::UniqueConstraint
                                : WorkCause::ExclusionConstraint;
    // Only a partitioned table passes the constraint on to others.
    const bool partitioned = isPartitioned(target_.table()) && !statement_.only;
    const LockMode below =
        sink_.serverVersion() >= 18 ? LockMode::AccessExclusive : LockMode::Share;
    auto build = [&](const RelationUse& one) {
        const bool isTarget = one.object == target_.object;
        const Constraint* built =
            isTarget || one.table() == nullptr ? nullptr : ownOf(*one.table(), constraint, 0);
        if (built != nullptr) {
            sink_.lock(built->index, LockMode::Share);
        } else if (!isPartitioned(one.table())) {
            sink_.work(one, WorkKind::IndexBuild, cause, isTarget ? mode_ : below, action.range);
        }
        if (!isTarget) {
            sink_.lock(one, below);
        }
    };
    if (partitioned) {
        sink_.eachDescendant(target_, build);
    } else {
        build(target_);
    }
    if (isPrimary) {
        keyNotNull(constraint, action.range);
    }
}

void AlterEffects::validate(const ValidateConstraint& action) {
    const Table* table = target_.table();
    if (const NotNullConstraint* notNull =
            table == nullptr ? nullptr : table->notNull(action.constraint.text)) {
        if (!notNull->validated) {
            eachTable(
                [&](const RelationUse& one) { scan(one, WorkCause::Validation, action.range); });
        }
        return;
    }
    const Constraint* constraint =
        table == nullptr ? nullptr : table->constraint(action.constraint.text);
    if (constraint == nullptr) {
        const bool isNew = std::ranges::any_of(statement_.actions, [&](const AlterAction* one) {
            const auto* added = as<AddConstraint>(*one);
            return added != nullptr && added->constraint.name == action.constraint;
        });
        scan(target_, WorkCause::Validation, action.range, isNew);
        return;
    }
    if (constraint->validated) {
        return;
    }
    if (constraint->kind == ConstraintKind::ForeignKey) {
        scan(target_, WorkCause::Validation, action.range);
        const CatalogObject* object = sink_.catalog().find(constraint->referencedTable);
        const RelationUse referenced =
            object == nullptr ? sink_.use(constraint->referencedName) : sink_.use(*object);
        sink_.lock(referenced, LockMode::RowShare);
        sink_.work(referenced, WorkKind::Scan, WorkCause::Validation, LockMode::RowShare,
                   action.range);
        return;
    }
    eachTable([&](const RelationUse& one) { scan(one, WorkCause::Validation, action.range); });
}

/// The index and those of the partitions that go with it.
void AlterEffects::lockIndexTree(ObjectId index) {
    llvm::SetVector<ObjectId> indexes; // nothing keeps a text from attaching in a circle
    indexes.insert(index);
    for (size_t i = 0; i < indexes.size(); ++i) {
        sink_.lock(indexes[i], LockMode::AccessExclusive);
        const std::vector<ObjectId> below = sink_.catalog().children(indexes[i]);
        indexes.insert(below.begin(), below.end());
    }
}

void AlterEffects::dropConstraint(const DropConstraint& action) {
    eachTable([&](const RelationUse& one) {
        const Table* table = one.table();
        const Constraint* constraint =
            table == nullptr ? nullptr : table->constraint(action.constraint.text);
        if (constraint == nullptr) {
            return;
        }
        if (constraint->kind == ConstraintKind::ForeignKey) {
            sink_.lockReferenced(*constraint, action.range);
        } else if (constraint->index != 0) {
            lockIndexTree(constraint->index);
            if (action.cascade) {
                lockReferencing(*table, constraint->index, LockMode::AccessExclusive);
            }
        }
    });
}

void AlterEffects::alterConstraint(const AlterConstraint& action) {
    const Table* table = target_.table();
    const Constraint* constraint =
        table == nullptr ? nullptr : table->constraint(action.constraint.text);
    if (constraint == nullptr || !action.setsEnforcement) {
        return;
    }
    const CatalogObject* other = sink_.catalog().find(constraint->referencedTable);
    if (other == nullptr) {
        return;
    }
    const RelationUse referenced = sink_.use(*other);
    if (!action.enforced) {
        lockTree(referenced, LockMode::AccessExclusive);
        return;
    }
    lockTree(referenced, LockMode::ShareRowExclusive);
    scan(target_, WorkCause::ForeignKey, action.range);
    sink_.work(referenced, WorkKind::Scan, WorkCause::ForeignKey, LockMode::ShareRowExclusive,
               action.range, false);
}

} // namespace ironlaw
