// Visits everything that hangs on a statement, and the statements within it.
#pragma once

#include "tools/fuzz/node-walk.h"

namespace ironlaw::fuzz {

class StatementWalk : public NodeWalk {
public:
    using NodeWalk::NodeWalk;

    void statement(const Statement& statement) {
        place(statement.range);
        count(wordsOf(statement.kind));
        for (const FeatureUse& use : statement.features) {
            place(use.location);
            count(wordsOf(use.feature));
        }
        table(statement);
        object(statement);
        reference(statement);
        routine(statement);
        session(statement);
    }

private:
    void action(const AlterAction& action, Range statement) {
        if (!statement.contains(action.range)) {
            fail("an action is outside of its statement");
        }
        if (const auto* added = as<AddColumn>(action)) {
            column(added->column);
        } else if (const auto* dropped = as<DropColumn>(action)) {
            name(dropped->column);
        } else if (const auto* altered = as<AlterColumnType>(action)) {
            name(altered->column);
            type(altered->type);
            name(altered->collation);
            expression(altered->conversion);
        } else if (const auto* set = as<SetDefault>(action)) {
            name(set->column);
            expression(set->value);
        } else if (const auto* addition = as<AddConstraint>(action)) {
            constraint(addition->constraint);
        } else if (const auto* attached = as<AttachPartition>(action)) {
            name(attached->partition);
        } else if (const auto* detached = as<DetachPartition>(action)) {
            name(detached->partition);
        } else if (const auto* inherit = as<Inherit>(action)) {
            name(inherit->parent);
        }
    }

    void table(const Statement& statement) {
        if (const auto* created = as<CreateTable>(statement)) {
            createTable(*created);
        } else if (const auto* filled = as<CreateTableAs>(statement)) {
            name(filled->name);
            names(filled->columns);
            outerQuery(filled->query);
        } else if (const auto* altered = as<AlterTable>(statement)) {
            name(altered->name);
            for (const AlterAction* one : altered->actions) {
                action(*one, statement.range);
            }
        } else if (const auto* index = as<CreateIndex>(statement)) {
            name(index->name);
            name(index->table);
            count(index->method);
            names(index->included);
            expression(index->predicate);
            for (const IndexKey& key : index->keys) {
                name(key.column);
                expression(key.expression);
                name(key.collation);
                name(key.operatorClass);
            }
        }
    }
    void createTable(const CreateTable& table) {
        name(table.name);
        for (const ColumnDefinition& one : table.columns) {
            column(one);
        }
        for (const ConstraintDefinition& one : table.constraints) {
            constraint(one);
        }
        for (const LikeClause& like : table.likes) {
            name(like.source);
        }
        names(table.inherits);
        name(table.partitionOf);
        names(table.partitionColumns);
        type(table.ofType);
    }

    void object(const Statement& statement) {
        if (const auto* schema = as<CreateSchema>(statement)) {
            name(schema->name);
            nested(schema->elements, statement.range);
        } else if (const auto* sequence = as<CreateSequence>(statement)) {
            name(sequence->name);
            name(sequence->ownedByTable);
            type(sequence->type);
        } else if (const auto* created = as<CreateType>(statement)) {
            name(created->name);
            for (const std::string_view label : created->labels) {
                count(label);
            }
            for (const ColumnDefinition& attribute : created->attributes) {
                column(attribute);
            }
        } else if (const auto* altered = as<AlterEnum>(statement)) {
            name(altered->name);
            count(altered->value);
            count(altered->oldValue);
            count(altered->neighbour);
        } else if (const auto* domain = as<CreateDomain>(statement)) {
            name(domain->name);
            column(domain->definition);
        } else if (const auto* changed = as<AlterDomain>(statement)) {
            name(changed->name);
            constraint(changed->constraint);
            expression(changed->defaultValue);
        } else if (const auto* view = as<CreateView>(statement)) {
            name(view->name);
            names(view->columns);
            outerQuery(view->query);
        } else {
            list(statement);
        }
    }

    void list(const Statement& statement) {
        if (const auto* grant = as<Grant>(statement)) {
            names(grant->relations);
            names(grant->roles);
            for (const ObjectReference& object : grant->objects) {
                reference(object);
            }
        } else if (statement.kind == StatementKind::CreateDefinition ||
                   statement.kind == StatementKind::AlterDefinition) {
            reference(static_cast<const DefinitionStatement&>(statement).object);
        } else if (const auto* statistics = as<CreateStatistics>(statement)) {
            name(statistics->name);
            name(statistics->table);
            for (const IndexKey& key : statistics->keys) {
                name(key.column);
                expression(key.expression);
            }
        } else if (statement.kind == StatementKind::CreatePublication ||
                   statement.kind == StatementKind::AlterPublication) {
            const auto& publication = static_cast<const PublicationStatement&>(statement);
            name(publication.name);
            names(publication.tables);
        }
    }

    void reference(const ObjectReference& reference) {
        name(reference.name);
        name(reference.part);
        for (const TypeName& argument : reference.arguments) {
            type(argument);
        }
    }
    void reference(const Statement& statement) {
        if (const auto* drop = as<Drop>(statement)) {
            count(wordsOf(drop->objectKind));
            for (const ObjectReference& one : drop->objects) {
                reference(one);
            }
        } else if (const auto* rename = as<Rename>(statement)) {
            reference(rename->object);
            name(rename->newName);
        } else if (const auto* moved = as<SetSchema>(statement)) {
            reference(moved->object);
            name(moved->newSchema);
        } else if (const auto* owner = as<ChangeOwner>(statement)) {
            reference(owner->object);
            name(owner->newOwner);
        } else if (const auto* comment = as<CommentOn>(statement)) {
            reference(comment->object);
            count(comment->text);
        }
    }

    void nested(std::span<const Statement* const> statements, Range outer) {
        for (const Statement* one : statements) {
            if (!outer.contains(one->range)) {
                fail("a nested statement is outside of the one around it");
            }
            statement(*one);
        }
    }
    void body(const Body& body, Range outer) {
        count(body.language);
        place(body.range);
        nested(body.statements, outer);
    }
    void routine(const Statement& statement) {
        if (const auto* created = as<CreateRoutine>(statement)) {
            name(created->name);
            type(created->result);
            for (const RoutineArgument& argument : created->arguments) {
                name(argument.name);
                type(argument.type);
            }
            body(created->body, statement.range);
        } else if (const auto* block = as<Do>(statement)) {
            body(block->body, statement.range);
        } else if (const auto* trigger = as<CreateTrigger>(statement)) {
            name(trigger->name);
            name(trigger->table);
            name(trigger->function);
            names(trigger->columns);
            expression(trigger->when);
        } else if (const auto* policy = as<CreatePolicy>(statement)) {
            name(policy->name);
            name(policy->table);
            count(policy->command);
            expression(policy->usingExpression);
            expression(policy->checkExpression);
        }
    }

    void session(const Statement& statement) {
        if (const auto* variable = as<SetVariable>(statement)) {
            name(variable->name);
            for (const std::string_view value : variable->values) {
                count(value);
            }
        } else if (const auto* copy = as<Copy>(statement)) {
            name(copy->table);
            names(copy->columns);
            outerQuery(copy->query);
        } else if (const auto* plain = as<QueryStatement>(statement)) {
            outerQuery(plain->query);
        } else if (const auto* call = as<Call>(statement)) {
            expression(call->call);
        } else if (const auto* other = as<OtherStatement>(statement)) {
            count(other->words);
            count(other->reason);
        }
    }
};

} // namespace ironlaw::fuzz
