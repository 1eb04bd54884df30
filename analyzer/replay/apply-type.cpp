// What definitions name: types with the schemas that they were found in, and the objects that the
// definitions need.
#include "analyzer/catalog/expressions.h"
#include "analyzer/replay/apply.h"
#include "analyzer/replay/output-columns.h"

#include <array>

namespace ironlaw {

namespace {

/// Types whose length is enforced by a function around the value (pg_cast; of interval's, NULL
/// needs none: coerce_type in src/backend/parser/parse_coerce.c).
constexpr std::array<std::string_view, 9> typesWithLength = {
    "bit", "bpchar", "numeric", "time", "timetz", "timestamp", "timestamptz", "varbit", "varchar"};

} // namespace

bool Applier::keepsDefault(const Expression* value, const TypeName& type) const {
    // A default that is NULL is not kept, unless something stands around it that makes it fit
    // (AddRelationNewConstraints, src/backend/catalog/heap.c).
    if (!isNullConstant(value)) {
        return true;
    }
    Lookup<Type> known = catalog_.type(type.name);
    const bool isDomain = known && known->typeKind == TypeKind::Domain;
    const bool hasLength =
        !type.modifiers.empty() &&
        std::ranges::find(typesWithLength, type.name.name.text.view()) != typesWithLength.end();
    return isDomain || hasLength;
}

const TypeName* Applier::resolved(const TypeName& type) const {
    if (type.columnType) {
        // Of schema.table.column the schema is not kept: the table may be in any.
        const Table* table = catalog_.table({{}, type.name.schema, {}}).object;
        if (table == nullptr) {
            catalog_.each<Table>([&](const Table& one) {
                table = table == nullptr && one.name == type.name.schema.text ? &one : table;
            });
        }
        const Column* column = table != nullptr ? table->column(type.name.name.text) : nullptr;
        return column != nullptr && column->type != nullptr ? column->type : &type;
    }
    // PostgreSQL's own types need no schema, and stand in front of those of the default schema.
    Lookup<Type> found = catalog_.type(type.name);
    const bool isVisible = !found || found->schema == catalog_.defaultSchema();
    if (!type.name.schema.empty() || isVisible) {
        return &type;
    }
    TypeName qualified = type;
    qualified.name.schema = {found->schema, needsQuotes(found->schema)};
    return catalog_.keep(qualified);
}

std::vector<TypeName> Applier::argumentTypes(std::span<const TypeName> types) const {
    std::vector<TypeName> result;
    for (const TypeName& type : types) {
        TypeName& argument = result.emplace_back(*resolved(type));
        argument.modifiers = {};
        argument.modifierTexts = {};
    }
    return result;
}

std::vector<ObjectId> Applier::needsOf(std::initializer_list<const Expression*> expressions) const {
    Needs needs(catalog_);
    for (const Expression* expression : expressions) {
        needs.expression(expression);
    }
    return needs.take();
}

std::vector<ColumnNumber> Applier::columnsOf(ObjectId table,
                                             std::initializer_list<const Expression*> expressions) {
    std::vector<ColumnNumber> result;
    for (const Expression* expression : expressions) {
        for (std::string_view name : columnsIn(expression)) {
            const Table* known = catalog_.get<Table>(table);
            const Column* column = known == nullptr ? nullptr : known->column(name);
            if (column != nullptr) {
                result.push_back(column->number);
            }
        }
    }
    return result;
}

std::vector<std::pair<ObjectId, ColumnNumber>>
Applier::usedColumns(ObjectId table, std::initializer_list<const Expression*> expressions) {
    std::vector<std::pair<ObjectId, ColumnNumber>> result;
    for (ColumnNumber number : columnsOf(table, expressions)) {
        result.emplace_back(table, number);
    }
    for (const Expression* expression : expressions) {
        walkExpression(expression, [&](const Expression& node) {
            const std::vector<ObjectId> relations = relationsIn(node.subquery(), catalog_);
            std::ranges::copy(columnsIn(node.subquery(), relations, catalog_),
                              std::back_inserter(result));
            return true;
        });
    }
    return result;
}

void Applier::linkGenerated(ObjectId table) {
    auto isUnlinked = [](const Column& column) {
        return column.generation != nullptr && column.generatedFrom.empty();
    };
    if (!std::ranges::any_of(catalog_.get<Table>(table)->columns, isUnlinked)) {
        return;
    }
    for (Column& column : catalog_.edit<Table>(table)->columns) {
        if (isUnlinked(column)) {
            column.generatedFrom = columnsOf(table, {column.generation});
        }
    }
}

} // namespace ironlaw
