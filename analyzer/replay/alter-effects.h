// What ALTER TABLE and its actions do. Within replay/ only.
#pragma once

#include "analyzer/replay/effect-sink.h"
#include "analyzer/replay/volatility.h"

namespace ironlaw {

/// PostgreSQL takes the strongest lock of all actions at the start, on the table and, for some
/// actions, on all that inherit from it (AlterTableGetLockLevel, src/backend/commands/tablecmds.c).
class AlterEffects {
public:
    AlterEffects(const AlterTable& statement, EffectSink& sink)
        : statement_(statement), sink_(sink), target_(sink.use(statement.name)) {}

    void run();

private:
    LockMode modeOf(const AlterAction& action) const;
    bool recurses(const AlterAction& action) const;
    void lockTarget(LockMode mode);
    void action(const AlterAction& action);
    void columnAction(const AlterAction& action);
    void storageAction(const AlterAction& action);
    void ofType();
    bool togglesRowTrigger(const OtherAction& action) const;
    bool dropsInheritedNotNull(const DropNotNull& action) const;
    void lockNamedIndex(const AlterAction& action, LockMode mode);
    void ofIndex();
    void ofOtherRelation();

    // alter-column-effects.cpp
    void addColumn(const AddColumn& action);
    void addedConstraint(const AddColumn& action, const ConstraintDefinition& constraint);
    void dropColumn(const DropColumn& action);
    void dropColumnOf(const Table& table, const DropColumn& action);
    void setNotNull(const SetNotNull& action);
    void changeType(const AlterColumnType& action);
    void changeTypeOf(const RelationUse& relation, const AlterColumnType& action);
    void lockPartners(const Table& table, const Column& column, Answer rewrites, Range anchor);
    void checkAgain(ObjectId referencing, Answer rewrites, Range anchor);
    void lockSequenceOf(const ColumnAction& action, LockMode mode);

    // alter-constraint-effects.cpp
    void addConstraint(const AddConstraint& action);
    void addForeignKey(const ConstraintDefinition& constraint, Range anchor, bool validates);
    bool takenOver(const ConstraintDefinition& constraint, const RelationUse& referenced) const;
    void addIndexConstraint(const AddConstraint& action);
    void keyNotNull(const ConstraintDefinition& constraint, Range anchor);
    void validate(const ValidateConstraint& action);
    void dropConstraint(const DropConstraint& action);
    void alterConstraint(const AlterConstraint& action);
    void lockIndexTree(ObjectId index);
    /// The table with its partitions; what else inherits from it is left out.
    void eachInTree(const RelationUse& table,
                    const std::function<void(const RelationUse&)>& visit) const;
    /// The other side of a foreign key is locked, with its partitions.
    void lockTree(const RelationUse& table, LockMode mode);
    void lockReferencing(const Table& table, ObjectId index, LockMode mode);

    // alter-partition-effects.cpp
    void attach(const AttachPartition& action);
    void buildIndex(const Index& index, const Table& parent, const Table& joining, Range anchor);
    void detach(const DetachPartition& action);

    /// Nothing for foreign tables, whose rows are elsewhere and taken on trust.
    void scan(const RelationUse& relation, WorkCause cause, Range anchor, bool certain = true) {
        if (relation.table() == nullptr || !relation.table()->foreign) {
            sink_.work(relation, WorkKind::Scan, cause, mode_, anchor, certain);
        }
    }
    /// The target and what inherits from it, unless the statement says ONLY.
    void eachTable(const std::function<void(const RelationUse&)>& visit) const;

    const AlterTable& statement_;
    EffectSink& sink_;
    RelationUse target_;
    LockMode mode_ = LockMode::ShareUpdateExclusive;
};

} // namespace ironlaw
