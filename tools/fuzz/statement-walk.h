// Visits everything that hangs on a statement, as a rule that looks at all of it would: each name,
// type, expression, query, constraint and nested statement. What it is for is finding dangling text
// and places outside of the file; it judges nothing else.
#pragma once

#include "grammar/statements.h"

#include <fmt/format.h>

#include <string>

namespace ironlaw::fuzz {

class StatementWalk {
public:
    /// Places and texts are judged against a file of `fileSize` bytes.
    explicit StatementWalk(size_t fileSize) : fileSize_(fileSize) {}

    void statement(const Statement& statement) {
        place(statement.range);
        count(wordsOf(statement.kind));
        table(statement);
        object(statement);
        reference(statement);
        routine(statement);
        session(statement);
    }

    /// What is wrong, or empty.
    const std::string& failure() const { return failure_; }

private:
    void fail(std::string what) {
        if (failure_.empty()) {
            failure_ = std::move(what);
        }
    }
    void place(Range range) {
        if (range.begin > range.end || range.end > fileSize_) {
            fail(fmt::format("a place [{}, {}) is outside of the file", range.begin, range.end));
        }
    }
    void place(uint32_t offset) { place({offset, offset}); }
    /// Reads every byte, for the address sanitizer.
    void count(std::string_view text) {
        for (const char byte : text) {
            bytes_ += static_cast<unsigned char>(byte);
        }
    }
    void name(const Name& name) {
        count(name.text);
        if (name.text.size() > maxIdentifierBytes) {
            fail("a name is longer than 63 bytes");
        }
    }
    void names(std::span<const Name> list) {
        for (const Name& one : list) {
            name(one);
        }
    }
    void name(const QualifiedName& qualified) {
        name(qualified.schema);
        name(qualified.name);
        place(qualified.range);
        count(displayName(qualified));
    }
    void type(const TypeName& type) {
        name(type.name);
        count(formatType(type));
    }
    void expression(const Expression* root) {
        walkExpression(root, [this](const Expression& node) {
            look(node);
            if (node.subquery() != nullptr) {
                query(node.subquery());
            }
            return true;
        });
    }
    void look(const Expression& node) {
        place(node.location);
        count(node.text);
        for (const Name& part : node.names) {
            count(part.text);
        }
        if (node.type() != nullptr) {
            type(*node.type());
        }
        bytes_ += isNullConstant(&node) ? 1 : 0;
    }
    void expressions(std::span<const Expression* const> list) {
        for (const Expression* one : list) {
            expression(one);
        }
    }
    void targets(std::span<const Target> list) {
        for (const Target& target : list) {
            name(target.name);
            place(target.location);
            expression(target.value);
        }
    }
    void from(const FromItem* item) {
        if (item == nullptr) {
            return;
        }
        place(item->location);
        name(item->relation);
        name(item->alias);
        query(item->subquery);
        expression(item->function);
        from(item->left);
        from(item->right);
        expression(item->condition);
    }
    void query(const Query* root) {
        if (root == nullptr) {
            return;
        }
        place(root->location);
        for (const CommonTableExpression& common : root->clauses->with) {
            name(common.name);
            names(common.columns);
            place(common.location);
            query(common.query);
        }
        for (std::span<const Target> list :
             {root->targets, root->clauses->returning, root->clauses->assignments}) {
            targets(list);
        }
        for (const FromItem* item : root->from) {
            from(item);
        }
        for (std::span<const Expression* const> list :
             {root->clauses->groupBy, root->clauses->orderBy, root->rows}) {
            expressions(list);
        }
        for (const Expression* one :
             {root->where, root->clauses->having, root->clauses->limit, root->clauses->offset}) {
            expression(one);
        }
        for (const Query* arm : root->clauses->arms) {
            query(arm);
        }
        name(root->relation);
        name(root->clauses->relationAlias);
        query(root->source);
    }
    void outerQuery(const Query* root) {
        query(root);
        if (root != nullptr) {
            walkQueries(*root, QueryPlace::TopLevel,
                        [this](const Query& one, QueryPlace) { place(one.location); });
        }
    }

    void constraint(const ConstraintDefinition& constraint) {
        place(constraint.range);
        name(constraint.name);
        names(constraint.columns);
        name(constraint.referencedTable);
        names(constraint.referencedColumns);
        expression(constraint.expression);
        name(constraint.usingIndex);
        count(constraint.accessMethod);
    }
    void column(const ColumnDefinition& column) {
        place(column.range);
        name(column.name);
        type(column.type);
        expression(column.defaultValue);
        expression(column.generation);
        name(column.collation);
        for (const ConstraintDefinition& one : column.constraints) {
            constraint(one);
        }
    }
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
        for (const QualifiedName& parent : table.inherits) {
            name(parent);
        }
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
            for (const QualifiedName& relation : grant->relations) {
                name(relation);
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
            for (const QualifiedName& table : publication.tables) {
                name(table);
            }
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

    size_t fileSize_;
    std::string failure_;
    uint64_t bytes_ = 0; ///< keeps the reads from being optimised away
};

} // namespace ironlaw::fuzz
