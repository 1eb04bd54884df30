// The schema as JSON, which shared/interface.md promises. Absent things are left out.
#include "analyzer/catalog/type-text.h"
#include "analyzer/diagnostic/sanitise.h"
#include "analyzer/schema/words.h"
#include "analyzer/schema/written.h"
#include "grammar/name.h"

#include <llvm/Support/JSON.h>

#include <algorithm>

namespace ironlaw {

namespace {

std::string exact(std::string_view text) { return llvm::json::fixUTF8(text); }

/// SQL's words as JSON has them: "SET NULL" is "set-null".
std::string hyphenated(std::string_view words) {
    std::string result = foldedIdentifier(words);
    std::ranges::replace(result, ' ', '-');
    return result;
}

std::string_view kindOf(const Table& table) {
    if (table.persistence == Persistence::Temporary) {
        return "temporary";
    }
    if (table.foreign) {
        return "foreign";
    }
    return table.partitionedBy != PartitionStrategy::None ? "partitioned" : "table";
}

std::string_view kindOf(ConstraintKind kind) {
    switch (kind) {
    case ConstraintKind::NotNull: return "not-null";
    case ConstraintKind::PrimaryKey: return "primary-key";
    case ConstraintKind::Unique: return "unique";
    case ConstraintKind::Check: return "check";
    case ConstraintKind::ForeignKey: return "foreign-key";
    case ConstraintKind::Exclusion: return "exclusion";
    }
    return "";
}

std::string_view kindOf(TypeKind kind) {
    switch (kind) {
    case TypeKind::Base:
    case TypeKind::Shell: return "base";
    case TypeKind::Enum: return "enum";
    case TypeKind::Composite: return "composite";
    case TypeKind::Range: return "range";
    case TypeKind::Domain: return "domain";
    }
    return "";
}

class JsonPrinter {
public:
    JsonPrinter(const SchemaInput& input, llvm::raw_ostream& out)
        : input_(input), catalog_(input.catalog), json_(out, 2) {}

    void print();

private:
    template <typename T> void list(std::string_view key, void (JsonPrinter::*one)(const T&)) {
        json_.attributeArray(key, [&] {
            for (const T* object : sortedObjects<T>(catalog_)) {
                json_.object([&] { (this->*one)(*object); });
            }
        });
    }
    /// Triggers and policies, which are named within their table.
    template <typename Part> void partsOfTables(std::string_view key);
    void names(std::string_view key, const std::vector<std::string_view>& values);
    void text(std::string_view key, std::string_view value) { json_.attribute(key, exact(value)); }
    void named(const CatalogObject& object) {
        text("schema", object.schema);
        text("name", object.name);
    }
    void columnsOf(const Table& table, const std::vector<ColumnNumber>& numbers);

    void table(const Table& table);
    /// `notNull`: the constraint behind its NOT NULL, if it has a name.
    void column(const Column& column, const NotNullConstraint* notNull = nullptr);
    void constraint(const Table& table, const Constraint& constraint);
    void indexes(ObjectId relation);
    void index(const Index& index);
    void view(const View& view);
    void sequence(const Sequence& sequence);
    void type(const Type& type);
    void routine(const Routine& routine);

    const SchemaInput& input_;
    const Catalog& catalog_;
    llvm::json::OStream json_;
};

void JsonPrinter::print() {
    json_.object([&] {
        json_.attribute("version", 1);
        list("tables", &JsonPrinter::table);
        list("views", &JsonPrinter::view);
        list("sequences", &JsonPrinter::sequence);
        list("types", &JsonPrinter::type);
        list("routines", &JsonPrinter::routine);
        partsOfTables<Trigger>("triggers");
        partsOfTables<Policy>("policies");
        names("schemas", schemaNames(catalog_));
        std::vector<std::string_view> extensions;
        for (const Extension* extension : sortedObjects<Extension>(catalog_)) {
            extensions.push_back(extension->name);
        }
        names("extensions", extensions);
    });
    json_.flush();
}

template <typename Part> void JsonPrinter::partsOfTables(std::string_view key) {
    std::vector<std::pair<const CatalogObject*, const Part*>> parts;
    catalog_.each<Part>([&](const Part& part) {
        if (const CatalogObject* table = catalog_.find(part.table)) {
            parts.emplace_back(table, &part);
        }
    });
    std::ranges::sort(parts, {}, [](const auto& entry) {
        const auto& [table, part] = entry;
        return std::tuple(table->schema, table->name, part->name);
    });
    json_.attributeArray(key, [&] {
        for (const auto& [table, part] : parts) {
            json_.object([&] {
                text("schema", table->schema);
                text("table", table->name);
                text("name", part->name);
            });
        }
    });
}

void JsonPrinter::names(std::string_view key, const std::vector<std::string_view>& values) {
    json_.attributeArray(key, [&] {
        for (std::string_view value : values) {
            json_.value(exact(value));
        }
    });
}

void JsonPrinter::columnsOf(const Table& table, const std::vector<ColumnNumber>& numbers) {
    std::vector<std::string_view> columns;
    for (ColumnNumber number : numbers) {
        if (const Column* column = table.column(number)) {
            columns.push_back(column->name);
        }
    }
    names("columns", columns);
}

void JsonPrinter::table(const Table& table) {
    named(table);
    json_.attribute("kind", llvm::StringRef(kindOf(table)));
    json_.attributeArray("columns", [&] {
        for (const Column& one : table.columns) {
            json_.object([&] { column(one, table.notNull(one.number)); });
        }
    });
    json_.attributeArray("constraints", [&] {
        std::vector<const Constraint*> sorted;
        sorted.reserve(table.constraints.size());
        for (const Constraint& one : table.constraints) {
            sorted.push_back(&one);
        }
        std::ranges::sort(sorted, {}, &Constraint::name);
        for (const Constraint* one : sorted) {
            json_.object([&] { constraint(table, *one); });
        }
    });
    indexes(table.id);
}

void JsonPrinter::column(const Column& column, const NotNullConstraint* notNull) {
    text("name", column.name);
    if (column.type != nullptr) {
        text("type", typeText(catalog_, *column.type));
    }
    json_.attribute("not_null", column.notNull);
    if (notNull != nullptr) {
        text("not_null_constraint", notNull->name);
    }
    if (column.hasDefault) {
        text("default", writtenDefault(input_, column));
    }
    if (column.identity != IdentityKind::None) {
        json_.attribute("identity", hyphenated(wordsOf(column.identity)));
    }
    if (column.generated != GeneratedKind::None) {
        json_.attribute("generated", hyphenated(wordsOf(column.generated)));
    }
}

void JsonPrinter::constraint(const Table& table, const Constraint& constraint) {
    text("name", constraint.name);
    json_.attribute("kind", llvm::StringRef(kindOf(constraint.kind)));
    columnsOf(table,
              constraint.kind == ConstraintKind::Check ? constraint.mentioned : constraint.columns);
    if (constraint.kind == ConstraintKind::ForeignKey) {
        const ReferencedTable referenced = referencedBy(constraint, catalog_);
        json_.attributeObject("references", [&] {
            text("schema", referenced.schema);
            text("table", referenced.name);
            names("columns", referenced.columns);
        });
        if (constraint.onDelete != ReferentialAction::NoAction) {
            json_.attribute("on_delete", hyphenated(wordsOf(constraint.onDelete)));
        }
        if (constraint.onUpdate != ReferentialAction::NoAction) {
            json_.attribute("on_update", hyphenated(wordsOf(constraint.onUpdate)));
        }
    }
    json_.attribute("validated", constraint.validated);
}

void JsonPrinter::indexes(ObjectId relation) {
    std::vector<const Index*> sorted = catalog_.indexesOf(relation);
    std::ranges::sort(sorted, {}, &Index::name);
    json_.attributeArray("indexes", [&] {
        for (const Index* one : sorted) {
            json_.object([&] { index(*one); });
        }
    });
}

void JsonPrinter::index(const Index& index) {
    text("name", index.name);
    json_.attributeArray("columns", [&] {
        const std::vector<std::string> keys = writtenKeys(input_, index, false);
        const Table* table = catalog_.get<Table>(index.table);
        for (size_t i = 0; i < keys.size(); ++i) {
            const Column* column = table == nullptr ? nullptr : table->column(index.keys[i].column);
            json_.value(exact(column == nullptr ? std::string_view(keys[i]) : column->name));
        }
    });
    json_.attribute("unique", index.unique);
    text("method", index.method);
    json_.attribute("partial", index.predicate != nullptr);
    json_.attribute("valid", index.valid);
}

void JsonPrinter::view(const View& view) {
    named(view);
    json_.attribute("materialized", view.materialized);
    names("columns", view.columns);
    if (view.materialized) {
        indexes(view.id);
    }
}

void JsonPrinter::sequence(const Sequence& sequence) {
    named(sequence);
    const Table* owner = catalog_.get<Table>(sequence.ownerTable);
    const Column* column = owner == nullptr ? nullptr : owner->column(sequence.ownerColumn);
    if (column != nullptr) {
        json_.attributeObject("owned_by", [&] {
            text("schema", owner->schema);
            text("table", owner->name);
            text("column", column->name);
        });
    }
}

void JsonPrinter::type(const Type& type) {
    named(type);
    json_.attribute("kind", llvm::StringRef(kindOf(type.typeKind)));
    names("labels", type.labels);
    if (type.baseType != nullptr) {
        text("base", typeText(catalog_, *type.baseType));
        json_.attribute("not_null", type.notNull);
    }
    if (type.typeKind == TypeKind::Composite) {
        json_.attributeArray("columns", [&] {
            for (const Column& attribute : type.attributes) {
                json_.object([&] { column(attribute); });
            }
        });
    }
}

void JsonPrinter::routine(const Routine& routine) {
    named(routine);
    json_.attributeArray("arguments", [&] {
        for (const TypeName& argument : routine.arguments) {
            json_.value(exact(argumentTypeText(catalog_, argument)));
        }
    });
    text("kind", hyphenated(wordsOf(routine.definition->kindOfRoutine)));
}

} // namespace

void printSchemaJson(const SchemaInput& input, llvm::raw_ostream& out) {
    std::string text;
    llvm::raw_string_ostream json(text);
    JsonPrinter(input, json).print();
    out << escapeJson(text) << '\n';
}

} // namespace ironlaw
