// The schema that a catalog holds, printed: for programs, for PostgreSQL, and as a diagram.
#pragma once

#include "analyzer/catalog/catalog.h"

#include <llvm/Support/raw_ostream.h>

#include <algorithm>
#include <functional>

namespace ironlaw {

struct SchemaInput {
    const Catalog& catalog;
    /// The text of the file in which a place lies, as it was parsed.
    std::function<std::string_view(Location)> fileText;
    /// Whether that text has a word in place of one that a migration tool or psql puts there. May
    /// be empty: then none has.
    std::function<bool(Location)> hasPlaceholder = {};
};

using SchemaPrinter = void (*)(const SchemaInput& input, llvm::raw_ostream& out);

/// The printer of a format; null if there is none.
SchemaPrinter findSchemaPrinter(std::string_view format);
std::vector<std::string_view> schemaFormats();

void printSchemaSql(const SchemaInput& input, llvm::raw_ostream& out);
void printSchemaJson(const SchemaInput& input, llvm::raw_ostream& out);
void printSchemaMermaid(const SchemaInput& input, llvm::raw_ostream& out);
void printSchemaDot(const SchemaInput& input, llvm::raw_ostream& out);

/// Not what comes with an extension, nor a routine that lives as long as a session.
inline bool isPrinted(const CatalogObject& object) {
    const Type* type = as<Type>(&object);
    const bool ofExtension = type != nullptr && type->extension != 0;
    const bool temporary = object.schema == temporarySchema;
    return !ofExtension && (object.kind != CatalogKind::Routine || !temporary);
}

/// All objects of kind `T`, that are printed, sorted by schema and name.
template <typename T> std::vector<const T*> sortedObjects(const Catalog& catalog) {
    std::vector<const T*> result;
    catalog.each<T>([&](const T& object) {
        if (isPrinted(object)) {
            result.push_back(&object);
        }
    });
    std::ranges::stable_sort(result, [](const T* a, const T* b) {
        return std::pair(a->schema, a->name) < std::pair(b->schema, b->name);
    });
    return result;
}

/// The schemas that exist or hold something, sorted; not that of temporary objects.
std::vector<std::string_view> schemaNames(const Catalog& catalog);

/// The table that a foreign key refers to, as far as it is known.
struct ReferencedTable {
    std::string_view schema;
    std::string_view name;
    std::vector<std::string_view> columns;
};
ReferencedTable referencedBy(const Constraint& foreignKey, const Catalog& catalog);

} // namespace ironlaw
