// ALTER TABLE on a column or constraint that is not as the action needs it: identity twice, a
// default for a generated column, a type that its values and its default cannot take
// (ATExecAddIdentity, ATPrepAlterColumnType and others in src/backend/commands/tablecmds.c).
#include "analyzer/replay/failure-sink.h"
#include "analyzer/replay/type-fit.h"

#include <fmt/format.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringSet.h>

#include <algorithm>

namespace ironlaw {

namespace {

const ColumnAction* asColumnAction(const AlterAction& action) {
    const bool isOne =
        action.kind >= AlterActionKind::SetNotNull && action.kind <= AlterActionKind::DropIdentity;
    return isOne ? static_cast<const ColumnAction*>(&action) : nullptr;
}

std::string_view columnOf(const AlterAction& action) {
    if (const auto* add = as<AddColumn>(action)) {
        return add->column.name.text;
    }
    if (const auto* drop = as<DropColumn>(action)) {
        return drop->column.text;
    }
    if (const auto* type = as<AlterColumnType>(action)) {
        return type->column.text;
    }
    if (const auto* value = as<SetDefault>(action)) {
        return value->column.text;
    }
    const ColumnAction* one = asColumnAction(action);
    return one == nullptr ? std::string_view() : one->column.text.view();
}

class ColumnFailures {
public:
    ColumnFailures(const AlterTable& statement, const Table& table, FailureSink& sink)
        : statement_(statement), table_(table), sink_(sink) {}

    void run() {
        for (const AlterAction* action : statement_.actions) {
            ++actions_[columnOf(*action)];
            const auto* value = as<SetDefault>(*action);
            if (value != nullptr && value->value == nullptr) {
                losesDefault_.insert(value->column.text.view());
            }
        }
        for (const AlterAction* action : statement_.actions) {
            range_ = action->range;
            if (const auto* add = as<AddColumn>(*action)) {
                added(add->column);
            } else if (const auto* validate = as<ValidateConstraint>(*action)) {
                this->validate(*validate);
            } else if (const auto* alter = as<AlterConstraint>(*action)) {
                alterConstraint(*alter);
            } else if (const auto* constraint = as<AddConstraint>(*action)) {
                usingIndex(constraint->constraint);
            } else if (action->kind == AlterActionKind::ClusterOn ||
                       action->kind == AlterActionKind::ReplicaIdentity) {
                needIndex(asOther(*action)->name.text);
            } else if (const Column* column = table_.column(columnOf(*action))) {
                existing(*action, *column);
            }
        }
    }

private:
    void refuse(std::string error, std::string_view name) {
        sink_.add(FailureKind::InvalidDefinition, std::move(error), range_, name);
    }
    void refuseColumn(const Column& column, std::string_view why) {
        refuse(fmt::format("column \"{}\" of relation \"{}\" {}", column.name, table_.name, why),
               column.name);
    }

    void added(const ColumnDefinition& definition) {
        const std::string_view name = definition.name.text;
        if (table_.column(name) == nullptr) {
            columnDefinitionFailures(definition, range_, sink_);
            generatedFailures(definition.generation, range_, sink_, [&](std::string_view other) {
                const Column* column = table_.column(other);
                return other == name ||
                       (column != nullptr && column->generated != GeneratedKind::None);
            });
        }
    }

    void existing(const AlterAction& action, const Column& column) {
        // Which of several actions on one column comes first, their passes decide.
        const bool isAlone = actions_.lookup(column.name) == 1;
        if (sink_.isInDoubt(column.name)) {
            return;
        }
        if (const auto* type = as<AlterColumnType>(action)) {
            this->type(*type, column);
        } else if (const auto* value = as<SetDefault>(action)) {
            setDefault(*value, column, isAlone);
        } else if (const ColumnAction* other = asColumnAction(action); other && isAlone) {
            state(*other, column);
        }
    }

    void state(const ColumnAction& action, const Column& column) {
        const bool isIdentity = column.identity != IdentityKind::None;
        switch (action.kind) {
        case AlterActionKind::AddIdentity: addIdentity(column); break;
        case AlterActionKind::SetIdentity:
        case AlterActionKind::DropIdentity:
            if (!isIdentity && !action.ifExists) {
                refuseColumn(column, "is not an identity column");
            }
            break;
        case AlterActionKind::DropNotNull:
            if (isIdentity) {
                refuseColumn(column, "is an identity column");
            }
            break;
        case AlterActionKind::DropExpression:
        case AlterActionKind::SetExpression:
            if (column.generated == GeneratedKind::None && !action.ifExists) {
                refuseColumn(column, "is not a generated column");
            }
            break;
        default: break;
        }
    }

    void addIdentity(const Column& column) {
        if (!column.notNull) {
            refuseColumn(column, "must be declared NOT NULL before identity can be added");
        } else if (column.identity != IdentityKind::None) {
            refuseColumn(column, "is already an identity column");
        } else if (column.hasDefault) {
            refuseColumn(column, "already has a default value");
        } else if (column.type != nullptr && surelyNoInteger(*column.type, sink_.catalog())) {
            refuse("identity column type must be smallint, integer, or bigint", column.name);
        }
    }

    void setDefault(const SetDefault& action, const Column& column, bool isAlone) {
        expressionFailures(action.value, ExpressionUse::Default, range_, sink_);
        if (!isAlone) {
            return;
        }
        if (column.identity != IdentityKind::None) {
            refuseColumn(column, "is an identity column");
        } else if (column.generated != GeneratedKind::None) {
            refuseColumn(column, "is a generated column");
        } else if (action.value != nullptr && column.type != nullptr) {
            defaultFailures(*action.value, *column.type, column.name, range_, sink_);
        }
    }

    void type(const AlterColumnType& action, const Column& column) {
        if (column.type == nullptr || column.generated != GeneratedKind::None ||
            sink_.isInDoubt(action.type.name.name.text)) {
            return;
        }
        if (action.conversion == nullptr &&
            surelyUnassignable(*column.type, action.type, sink_.catalog())) {
            refuse(fmt::format("column \"{}\" cannot be cast automatically to type {}", column.name,
                               plainTypeName(action.type)),
                   column.name);
        } else if (column.defaultValue != nullptr && !losesDefault_.contains(column.name) &&
                   surelyLosesDefault(*column.defaultValue,
                                      column.defaultType != nullptr ? *column.defaultType
                                                                    : *column.type,
                                      action.type, sink_.catalog())) {
            refuse(fmt::format("default for column \"{}\" cannot be cast automatically to type {}",
                               column.name, plainTypeName(action.type)),
                   column.name);
        } else {
            foreignKeysOf(action, column);
        }
    }

    /// The other side of a foreign key keeps its type.
    void foreignKeysOf(const AlterColumnType& action, const Column& column) {
        for (const Constraint& one : table_.constraints) {
            const Table* referenced = sink_.catalog().get<Table>(one.referencedTable);
            for (size_t i = 0;
                 referenced != nullptr && referenced != &table_ && i < one.referencedNumbers.size();
                 ++i) {
                const Column* key = referenced->column(one.referencedNumbers[i]);
                if (one.columns[i] == column.number && key != nullptr && key->type != nullptr &&
                    !sink_.isInDoubt(one.name) && !sink_.partsAreInDoubt(*referenced) &&
                    surelyIncomparable(action.type, *key->type, sink_.catalog())) {
                    incompatible(one, action.type, *key->type);
                }
            }
        }
        sink_.foreignKeysTo(table_, [&](const Table& from, const Constraint& one) {
            for (size_t i = 0; &from != &table_ && i < one.referencedNumbers.size(); ++i) {
                const Column* near = from.column(one.columns[i]);
                if (one.referencedNumbers[i] == column.number && near != nullptr &&
                    near->type != nullptr &&
                    surelyIncomparable(*near->type, action.type, sink_.catalog())) {
                    incompatible(one, *near->type, action.type);
                }
            }
            return false;
        });
    }

    void incompatible(const Constraint& foreignKey, const TypeName& from, const TypeName& to) {
        refuse(fmt::format("foreign key constraint \"{}\" cannot be implemented between types {} "
                           "and {}",
                           foreignKey.name, plainTypeName(from), plainTypeName(to)),
               foreignKey.name);
    }

    void validate(const ValidateConstraint& action) {
        const Constraint* one = table_.constraint(action.constraint.text);
        if (one != nullptr && !sink_.isInDoubt(one->name) && one->kind != ConstraintKind::Check &&
            one->kind != ConstraintKind::ForeignKey) {
            refuse(fmt::format("constraint \"{}\" of relation \"{}\" is not a foreign key or check "
                               "constraint",
                               one->name, table_.name),
                   one->name);
        }
    }

    void alterConstraint(const AlterConstraint& action) {
        const Constraint* one = table_.constraint(action.constraint.text);
        if (one != nullptr && !sink_.isInDoubt(one->name) &&
            one->kind != ConstraintKind::ForeignKey && action.setsDeferrability) {
            refuse(fmt::format("constraint \"{}\" of relation \"{}\" is not a foreign key "
                               "constraint",
                               one->name, table_.name),
                   one->name);
        }
    }

    void needIndex(std::string_view name) {
        if (!name.empty() && sink_.isAbsent({{table_.schema, false}, {name, false}, {}})) {
            sink_.add(
                FailureKind::UnknownObject,
                fmt::format("index \"{}\" for table \"{}\" does not exist", name, table_.name),
                range_, name);
        }
    }

    void usingIndex(const ConstraintDefinition& definition) {
        const std::string_view name = definition.usingIndex.text;
        const Index* index = as<Index>(sink_.catalog().relationIn(table_.schema, name));
        if (index == nullptr || sink_.isInDoubt(name)) {
            if (!name.empty()) {
                needIndex(name);
            }
            return;
        }
        const bool isPlain = std::ranges::all_of(
            index->keys, [](const IndexColumn& key) { return key.column != 0; });
        if (index->table != table_.id) {
            refuse(fmt::format("index \"{}\" does not belong to table \"{}\"", name, table_.name),
                   name);
        } else if (index->ofConstraint) {
            refuse(fmt::format("index \"{}\" is already associated with a constraint", name), name);
        } else if (!index->unique) {
            refuse(fmt::format("\"{}\" is not a unique index", name), name);
        } else if (!isPlain) {
            refuse(fmt::format("index \"{}\" contains expressions", name), name);
        } else if (index->predicate != nullptr) {
            refuse(fmt::format("\"{}\" is a partial index", name), name);
        }
    }

    const AlterTable& statement_;
    const Table& table_;
    FailureSink& sink_;
    llvm::StringMap<size_t> actions_; ///< how many of them name the column
    llvm::StringSet<> losesDefault_;  ///< by DROP DEFAULT, which comes before its type changes
    Range range_;                     ///< of the action at hand
};

} // namespace

void columnFailures(const AlterTable& statement, const Table& table, FailureSink& sink) {
    ColumnFailures(statement, table, sink).run();
}

} // namespace ironlaw
