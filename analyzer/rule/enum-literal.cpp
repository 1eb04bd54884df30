// Telling the types of columns, and following values to where they become the result.
#include "analyzer/rule/enum-literal.h"

#include "grammar/query-scope.h"

namespace ironlaw {

namespace {

class Literals {
public:
    Literals(const QueryUse* use, const Catalog& catalog, const EnumLiteralVisit& visit)
        : use_(use), catalog_(catalog), visit_(visit) {}

    /// `value` becomes one of the enum.
    void value(const Expression* value, const Type* type) const {
        if (value == nullptr || type == nullptr) {
            return;
        }
        switch (value->kind) {
        case ExpressionKind::String: visit_(*value, *type); break;
        case ExpressionKind::Array:
        case ExpressionKind::Coalesce:
            for (const Expression* part : value->operands) {
                this->value(part, type);
            }
            break;
        case ExpressionKind::Case: {
            // The argument if there is one, then WHEN and THEN in turns, then ELSE.
            const size_t first = value->text == "simple" ? 1 : 0;
            for (size_t i = first; i < value->operands.size(); ++i) {
                if ((i - first) % 2 == 1 || i + 1 == value->operands.size()) {
                    this->value(value->operands[i], type);
                }
            }
            break;
        }
        default: break;
        }
    }

    /// Casts to an enum, and comparisons with its columns.
    void within(const Expression* root) const {
        walkExpression(root, [&](const Expression& node) {
            if (node.kind == ExpressionKind::Cast) {
                value(node.operands.front(), enumOf(node.type()));
            } else if (node.kind == ExpressionKind::Operator) {
                // One side is compared with the other, or with each of a list.
                const Type* type = typeOf(*node.operands.front());
                for (const Expression* other : node.operands) {
                    value(other, type);
                    value(node.operands.front(), typeOf(*other));
                }
            }
            return true;
        });
    }

    void query(const Query& query) const {
        const Lookup<Table> table = catalog_.table(query.relation);
        if (query.kind == QueryKind::Insert && table && query.source != nullptr) {
            inserted(query, *table);
        }
        for (const Target& target : query.targets) {
            if (query.kind == QueryKind::Update) {
                value(target.value, typeOfColumn(table.object, target.name));
            }
            within(target.value);
        }
        for (const Target& target : query.clauses->assignments) {
            value(target.value, typeOfColumn(table.object, target.name));
            within(target.value);
        }
        for (const Target& target : query.clauses->returning) {
            within(target.value);
        }
        for (const Expression* row : query.rows) {
            within(row);
        }
        within(query.where);
        within(query.clauses->having);
    }

    const Type* enumOf(const TypeName* type) const {
        if (type == nullptr || type->dimensions > 0) {
            return nullptr;
        }
        const Lookup<Type> found = catalog_.type(type->name);
        return found && found->typeKind == TypeKind::Enum ? found.object : nullptr;
    }

private:
    const Type* typeOfColumn(const Table* table, const Name& name) const {
        const Column* column = table == nullptr ? nullptr : table->column(name.text.view());
        return column == nullptr ? nullptr : enumOf(column->type);
    }

    /// The values go to the columns named, or to those of the table in their order.
    void inserted(const Query& query, const Table& table) const {
        auto typeAt = [&](size_t i) -> const Type* {
            if (query.targets.empty()) {
                return i < table.columns.size() ? enumOf(table.columns[i].type) : nullptr;
            }
            return i < query.targets.size() ? typeOfColumn(&table, query.targets[i].name) : nullptr;
        };
        for (const Expression* row : query.source->rows) {
            for (size_t i = 0; i < row->operands.size(); ++i) {
                value(row->operands[i], typeAt(i));
            }
        }
        for (size_t i = 0; i < query.source->targets.size(); ++i) {
            value(query.source->targets[i].value, typeAt(i));
        }
    }

    /// Of a column, in the query or in those around it.
    const Type* typeOf(const Expression& expression) const {
        if (expression.kind != ExpressionKind::ColumnReference || expression.names.empty()) {
            return nullptr;
        }
        for (const QueryUse* use = use_; use != nullptr; use = use->outer) {
            const Column* column =
                columnOf(use->query.relation, use->query.clauses->relationAlias, expression);
            for (const FromItem* item : use->query.from) {
                column = column == nullptr ? columnIn(item, *use, expression) : column;
            }
            if (column != nullptr) {
                return enumOf(column->type);
            }
        }
        return nullptr;
    }

    const Column* columnIn(const FromItem* item, const QueryUse& use,
                           const Expression& reference) const {
        if (item == nullptr) {
            return nullptr;
        }
        if (item->kind == FromKind::Relation) {
            const bool isCommon = findCommon(item->relation, &use).expression != nullptr;
            return isCommon ? nullptr : columnOf(item->relation, item->alias, reference);
        }
        const Column* left = columnIn(item->left, use, reference);
        return left != nullptr ? left : columnIn(item->right, use, reference);
    }

    const Column* columnOf(const QualifiedName& relation, const Name& alias,
                           const Expression& reference) const {
        const Name& called = alias.empty() ? relation.name : alias;
        const bool isMeant =
            reference.names.size() < 2 || reference.names[reference.names.size() - 2] == called;
        const Lookup<Table> table = catalog_.table(relation);
        return isMeant && table ? table->column(reference.names.back().text.view()) : nullptr;
    }

    const QueryUse* use_;
    const Catalog& catalog_;
    const EnumLiteralVisit& visit_;
};

} // namespace

void eachEnumLiteral(const Expression* value, const TypeName* type, const Catalog& catalog,
                     const EnumLiteralVisit& visit) {
    const Literals literals(nullptr, catalog, visit);
    literals.value(value, literals.enumOf(type));
    literals.within(value);
}

void eachEnumLiteral(const QueryUse& use, const Catalog& catalog, const EnumLiteralVisit& visit) {
    Literals(&use, catalog, visit).query(use.query);
}

} // namespace ironlaw
