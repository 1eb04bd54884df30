// ALTER TABLE that fails (ATPrepCmd and ATExecCmd in src/backend/commands/tablecmds.c).
#include "analyzer/replay/failure-sink.h"

#include <fmt/format.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringSet.h>

#include <algorithm>

namespace ironlaw {

namespace {

class AlterTableFailures {
public:
    AlterTableFailures(const AlterTable& statement, const Table& table, FailureSink& sink)
        : statement_(statement), table_(table), sink_(sink) {}

    void run() {
        // PostgreSQL sorts the actions into passes: what one of them makes or drops is left alone.
        for (const AlterAction* action : statement_.actions) {
            if (const auto* add = as<AddColumn>(*action)) {
                added_.insert(add->column.name.text.view());
                newType(add->column);
            } else if (const auto* drop = as<DropColumn>(*action)) {
                dropped_.insert(drop->column.text.view());
            } else if (const auto* gone = as<DropConstraint>(*action)) {
                dropped_.insert(gone->constraint.text.view());
            } else if (const auto* constraint = as<AddConstraint>(*action)) {
                added_.insert(constraint->constraint.name.text.view());
            } else if (const auto* type = as<AlterColumnType>(*action)) {
                types_[type->column.text.view()] = nullptr;
            }
        }
        for (const AlterAction* action : statement_.actions) {
            columnAction(*action);
            constraintAction(*action);
        }
    }

private:
    /// Of a column that is there already, IF NOT EXISTS or a failure keep the type.
    void newType(const ColumnDefinition& column) {
        const std::string_view name = column.name.text;
        const bool isFree = table_.column(name) == nullptr || dropped_.contains(name);
        types_[name] = isFree && !column.type.name.empty() ? &column.type : nullptr;
    }

    bool lacks(std::string_view column) const {
        return !added_.contains(column) && sink_.lacksColumn(table_, column);
    }

    void columnAction(const AlterAction& action) {
        if (const auto* add = as<AddColumn>(action)) {
            addColumn(*add);
        } else if (const auto* drop = as<DropColumn>(action)) {
            dropColumn(*drop);
        } else if (const auto* type = as<AlterColumnType>(action)) {
            columnType(*type);
        } else if (const auto* value = as<SetDefault>(action)) {
            needColumn(value->column.text, action.range);
        } else if (action.kind >= AlterActionKind::SetNotNull &&
                   action.kind <= AlterActionKind::DropIdentity) {
            const auto& one = static_cast<const ColumnAction&>(action);
            needColumn(one.column.text, action.range);
        }
    }

    void needColumn(std::string_view column, Range anchor) {
        if (lacks(column)) {
            sink_.columnMissing(table_, column, anchor);
        }
    }

    void addColumn(const AddColumn& action) {
        const std::string_view name = action.column.name.text;
        const Column* existing = table_.column(name);
        const bool inherited = existing != nullptr && existing->inheritCount > 0;
        if (FailureSink::isSystemColumn(name)) {
            sink_.systemColumnName(name, action.range);
        }
        if (!action.ifNotExists && !newColumns_.insert(name).second && existing == nullptr) {
            sink_.add(
                FailureKind::DuplicateObject,
                fmt::format("column \"{}\" of relation \"{}\" already exists", name, table_.name),
                action.range, name);
            return;
        }
        if (existing != nullptr && !inherited && !sink_.isInDoubt(name)) {
            if (!action.ifNotExists && !dropped_.contains(name)) {
                sink_.add({FailureKind::DuplicateObject,
                           fmt::format("column \"{}\" of relation \"{}\" already exists", name,
                                       table_.name),
                           action.range,
                           name,
                           {{fmt::format("column \"{}\"", name), existing->origin.location}}});
            }
            return;
        }
        const TypeName& type = action.column.type;
        if (!type.isSerial() && !type.columnType) {
            sink_.needType(type, action.range);
        }
        for (const ConstraintDefinition& definition : action.column.constraints) {
            constraint(definition, action.range);
        }
    }

    void dropColumn(const DropColumn& action) {
        const std::string_view name = action.column.text;
        const Column* column = table_.column(name);
        if (column == nullptr) {
            if (!action.ifExists) {
                needColumn(name, action.range);
            }
            return;
        }
        if (action.cascade || sink_.isInDoubt(name)) {
            return;
        }
        std::vector<Obstacle> obstacles = usersOf(*column);
        sink_.dependents(fmt::format("cannot drop column {} of table {} because other objects "
                                     "depend on it",
                                     name, table_.name),
                         action.range, name, std::move(obstacles));
    }

    /// What goes with the column under CASCADE only.
    std::vector<Obstacle> usersOf(const Column& column) {
        std::vector<Obstacle> result = viewsOfColumn(table_, column, sink_);
        const auto add = [&](std::vector<Obstacle> more) {
            std::ranges::move(more, std::back_inserter(result));
        };
        add(policiesOfColumn(table_, column, sink_));
        add(triggersOfColumn(table_, column, sink_));
        // Until 14 generated columns went along.
        if (sink_.serverVersion() >= 15) {
            std::vector<Obstacle> generated = generatedFrom(table_, column, sink_);
            std::erase_if(generated,
                          [&](const Obstacle& one) { return dropped_.contains(one.name); });
            add(std::move(generated));
        }
        add(sink_.foreignKeysTo(table_, [&](const Table& from, const Constraint& one) {
            return (&from != &table_ || !goesToo(one, column)) &&
                   std::ranges::find(one.referencedNumbers, column.number) !=
                       one.referencedNumbers.end();
        }));
        for (const Sequence* owned : sink_.catalog().partsOf<Sequence>(table_.id)) {
            if (owned->ownerColumn == column.number) {
                add(sequenceObstacles(*owned, {table_.id}, sink_));
            }
        }
        return result;
    }

    /// A foreign key of the table to itself that this statement drops, or that goes with `column`
    /// or with another one that is dropped.
    bool goesToo(const Constraint& foreignKey, const Column& column) const {
        return dropped_.contains(foreignKey.name) ||
               std::ranges::any_of(foreignKey.columns, [&](ColumnNumber number) {
                   const Column* one = table_.column(number);
                   return one == nullptr || one == &column || dropped_.contains(one->name);
               });
    }

    void columnType(const AlterColumnType& action) {
        const std::string_view name = action.column.text;
        const Column* column = table_.column(name);
        if (column == nullptr) {
            needColumn(name, action.range);
            return;
        }
        sink_.needType(action.type, action.range);
        const auto usedBy = [&](std::string_view what, std::vector<Obstacle> users) {
            sink_.dependents(fmt::format("cannot alter type of a column used {}", what),
                             action.range, name, std::move(users));
        };
        usedBy("by a view or rule", viewsOfColumn(table_, *column, sink_));
        usedBy("in a trigger definition", triggersOfColumn(table_, *column, sink_));
        usedBy("in a policy definition", policiesOfColumn(table_, *column, sink_));
        usedBy("by a generated column", generatedFrom(table_, *column, sink_));
    }

    void constraintAction(const AlterAction& action) {
        if (const auto* add = as<AddConstraint>(action)) {
            constraint(add->constraint, action.range);
        } else if (const auto* drop = as<DropConstraint>(action)) {
            dropConstraint(*drop);
        } else if (const auto* validate = as<ValidateConstraint>(action)) {
            needConstraint(validate->constraint.text, action.range);
        } else if (const auto* alter = as<AlterConstraint>(action)) {
            needConstraint(alter->constraint.text, action.range);
        }
    }

    void needConstraint(std::string_view name, Range anchor) {
        if (!added_.contains(name) && sink_.lacksConstraint(table_, name)) {
            sink_.add(FailureKind::UnknownObject,
                      fmt::format("constraint \"{}\" of relation \"{}\" does not exist", name,
                                  table_.name),
                      anchor, name);
        }
    }

    void dropConstraint(const DropConstraint& action) {
        const std::string_view name = action.constraint.text;
        const Constraint* constraint = table_.constraint(name);
        if (constraint == nullptr) {
            if (!action.ifExists) {
                needConstraint(name, action.range);
            }
            return;
        }
        const Index* index = sink_.catalog().get<Index>(constraint->index);
        if (action.cascade || index == nullptr || !isOnlyKey(*index, sink_.catalog())) {
            return;
        }
        std::vector<Obstacle> obstacles =
            sink_.foreignKeysTo(table_, [&](const Table& from, const Constraint& one) {
                const bool goesToo = &from == &table_ && dropped_.contains(one.name);
                return !goesToo && one.referencedIndex == index->id;
            });
        sink_.dependents(fmt::format("cannot drop constraint {} on table {} because other objects "
                                     "depend on it",
                                     name, table_.name),
                         action.range, name, std::move(obstacles));
    }

    void constraint(const ConstraintDefinition& definition, Range anchor) {
        if (!definition.name.empty() && definition.kind != ConstraintKind::NotNull &&
            nameIsTaken(definition, anchor)) {
            return;
        }
        if (!definition.name.empty() && definition.kind != ConstraintKind::NotNull &&
            !newConstraints_.insert(definition.name.text.view()).second) {
            sink_.add(FailureKind::DuplicateObject,
                      fmt::format("constraint \"{}\" for relation \"{}\" already exists",
                                  definition.name.text.view(), table_.name),
                      anchor, definition.name.text);
            return;
        }
        const bool isKey = definition.kind == ConstraintKind::PrimaryKey ||
                           definition.kind == ConstraintKind::Unique;
        const bool isForeignKey = definition.kind == ConstraintKind::ForeignKey;
        for (const Name& column : definition.columns) {
            if ((isKey || isForeignKey) && lacks(column.text)) {
                sink_.keyColumnMissing(definition, column, anchor);
            }
        }
        if (definition.kind == ConstraintKind::PrimaryKey) {
            secondPrimaryKey(anchor);
        }
        if (isKey && definition.usingIndex.empty()) {
            keyFailures(definition.columns, definition.kind, anchor, sink_);
            partitionKeyFailures(definition.columns, anchor, partitionKeyOf(table_), sink_);
        }
        expressionFailures(definition.expression, ExpressionUse::Check, anchor, sink_);
        missingColumnFailures(
            definition.expression, table_.name, [&](std::string_view name) { return lacks(name); },
            anchor, sink_);
        if (isForeignKey) {
            foreignKeyFailures(definition,
                               {&table_, statement_.name, table_.persistence,
                                [&](std::string_view name) { return typeOf(name); }},
                               sink_);
        }
    }

    /// Null also if the statement changes it.
    const TypeName* typeOf(std::string_view name) const {
        const auto changed = types_.find(name);
        if (changed != types_.end()) {
            return changed->second;
        }
        const Column* column = table_.column(name);
        return column == nullptr ? nullptr : column->type;
    }

    bool nameIsTaken(const ConstraintDefinition& definition, Range anchor) {
        const std::string_view name = definition.name.text;
        if (sink_.isInDoubt(name)) {
            return true;
        }
        // A column that goes takes the constraints that mention it along.
        if (!dropped_.empty()) {
            return false;
        }
        const Constraint* existing = table_.constraint(name);
        const bool makesIndex =
            definition.usingIndex.empty() && (definition.kind == ConstraintKind::PrimaryKey ||
                                              definition.kind == ConstraintKind::Unique ||
                                              definition.kind == ConstraintKind::Exclusion);
        if (existing != nullptr && !existing->inherited) {
            const std::string error =
                makesIndex && existing->index != 0
                    ? fmt::format("relation \"{}\" already exists", name)
                    : fmt::format("constraint \"{}\" for relation \"{}\" already exists", name,
                                  table_.name);
            sink_.add({FailureKind::DuplicateObject,
                       error,
                       anchor,
                       name,
                       {{fmt::format("constraint \"{}\"", name), existing->place}}});
            return true;
        }
        return makesIndex && sink_.relationExists(table_.schema, name, anchor);
    }

    void secondPrimaryKey(Range anchor) {
        for (const Constraint& one : table_.constraints) {
            if (one.kind == ConstraintKind::PrimaryKey && !dropped_.contains(one.name) &&
                dropped_.empty() && !sink_.isInDoubt(one.name)) {
                sink_.add({FailureKind::DuplicateObject,
                           fmt::format("multiple primary keys for table \"{}\" are not allowed",
                                       table_.name),
                           anchor,
                           one.name,
                           {{fmt::format("primary key \"{}\"", one.name), one.place, one.name}}});
            }
        }
    }

    const AlterTable& statement_;
    const Table& table_;
    FailureSink& sink_;
    llvm::StringSet<> added_;
    llvm::StringSet<> dropped_;
    llvm::StringSet<> newColumns_;
    llvm::StringSet<> newConstraints_;
    llvm::StringMap<const TypeName*> types_; ///< of columns that are added or changed
};

} // namespace

void alterTableFailures(const AlterTable& statement, FailureSink& sink) {
    if (statement.objectKind == ObjectKind::Type) {
        return;
    }
    if (!statement.ifExists && sink.relationMissing(statement.name, statement.range)) {
        return;
    }
    for (const AlterAction* action : statement.actions) {
        if (const auto* attach = as<AttachPartition>(*action)) {
            sink.relationMissing(attach->partition, action->range);
        } else if (const auto* inherit = as<Inherit>(*action)) {
            sink.relationMissing(inherit->parent, action->range);
        }
    }
    if (const Table* table = sink.seenTable(statement.name)) {
        AlterTableFailures(statement, *table, sink).run();
        inheritanceFailures(statement, *table, sink);
        columnFailures(statement, *table, sink);
    }
}

} // namespace ironlaw
