// ALTER TABLE: which lock, on what, and what the smaller actions do.
#include "analyzer/replay/alter-effects.h"

#include "analyzer/catalog/needs.h"

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// What an action asks for at least, and which tables below the named one it reaches;
/// lock-model.md, sections 3 and 4.
enum class Reach : uint8_t { Itself, Partitions, Descendants };

struct ActionFacts {
    LockMode mode = LockMode::AccessExclusive;
    Reach reach = Reach::Itself;
};

/// The storage parameters that nobody may read the relation meanwhile for (relOpts,
/// src/backend/access/common/reloptions.c).
constexpr std::array<std::string_view, 9> exclusiveOptions = {
    "autosummarize",          "buffering",       "check_option",     "fastupdate",
    "gin_pending_list_limit", "pages_per_range", "security_barrier", "security_invoker",
    "user_catalog_table"};

bool isExclusiveOption(std::string_view option) {
    return std::ranges::find(exclusiveOptions, option) != exclusiveOptions.end();
}

ActionFacts factsOf(AlterActionKind kind) {
    using enum AlterActionKind;
    switch (kind) {
    case AddColumn:
    case AlterColumnType:
    case SetDefault:
    case SetNotNull:
    case DropNotNull:
    case SetExpression:
    case DropExpression:
    case SetStorage:
    case AddConstraint:
    case DropConstraint: return {LockMode::AccessExclusive, Reach::Descendants};
    case AddIdentity:
    case SetIdentity:
    case DropIdentity: return {LockMode::AccessExclusive, Reach::Partitions};
    case ValidateConstraint:
    case SetStatistics: return {LockMode::ShareUpdateExclusive, Reach::Descendants};
    case SetOptions:
    case ClusterOn:
    case AttachPartition: return {LockMode::ShareUpdateExclusive, Reach::Itself};
    case ToggleTrigger: return {LockMode::ShareRowExclusive, Reach::Partitions};
    default: return {};
    }
}

bool isForeignKey(const AlterAction& action) {
    const auto* add = as<AddConstraint>(action);
    return add != nullptr && add->constraint.kind == ConstraintKind::ForeignKey;
}

/// Before 18 only the table itself is locked at the start: an index constraint locks the partitions
/// when it builds there, and a constraint with NO INHERIT never asks for the children.
bool staysAtTable(const AlterAction& action) {
    const auto* add = as<AddConstraint>(action);
    return add != nullptr &&
           (add->constraint.noInherit || add->constraint.kind == ConstraintKind::Unique ||
            add->constraint.kind == ConstraintKind::Exclusion);
}

} // namespace

void alterTableEffects(const AlterTable& statement, EffectSink& sink) {
    AlterEffects(statement, sink).run();
}

void AlterEffects::run() {
    if (statement_.objectKind == ObjectKind::Type) {
        ofType();
        return;
    }
    const bool absent =
        statement_.ifExists && sink_.catalog().complete() && target_.object == nullptr;
    if (absent) {
        return;
    }
    if (target_.kind == RelationKind::Index || statement_.objectKind == ObjectKind::Index) {
        target_.kind = RelationKind::Index;
        ofIndex();
        return;
    }
    if (target_.kind != RelationKind::Table) {
        ofOtherRelation();
        return;
    }
    for (const AlterAction* one : statement_.actions) {
        mode_ = std::max(mode_, modeOf(*one));
    }
    lockTarget(mode_);
    for (const AlterAction* one : statement_.actions) {
        action(*one);
    }
}

/// ALTER TYPE changes the tables of the type with it; columns of the type keep it from that.
void AlterEffects::ofType() {
    sink_.lockType(statement_.name, LockMode::AccessExclusive);
    const Lookup<Type> type = sink_.catalog().type(statement_.name);
    if (!type) {
        return;
    }
    mode_ = LockMode::AccessExclusive;
    for (const ObjectId table : typedTables(*type, sink_.catalog())) {
        target_ = sink_.use(*sink_.catalog().find(table));
        lockTarget(mode_);
        for (const AlterAction* one : statement_.actions) {
            action(*one);
        }
    }
}

LockMode AlterEffects::modeOf(const AlterAction& action) const {
    if (isForeignKey(action)) {
        return LockMode::ShareRowExclusive;
    }
    if (const auto* detach = as<DetachPartition>(action)) {
        return detach->concurrently || detach->finalize ? LockMode::ShareUpdateExclusive
                                                        : LockMode::AccessExclusive;
    }
    const auto* options = asOther(action);
    if (options != nullptr && std::ranges::any_of(options->options, isExclusiveOption)) {
        return LockMode::AccessExclusive;
    }
    return factsOf(action.kind).mode;
}

/// Whether the action goes on to partitions because of a row trigger (EnableDisableTrigger,
/// src/backend/commands/trigger.c).
bool AlterEffects::togglesRowTrigger(const OtherAction& action) const {
    const Table& table = *target_.table();
    const auto triggers = sink_.catalog().partsOf<Trigger>(table.id);
    const bool ofRows = std::ranges::any_of(triggers, [&](const Trigger* trigger) {
        const bool isMeant = action.name.empty() || trigger->name == action.name.text;
        return isMeant && (trigger->definition == nullptr || trigger->definition->row);
    });
    // Partitioned tables have those of foreign keys from 15 on.
    const bool hasForeignKeys =
        !sink_.catalog().referencing(table.id).empty() ||
        std::ranges::any_of(table.constraints, [](const Constraint& constraint) {
            return constraint.kind == ConstraintKind::ForeignKey;
        });
    return !table.complete || ofRows ||
           (action.words.ends_with("ALL") && sink_.serverVersion() >= 15 && hasForeignKeys);
}

/// From 18 on only what has the NOT NULL passes the loss of it on.
bool AlterEffects::dropsInheritedNotNull(const DropNotNull& action) const {
    const Table* table = target_.table();
    const Column* column = table == nullptr ? nullptr : table->column(action.column.text.view());
    if (column == nullptr || sink_.serverVersion() < 18) {
        return true;
    }
    const NotNullConstraint* notNull = table->notNull(column->number);
    return column->notNull && (notNull == nullptr || !notNull->noInherit);
}

bool AlterEffects::recurses(const AlterAction& action) const {
    const Table* table = target_.table();
    const bool partitioned = table != nullptr && table->partitionedBy != PartitionStrategy::None;
    if (const auto* storage = asOther(action);
        storage != nullptr && storage->words.find("COMPRESSION") != std::string_view::npos) {
        return false;
    }
    if (staysAtTable(action) && sink_.serverVersion() < 18) {
        return false;
    }
    if (const auto* nullable = as<DropNotNull>(action);
        nullable != nullptr && !dropsInheritedNotNull(*nullable)) {
        return false;
    }
    switch (factsOf(action.kind).reach) {
    case Reach::Itself: return false;
    case Reach::Partitions:
        return partitioned &&
               (action.kind == AlterActionKind::ToggleTrigger ? togglesRowTrigger(*asOther(action))
                                                              : sink_.serverVersion() >= 17);
    case Reach::Descendants:
        return !isForeignKey(action) || partitioned || sink_.serverVersion() >= 18;
    }
    return false;
}

void AlterEffects::lockTarget(LockMode mode) {
    const bool all = !statement_.only &&
                     std::ranges::any_of(statement_.actions,
                                         [&](const AlterAction* one) { return recurses(*one); });
    if (all) {
        sink_.eachDescendant(target_, [&](const RelationUse& one) { sink_.lock(one, mode); });
    } else {
        sink_.lock(target_, mode);
    }
}

void AlterEffects::eachTable(const std::function<void(const RelationUse&)>& visit) const {
    if (statement_.only) {
        visit(target_);
    } else {
        sink_.eachDescendant(target_, visit);
    }
}

void AlterEffects::action(const AlterAction& action) {
    using enum AlterActionKind;
    switch (action.kind) {
    case AlterActionKind::AddColumn: addColumn(*as<ironlaw::AddColumn>(action)); break;
    case AlterActionKind::DropColumn: dropColumn(*as<ironlaw::DropColumn>(action)); break;
    case AlterColumnType: changeType(*as<ironlaw::AlterColumnType>(action)); break;
    case SetNotNull: setNotNull(*as<ironlaw::SetNotNull>(action)); break;
    case AddConstraint: addConstraint(*as<ironlaw::AddConstraint>(action)); break;
    case ValidateConstraint: validate(*as<ironlaw::ValidateConstraint>(action)); break;
    case DropConstraint: dropConstraint(*as<ironlaw::DropConstraint>(action)); break;
    case AlterConstraint: alterConstraint(*as<ironlaw::AlterConstraint>(action)); break;
    case AttachPartition: attach(*as<ironlaw::AttachPartition>(action)); break;
    case DetachPartition: detach(*as<ironlaw::DetachPartition>(action)); break;
    default:
        columnAction(action);
        storageAction(action);
        break;
    }
}

void AlterEffects::columnAction(const AlterAction& action) {
    if (const auto* expression = as<SetExpression>(action)) {
        eachTable([&](const RelationUse& one) {
            const Table* table = one.table();
            const Column* column =
                table == nullptr ? nullptr : table->column(expression->column.text.view());
            if (column == nullptr || column->generated != GeneratedKind::Virtual) {
                sink_.rewrite(one, WorkCause::GeneratedColumn, action.range, column != nullptr);
            }
        });
    } else if (const auto* set = as<SetIdentity>(action)) {
        lockSequenceOf(*set, LockMode::ShareRowExclusive);
    } else if (const auto* drop = as<DropIdentity>(action)) {
        lockSequenceOf(*drop, LockMode::AccessExclusive);
    } else if (const auto* inherit = as<Inherit>(action)) {
        if (!inherit->remove) {
            // What inherits from the table is looked at for circles.
            eachTable([&](const RelationUse& one) { sink_.lock(one, LockMode::AccessShare); });
        }
        sink_.lock(sink_.use(inherit->parent),
                   inherit->remove ? LockMode::AccessShare : LockMode::ShareUpdateExclusive);
    } else if (const auto* typed = as<OfType>(action)) {
        sink_.lockType(typed->type, LockMode::AccessShare);
    }
}

void AlterEffects::storageAction(const AlterAction& action) {
    const Table* table = target_.table();
    const bool partitioned = table != nullptr && table->partitionedBy != PartitionStrategy::None;
    if (const auto* persistence = as<SetPersistence>(action)) {
        const bool same = table != nullptr && table->complete &&
                          (table->persistence == Persistence::Permanent) == persistence->logged;
        if (!partitioned && !same) {
            sink_.rewrite(target_, WorkCause::Storage, action.range,
                          table != nullptr && table->complete);
        }
        if (table != nullptr && sink_.serverVersion() >= 15 && !same) {
            sink_.lockOwnedSequences(table->id, LockMode::AccessExclusive);
        }
        return;
    }
    switch (action.kind) {
    case AlterActionKind::SetAccessMethod:
    case AlterActionKind::SetTablespace:
        if (!partitioned) {
            sink_.work(target_, WorkKind::Rewrite, WorkCause::Storage, mode_, action.range, false);
        }
        break;
    case AlterActionKind::SetStorage:
        if (table != nullptr) {
            sink_.lockIndexes(table->id, LockMode::AccessExclusive);
        }
        break;
    case AlterActionKind::ClusterOn: lockNamedIndex(action, mode_); break;
    case AlterActionKind::ReplicaIdentity: lockNamedIndex(action, LockMode::Share); break;
    case AlterActionKind::ChangeOwner:
        if (table != nullptr) {
            sink_.lockIndexes(table->id, LockMode::AccessExclusive);
            sink_.lockOwnedSequences(table->id, LockMode::AccessExclusive);
        }
        break;
    default: break;
    }
}

void AlterEffects::lockNamedIndex(const AlterAction& action, LockMode mode) {
    const Name& name = asOther(action)->name;
    if (target_.object != nullptr && !name.empty()) {
        const auto* index = as<Index>(sink_.catalog().relationIn(target_.schema, name.text));
        sink_.lock(index == nullptr ? 0 : index->id, mode);
    }
}

/// ALTER INDEX, or ALTER TABLE with the name of an index: lock-model.md, section 9.
void AlterEffects::ofIndex() {
    const auto* index = as<Index>(target_.object);
    for (const AlterAction* one : statement_.actions) {
        if (as<AttachPartition>(*one) != nullptr) {
            const auto* part = as<AttachPartition>(*one);
            const RelationUse partition = sink_.use(part->partition, RelationKind::Index);
            const auto* partitionIndex = as<Index>(partition.object);
            sink_.lock(target_, LockMode::ShareUpdateExclusive);
            sink_.lock(partition, LockMode::AccessExclusive);
            sink_.lock(index == nullptr ? 0 : index->table, LockMode::AccessShare);
            sink_.lock(partitionIndex == nullptr ? 0 : partitionIndex->table,
                       LockMode::AccessShare);
            continue;
        }
        const bool light =
            one->kind == AlterActionKind::SetOptions || one->kind == AlterActionKind::SetStatistics;
        sink_.lock(target_, light ? modeOf(*one) : LockMode::AccessExclusive);
    }
}

/// ALTER VIEW, ALTER MATERIALIZED VIEW and the like by way of ALTER TABLE.
void AlterEffects::ofOtherRelation() {
    const bool light = target_.kind == RelationKind::MaterializedView &&
                       std::ranges::all_of(statement_.actions, [&](const AlterAction* one) {
                           return modeOf(*one) == LockMode::ShareUpdateExclusive;
                       });
    mode_ = light ? LockMode::ShareUpdateExclusive : LockMode::AccessExclusive;
    sink_.lock(target_, mode_);
    for (const AlterAction* one : statement_.actions) {
        if (one->kind == AlterActionKind::ClusterOn) {
            lockNamedIndex(*one, mode_);
        }
    }
}

} // namespace ironlaw
