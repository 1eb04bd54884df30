// Where expressions stand in statements.
#include "analyzer/replay/calls.h"

namespace ironlaw {

namespace {

class Calls {
public:
    explicit Calls(VisitCall visit) : visit_(visit) {}

    void of(const Expression* root) {
        walkExpression(root, [&](const Expression& node) {
            if (node.kind == ExpressionKind::FunctionCall) {
                visit_(node);
            }
            if (node.subquery() != nullptr) {
                of(node.subquery());
            }
            return true;
        });
    }

    void of(const Query* query) {
        if (query == nullptr) {
            return;
        }
        // Subqueries of expressions are reached through these.
        eachExpression(*query, [&](const Expression* root) { of(root); });
        for (const CommonTableExpression& common : query->clauses->with) {
            of(common.query);
        }
        for (const Query* arm : query->clauses->arms) {
            of(arm);
        }
        for (const FromItem* item : query->from) {
            of(item);
        }
        of(query->source);
    }

    void of(const FromItem* item) {
        if (item != nullptr) {
            of(item->left);
            of(item->right);
            of(item->subquery);
        }
    }

    void of(const ConstraintDefinition& constraint) {
        of(constraint.expression);
        of(constraint.predicate);
        for (const IndexKey& element : constraint.elements) {
            of(element.expression);
        }
    }

    void of(const ColumnDefinition& column) {
        of(column.defaultValue);
        of(column.generation);
        for (const ConstraintDefinition& constraint : column.constraints) {
            of(constraint);
        }
    }

    void of(const CreateTable& table) {
        for (const ColumnDefinition& column : table.columns) {
            of(column);
        }
        for (const ConstraintDefinition& constraint : table.constraints) {
            of(constraint);
        }
        for (const Expression* key : table.partitionExpressions) {
            of(key);
        }
    }

    void of(const AlterAction& action) {
        if (const auto* add = as<AddColumn>(action)) {
            of(add->column);
        } else if (const auto* value = as<SetDefault>(action)) {
            of(value->value);
        } else if (const auto* generation = as<SetExpression>(action)) {
            of(generation->expression);
        } else if (const auto* type = as<AlterColumnType>(action)) {
            of(type->conversion);
        } else if (const auto* constraint = as<AddConstraint>(action)) {
            of(constraint->constraint);
        }
    }

    void of(const CreateIndex& index) {
        for (const IndexKey& key : index.keys) {
            of(key.expression);
        }
        of(index.predicate);
    }

    void of(const PolicyStatement& policy) {
        of(policy.usingExpression);
        of(policy.checkExpression);
    }

    void of(const CreateRule& rule) {
        of(rule.condition);
        for (const Query* action : rule.actions) {
            of(action);
        }
    }

private:
    VisitCall visit_;
};

} // namespace

void eachCall(const Statement& statement, VisitCall visit) {
    Calls calls(visit);
    switch (statement.kind) {
    case StatementKind::CreateTable: calls.of(*as<CreateTable>(statement)); break;
    case StatementKind::CreateTableAs: calls.of(as<CreateTableAs>(statement)->query); break;
    case StatementKind::AlterTable:
        for (const AlterAction* action : as<AlterTable>(statement)->actions) {
            calls.of(*action);
        }
        break;
    case StatementKind::CreateIndex: calls.of(*as<CreateIndex>(statement)); break;
    case StatementKind::CreateView: calls.of(as<CreateView>(statement)->query); break;
    case StatementKind::CreateDomain: calls.of(as<CreateDomain>(statement)->definition); break;
    case StatementKind::AlterDomain:
        calls.of(as<AlterDomain>(statement)->defaultValue);
        calls.of(as<AlterDomain>(statement)->constraint);
        break;
    case StatementKind::CreateTrigger: calls.of(as<CreateTrigger>(statement)->when); break;
    case StatementKind::CreateRule: calls.of(*as<CreateRule>(statement)); break;
    case StatementKind::CreatePolicy: calls.of(*as<CreatePolicy>(statement)); break;
    case StatementKind::AlterPolicy: calls.of(*as<AlterPolicy>(statement)); break;
    case StatementKind::Copy: calls.of(as<Copy>(statement)->query); break;
    case StatementKind::Query:
        if (as<QueryStatement>(statement)->executes) {
            calls.of(as<QueryStatement>(statement)->query);
        }
        break;
    default: break;
    }
}

} // namespace ironlaw
