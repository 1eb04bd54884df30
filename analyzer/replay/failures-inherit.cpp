// What partitions and inheritance forbid: to change a part that comes from a parent, to change a
// parent without its children, to change the partition key, and to join tables that differ
// (src/backend/commands/tablecmds.c).
#include "analyzer/replay/failure-sink.h"
#include "analyzer/replay/type-fit.h"

#include <fmt/format.h>

#include <llvm/ADT/SetVector.h>

#include <algorithm>

namespace ironlaw {

namespace {

bool contains(const auto& values, const auto& value) {
    return std::ranges::find(values, value) != values.end();
}

class InheritanceFailures {
public:
    InheritanceFailures(const AlterTable& statement, const Table& table, FailureSink& sink)
        : statement_(statement), table_(table), sink_(sink),
          isPartitioned_(table.partitionedBy != PartitionStrategy::None),
          isWithoutChildren_(statement.only && !sink.catalog().children(table.id).empty()) {}

    void run() {
        const auto is = [&](AlterActionKind kind) {
            return std::ranges::any_of(statement_.actions,
                                       [&](const AlterAction* one) { return one->kind == kind; });
        };
        // Which of several actions comes first, their passes decide.
        if (is(AlterActionKind::Inherit) || is(AlterActionKind::AttachPartition)) {
            return;
        }
        dropsConstraints_ = is(AlterActionKind::DropConstraint);
        for (const AlterAction* action : statement_.actions) {
            range_ = action->range;
            if (const auto* add = as<AddColumn>(*action)) {
                addColumn(*add);
            } else if (const auto* drop = as<DropColumn>(*action)) {
                dropColumn(*drop);
            } else if (const auto* type = as<AlterColumnType>(*action)) {
                columnType(*type);
            } else if (const auto* nullable = as<DropNotNull>(*action)) {
                dropNotNull(*nullable);
            } else if (const auto* constraint = as<AddConstraint>(*action)) {
                addConstraint(constraint->constraint);
            } else if (const auto* gone = as<DropConstraint>(*action)) {
                dropConstraint(*gone);
            }
        }
    }

private:
    void refuse(std::string error, std::string_view name) {
        sink_.add(FailureKind::InvalidDefinition, std::move(error), range_, name);
    }

    /// The column if it is one that the history is certain of.
    const Column* seen(const Name& name) const {
        const Column* column = table_.column(name.text);
        return column != nullptr && !sink_.isInDoubt(column->name) ? column : nullptr;
    }

    bool isKey(const Column& column) const {
        return contains(table_.partitionColumns, column.number);
    }

    void addColumn(const AddColumn& action) {
        const std::string_view name = action.column.name.text;
        if (table_.partitionOf != 0) {
            refuse("cannot add column to a partition", name);
        } else if (isWithoutChildren_ && table_.column(name) == nullptr) {
            refuse("column must be added to child tables too", name);
        }
    }

    void dropColumn(const DropColumn& action) {
        const Column* column = seen(action.column);
        if (column == nullptr) {
            return;
        }
        if (column->inheritCount > 0) {
            refuse(fmt::format("cannot drop inherited column \"{}\"", column->name), column->name);
        } else if (isKey(*column)) {
            refuse(fmt::format("cannot drop column \"{}\" because it is part of the partition key "
                               "of relation \"{}\"",
                               column->name, table_.name),
                   column->name);
        } else if (isWithoutChildren_ && isPartitioned_) {
            refuse("cannot drop column from only the partitioned table when partitions exist",
                   column->name);
        }
    }

    void columnType(const AlterColumnType& action) {
        const Column* column = seen(action.column);
        if (column == nullptr) {
            return;
        }
        if (column->inheritCount > 0) {
            refuse(fmt::format("cannot alter inherited column \"{}\"", column->name), column->name);
        } else if (isKey(*column)) {
            refuse(fmt::format("cannot alter column \"{}\" because it is part of the partition "
                               "key of relation \"{}\"",
                               column->name, table_.name),
                   column->name);
        } else if (isWithoutChildren_) {
            refuse(fmt::format("type of inherited column \"{}\" must be changed in child tables "
                               "too",
                               column->name),
                   column->name);
        }
    }

    void dropNotNull(const DropNotNull& action) {
        const Column* column = seen(action.column);
        if (column == nullptr || dropsConstraints_) {
            return;
        }
        for (const Constraint& one : table_.constraints) {
            if (one.kind == ConstraintKind::PrimaryKey && !sink_.isInDoubt(one.name) &&
                contains(one.columns, column->number)) {
                refuse(fmt::format("column \"{}\" is in a primary key", column->name),
                       column->name);
                return;
            }
        }
        const Table* parent = sink_.catalog().get<Table>(table_.partitionOf);
        const Column* above = parent == nullptr ? nullptr : parent->column(column->name);
        if (above != nullptr && above->notNull && !sink_.partsAreInDoubt(*parent)) {
            refuse(fmt::format("column \"{}\" is marked NOT NULL in parent table", column->name),
                   column->name);
        }
    }

    void addConstraint(const ConstraintDefinition& definition) {
        const std::string_view name = definition.name.text;
        if (definition.kind == ConstraintKind::Check) {
            if (definition.noInherit && isPartitioned_) {
                refuse(fmt::format("cannot add NO INHERIT constraint to partitioned table \"{}\"",
                                   table_.name),
                       name);
            } else if (isWithoutChildren_ && !definition.noInherit) {
                refuse("constraint must be added to child tables too", name);
            }
        } else if (definition.kind == ConstraintKind::ForeignKey && isPartitioned_) {
            const std::string_view referenced = definition.referencedTable.name.text;
            if (statement_.only) {
                refuse(fmt::format("cannot use ONLY for foreign key on partitioned table \"{}\" "
                                   "referencing relation \"{}\"",
                                   table_.name, referenced),
                       name);
            } else if (definition.notValid && sink_.serverVersion() < 18) {
                refuse(fmt::format("cannot add NOT VALID foreign key on partitioned table \"{}\" "
                                   "referencing relation \"{}\"",
                                   table_.name, referenced),
                       name);
            }
        }
    }

    void dropConstraint(const DropConstraint& action) {
        const Constraint* constraint = table_.constraint(action.constraint.text);
        if (constraint != nullptr && constraint->inheritCount > 0 &&
            !sink_.isInDoubt(constraint->name)) {
            refuse(fmt::format("cannot drop inherited constraint \"{}\" of relation \"{}\"",
                               constraint->name, table_.name),
                   constraint->name);
        }
    }

    const AlterTable& statement_;
    const Table& table_;
    FailureSink& sink_;
    bool isPartitioned_;
    bool isWithoutChildren_; ///< ONLY, where there are children
    bool dropsConstraints_ = false;
    Range range_; ///< of the action at hand
};

/// Two tables, one of which is to become the child of the other.
class JoinFailures {
public:
    JoinFailures(const Table& parent, const Table& child, Range range, FailureSink& sink)
        : parent_(parent), child_(child), range_(range), sink_(sink) {}

    void attach(const PartitionBound& bound) {
        if (parent_.partitionedBy == PartitionStrategy::None) {
            refuse(fmt::format("table \"{}\" is not partitioned", parent_.name));
        } else if (child_.partitionOf != 0) {
            refuse(fmt::format("\"{}\" is already a partition", child_.name));
        } else if (!child_.parents.empty()) {
            refuse("cannot attach inheritance child as partition");
        } else if (child_.partitionedBy == PartitionStrategy::None &&
                   !sink_.catalog().children(child_.id).empty()) {
            refuse("cannot attach inheritance parent as partition");
        } else if (isBelow(parent_, child_.id)) {
            refuse("circular inheritance not allowed");
        } else if (isTemporary(child_) != isTemporary(parent_)) {
            refuse(fmt::format("cannot attach a {} relation as partition of {} relation \"{}\"",
                               isTemporary(child_) ? "temporary" : "permanent",
                               isTemporary(parent_) ? "temporary" : "permanent", parent_.name));
        } else if (const Column* extra = extraColumn()) {
            refuse(fmt::format("table \"{}\" contains column \"{}\" not found in parent \"{}\"",
                               child_.name, extra->name, parent_.name));
        } else if (!differs()) {
            boundFailures(parent_, bound, child_.name, range_, sink_);
        }
    }

    void inherit() {
        if (child_.partitionOf != 0) {
            refuse("cannot change inheritance of a partition");
        } else if (parent_.partitionedBy != PartitionStrategy::None) {
            refuse(fmt::format("cannot inherit from partitioned table \"{}\"", parent_.name));
        } else if (isTemporary(parent_) && !isTemporary(child_)) {
            refuse(fmt::format("cannot inherit from temporary relation \"{}\"", parent_.name));
        } else if (contains(child_.parents, parent_.id)) {
            refuse(fmt::format("relation \"{}\" would be inherited from more than once",
                               parent_.name));
        } else if (isBelow(parent_, child_.id)) {
            refuse("circular inheritance not allowed");
        } else {
            differs();
        }
    }

private:
    void refuse(std::string error) {
        sink_.add(FailureKind::InvalidDefinition, std::move(error), range_, child_.name);
    }

    static bool isTemporary(const Table& table) {
        return table.persistence == Persistence::Temporary;
    }

    /// The table itself, or one that it inherits from, is `ancestor`.
    bool isBelow(const Table& table, ObjectId ancestor) const {
        llvm::SetVector<ObjectId> above; // there may be circles already, for all that a text says
        above.insert(table.id);
        for (size_t i = 0; i < above.size() && above[i] != ancestor; ++i) {
            if (const Table* one = sink_.catalog().get<Table>(above[i])) {
                above.insert(one->partitionOf);
                above.insert(one->parents.begin(), one->parents.end());
            }
        }
        return above.contains(ancestor);
    }

    const Column* extraColumn() const {
        const auto found = std::ranges::find_if(child_.columns, [&](const Column& one) {
            return parent_.column(one.name) == nullptr && !sink_.isInDoubt(one.name);
        });
        return found == child_.columns.end() ? nullptr : &*found;
    }

    /// Says where the child lacks what the parent has, and whether it does.
    bool differs() {
        for (const Column& column : parent_.columns) {
            const Column* own = child_.column(column.name);
            if (sink_.isInDoubt(column.name)) {
                continue;
            }
            if (own == nullptr) {
                refuse(fmt::format("child table is missing column \"{}\"", column.name));
                return true;
            }
            if (hasOtherType(column, *own)) {
                refuse(fmt::format("child table \"{}\" has different type for column \"{}\"",
                                   child_.name, column.name));
                return true;
            }
            if (column.notNull && !own->notNull) {
                refuse(fmt::format("column \"{}\" in child table \"{}\" must be marked NOT NULL",
                                   column.name, child_.name));
                return true;
            }
        }
        for (const Constraint& one : parent_.constraints) {
            if (one.kind == ConstraintKind::Check && !one.noInherit && !sink_.isInDoubt(one.name) &&
                child_.constraint(one.name) == nullptr) {
                refuse(fmt::format("child table is missing constraint \"{}\"", one.name));
                return true;
            }
        }
        return false;
    }

    static bool hasOtherType(const Column& a, const Column& b) {
        return a.type != nullptr && b.type != nullptr && !a.type->columnType &&
               !b.type->columnType &&
               (a.type->isSerial() || isBuiltinType(a.type->name.name.text)) &&
               (b.type->isSerial() || isBuiltinType(b.type->name.name.text)) &&
               plainTypeName(*a.type) != plainTypeName(*b.type);
    }

    const Table& parent_;
    const Table& child_;
    Range range_;
    FailureSink& sink_;
};

} // namespace

void inheritanceFailures(const AlterTable& statement, const Table& table, FailureSink& sink) {
    InheritanceFailures(statement, table, sink).run();
    if (statement.actions.size() != 1) {
        return;
    }
    const AlterAction& action = *statement.actions.front();
    const auto* inherit = as<Inherit>(action);
    if (const auto* attach = as<AttachPartition>(action)) {
        if (const Table* child = sink.seenTable(attach->partition)) {
            JoinFailures(table, *child, action.range, sink).attach(attach->bound);
        }
    } else if (const auto* detach = as<DetachPartition>(action)) {
        const Table* child = sink.seenTable(detach->partition);
        if (child != nullptr && child->partitionOf != table.id) {
            sink.add(FailureKind::InvalidDefinition,
                     fmt::format("relation \"{}\" is not a partition of relation \"{}\"",
                                 child->name, table.name),
                     action.range, child->name);
        }
    } else if (const Table* parent =
                   inherit == nullptr ? nullptr : sink.seenTable(inherit->parent)) {
        if (!inherit->remove) {
            JoinFailures(*parent, table, action.range, sink).inherit();
        } else if (!contains(table.parents, parent->id)) {
            sink.add(FailureKind::InvalidDefinition,
                     fmt::format("relation \"{}\" is not a parent of relation \"{}\"", parent->name,
                                 table.name),
                     action.range, parent->name);
        }
    }
}

} // namespace ironlaw
