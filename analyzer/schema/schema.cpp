// What the formats have in common.
#include "analyzer/schema/schema.h"

#include <algorithm>
#include <set>

namespace ironlaw {

namespace {

struct Format {
    std::string_view name;
    SchemaPrinter print;
};

constexpr Format formats[] = {
    {"sql", printSchemaSql},
    {"json", printSchemaJson},
    {"mermaid", printSchemaMermaid},
    {"dot", printSchemaDot},
};

} // namespace

SchemaPrinter findSchemaPrinter(std::string_view format) {
    const auto* found = std::ranges::find(formats, format, &Format::name);
    return found == std::end(formats) ? nullptr : found->print;
}

std::vector<std::string_view> schemaFormats() {
    std::vector<std::string_view> result;
    for (const Format& format : formats) {
        result.push_back(format.name);
    }
    return result;
}

std::vector<std::string_view> schemaNames(const Catalog& catalog) {
    std::set<std::string_view> names;
    catalog.each<Schema>([&](const Schema& schema) { names.insert(schema.name); });
    auto holder = [&](const CatalogObject& object) {
        if (isPrinted(object)) {
            names.insert(object.schema);
        }
    };
    catalog.each<Table>(holder);
    catalog.each<View>(holder);
    catalog.each<Sequence>(holder);
    catalog.each<Type>(holder);
    catalog.each<Routine>(holder);
    names.erase(std::string(temporarySchema));
    return {names.begin(), names.end()};
}

ReferencedTable referencedBy(const Constraint& foreignKey, const Catalog& catalog) {
    const Table* table = catalog.get<Table>(foreignKey.referencedTable);
    if (table == nullptr) {
        const QualifiedName& name = foreignKey.referencedName;
        return {name.schema.empty() ? catalog.defaultSchema() : name.schema.text.view(),
                name.name.text, foreignKey.referencedColumns};
    }
    ReferencedTable result{table->schema, table->name, {}};
    for (ColumnNumber number : foreignKey.referencedNumbers) {
        const Column* column = table->column(number);
        result.columns.push_back(column == nullptr ? std::string_view() : column->name);
    }
    // Columns that nobody saw made are known by the names that they were given here.
    if (std::ranges::find(result.columns, std::string_view()) != result.columns.end() &&
        foreignKey.referencedColumns.size() == result.columns.size()) {
        result.columns = foreignKey.referencedColumns;
    }
    return result;
}

} // namespace ironlaw
