// Actions of ALTER TABLE that make, drop and change columns; lock-model.md, sections 5 to 7.
#include "analyzer/catalog/expressions.h"
#include "analyzer/catalog/not-null-proof.h"
#include "analyzer/replay/alter-effects.h"
#include "analyzer/replay/type-change.h"

#include <llvm/ADT/SetVector.h>

#include <algorithm>

namespace ironlaw {

namespace {

bool contains(const auto& list, const auto& value) {
    return std::ranges::find(list, value) != list.end();
}

/// What the rows that are there get: the column's own default, else that of its domain, which
/// PostgreSQL 12 computes only once (lock-model.md, section 5).
const Expression* defaultOf(const ColumnDefinition& column, const EffectSink& sink) {
    if (column.hasDefault || sink.serverVersion() < 13 || column.type.dimensions > 0) {
        return column.defaultValue;
    }
    const Lookup<Type> domain = sink.catalog().type(column.type.name);
    return domain && domain->hasDefault ? domain->defaultValue : nullptr;
}

} // namespace

void AlterEffects::addColumn(const AddColumn& action) {
    const ColumnDefinition& column = action.column;
    const Table* table = target_.table();
    if (action.ifNotExists && table != nullptr && table->column(column.name.text.view())) {
        return; // the lock stays
    }
    std::optional<WorkCause> rewrite;
    const Answer isVolatileDefault =
        isVolatile(defaultOf(column, sink_), sink_.catalog(), sink_.serverVersion());
    if (column.identity != IdentityKind::None || column.type.isSerial()) {
        rewrite = WorkCause::AutoIncrement;
    } else if (column.generated == GeneratedKind::Stored) {
        rewrite = WorkCause::GeneratedColumn;
    } else if (isConstrainedDomain(column.type, sink_.catalog())) {
        rewrite = WorkCause::ConstrainedDomain;
    } else if (isVolatileDefault != Answer::No) {
        rewrite = WorkCause::VolatileDefault;
    }
    const bool required = column.notNull && !rewrite &&
                          (column.generated == GeneratedKind::Virtual ||
                           !(column.hasDefault && !isNullConstant(column.defaultValue)));
    eachTable([&](const RelationUse& one) {
        if (rewrite) {
            sink_.rewrite(one, *rewrite, action.range,
                          rewrite != WorkCause::VolatileDefault ||
                              isVolatileDefault == Answer::Yes);
        } else if (required) {
            scan(one, WorkCause::NotNull, action.range);
        }
    });
    if (rewrite) {
        sink_.lockCalledSequences(defaultOf(column, sink_));
    }
    for (const ConstraintDefinition& constraint : column.constraints) {
        addedConstraint(action, constraint);
    }
}

void AlterEffects::addedConstraint(const AddColumn& action,
                                   const ConstraintDefinition& constraint) {
    switch (constraint.kind) {
    case ConstraintKind::Check:
        if (!constraint.notEnforced) {
            eachTable(
                [&](const RelationUse& one) { scan(one, WorkCause::Check, constraint.range); });
        }
        break;
    case ConstraintKind::ForeignKey:
        // Without a DEFAULT clause there is nothing to validate: all its values are NULL.
        addForeignKey(constraint, constraint.range,
                      action.column.hasDefault && !constraint.notEnforced);
        break;
    case ConstraintKind::PrimaryKey:
        sink_.work(target_, WorkKind::IndexBuild, WorkCause::PrimaryKey, mode_, constraint.range);
        break;
    case ConstraintKind::Unique:
        sink_.work(target_, WorkKind::IndexBuild, WorkCause::UniqueConstraint, mode_,
                   constraint.range);
        break;
    default: break;
    }
}

void AlterEffects::dropColumn(const DropColumn& action) {
    const std::string_view name = action.column.text;
    llvm::SetVector<ObjectId> tables; // nothing keeps a text from inheriting in a circle
    if (target_.table() != nullptr) {
        tables.insert(target_.object->id);
    }
    for (size_t i = 0; i < tables.size(); ++i) {
        const Table& table = *sink_.catalog().get<Table>(tables[i]);
        dropColumnOf(table, action);
        if (table.column(name) == nullptr) {
            continue;
        }
        // A child is changed in any case; its column goes if it has it from nowhere else.
        for (const ObjectId id : sink_.catalog().children(table.id)) {
            sink_.lock(id, LockMode::AccessExclusive);
            const Column* column = sink_.catalog().get<Table>(id)->column(name);
            if (!statement_.only && column != nullptr && !column->local &&
                column->inheritCount <= 1) {
                tables.insert(id);
            }
        }
    }
}

void AlterEffects::dropColumnOf(const Table& table, const DropColumn& action) {
    const Column* column = table.column(action.column.text.view());
    if (column == nullptr) {
        return;
    }
    const Catalog& catalog = sink_.catalog();
    for (const Index* index : catalog.indexesOf(table.id)) {
        const bool uses = contains(index->included, column->number) ||
                          contains(index->mentioned, column->number) ||
                          std::ranges::any_of(index->keys, [&](const IndexColumn& key) {
                              return key.column == column->number;
                          });
        if (uses) {
            sink_.lock(sink_.use(*index), LockMode::AccessExclusive);
        }
        if (uses && action.cascade) {
            lockReferencing(table, index->id, LockMode::AccessExclusive);
        }
    }
    for (const Constraint& constraint : table.constraints) {
        if (constraint.kind == ConstraintKind::ForeignKey &&
            contains(constraint.columns, column->number)) {
            sink_.lockReferenced(constraint, action.range);
        }
    }
    for (const Sequence* sequence : catalog.partsOf<Sequence>(table.id)) {
        if (sequence->ownerColumn == column->number) {
            sink_.lock(sink_.use(*sequence), LockMode::AccessExclusive);
        }
    }
    if (action.cascade) {
        for (const ObjectId user : catalog.needing(table.id)) {
            const auto* view = catalog.get<View>(user);
            if (view != nullptr &&
                contains(view->usedColumns, std::pair(table.id, column->number))) {
                sink_.lockViewTree(user);
            }
        }
    }
}

void AlterEffects::setNotNull(const SetNotNull& action) {
    // What the same statement drops or validates proves nothing.
    auto isTouched = [&](const Constraint& check) {
        return std::ranges::any_of(statement_.actions, [&](const AlterAction* one) {
            const auto* drop = as<DropConstraint>(*one);
            const auto* validation = as<ValidateConstraint>(*one);
            return (drop != nullptr && drop->constraint.text == check.name) ||
                   (validation != nullptr && validation->constraint.text == check.name);
        });
    };
    eachTable([&](const RelationUse& one) {
        const Table* table = one.table();
        const Column* column =
            table == nullptr ? nullptr : table->column(action.column.text.view());
        if (column == nullptr) {
            scan(one, WorkCause::NotNull, action.range, table != nullptr && table->complete);
            return;
        }
        const bool proven = isValidNotNull(*table, *column) ||
                            std::ranges::any_of(table->constraints, [&](const Constraint& check) {
                                return provesNotNull(check, column->name) && !isTouched(check);
                            });
        if (!proven) {
            scan(one, WorkCause::NotNull, action.range, table->complete);
        }
    });
}

void AlterEffects::lockSequenceOf(const ColumnAction& action, LockMode mode) {
    const Table* table = target_.table();
    const Column* column = table == nullptr ? nullptr : table->column(action.column.text.view());
    if (column == nullptr) {
        return;
    }
    for (const Sequence* sequence : sink_.catalog().partsOf<Sequence>(table->id)) {
        if (sequence->ownerColumn == column->number && sequence->identity) {
            sink_.lock(sink_.use(*sequence), mode);
        }
    }
}

/// A foreign key to a table with new values is validated again: its own table is read.
void AlterEffects::checkAgain(ObjectId referencing, Answer rewrites, Range anchor) {
    if (target_.object != nullptr && referencing == target_.object->id) {
        return;
    }
    const RelationUse table = sink_.use(*sink_.catalog().find(referencing));
    if (rewrites != Answer::No) {
        sink_.work(table, WorkKind::Scan, WorkCause::ForeignKey, LockMode::AccessExclusive, anchor,
                   rewrites == Answer::Yes);
    }
}

/// The other side of each foreign key on the column, or to it, is locked, and what refers to new
/// values is checked again.
void AlterEffects::lockPartners(const Table& table, const Column& column, Answer rewrites,
                                Range anchor) {
    auto partner = [&](ObjectId other) {
        if (const CatalogObject* object = sink_.catalog().find(other)) {
            lockTree(sink_.use(*object), LockMode::AccessExclusive);
        }
    };
    for (const Constraint& constraint : table.constraints) {
        if (constraint.kind == ConstraintKind::ForeignKey &&
            contains(constraint.columns, column.number)) {
            partner(constraint.referencedTable);
        }
    }
    for (const ObjectId other : sink_.catalog().referencing(table.id)) {
        for (const Constraint& constraint : sink_.catalog().get<Table>(other)->constraints) {
            if (constraint.referencedTable == table.id &&
                contains(constraint.referencedNumbers, column.number)) {
                partner(other);
                checkAgain(other, rewrites, anchor);
            }
        }
    }
}

void AlterEffects::changeType(const AlterColumnType& action) {
    eachTable([&](const RelationUse& one) { changeTypeOf(one, action); });
}

void AlterEffects::changeTypeOf(const RelationUse& relation, const AlterColumnType& action) {
    const Table* table = relation.table();
    const Column* column = table == nullptr ? nullptr : table->column(action.column.text.view());
    if (column == nullptr) {
        sink_.work(relation, WorkKind::Rewrite, WorkCause::ColumnType, mode_, action.range, false);
        return;
    }
    const Catalog& catalog = sink_.catalog();
    const TypeChange change = typeChange(*column, action, catalog, sink_.serverVersion(),
                                         sink_.replay().session().zoneIsUtc());
    if (change.rewrites != Answer::No) {
        sink_.lockCalledSequences(action.conversion);
        sink_.rewrite(relation, WorkCause::ColumnType, action.range,
                      change.rewrites == Answer::Yes);
    } else {
        for (const Index* index : catalog.indexesOf(table->id)) {
            const bool isKey = std::ranges::any_of(
                index->keys, [&](const IndexColumn& key) { return key.column == column->number; });
            const bool involved = isKey || contains(index->included, column->number) ||
                                  contains(index->mentioned, column->number);
            const bool computed = index->predicate != nullptr ||
                                  std::ranges::any_of(index->keys, [](const IndexColumn& key) {
                                      return key.column == 0;
                                  });
            // The old file of a partition's index is not found again where its parent's is made
            // anew.
            const bool isPart = index->parent != 0 && relation.object != target_.object;
            if (involved && isPart && table->partitionedBy != PartitionStrategy::None) {
                sink_.lock(sink_.use(*index), LockMode::AccessExclusive);
            } else if (involved &&
                       (computed || !index->valid || isPart || (isKey && change.rebuildsIndexes))) {
                sink_.rebuild(relation, *index, WorkCause::ColumnType, mode_, action.range);
            } else if (involved) {
                // It is dropped and made again with its old file (TryReuseIndex in tablecmds.c).
                sink_.lock(sink_.use(*index), LockMode::AccessExclusive);
            }
        }
    }
    const bool checked = std::ranges::any_of(table->constraints, [&](const Constraint& check) {
        return check.kind == ConstraintKind::Check && check.validated &&
               contains(check.mentioned, column->number);
    });
    if (checked && change.rewrites != Answer::Yes) {
        scan(relation, WorkCause::ColumnType, action.range);
    }
    lockPartners(*table, *column, change.rewrites, action.range);
    lockSequenceOf({{action.kind, action.range}, action.column, false, nullptr, {}, {}},
                   LockMode::ShareRowExclusive);
}

} // namespace ironlaw
