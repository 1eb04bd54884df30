// Which statements make the schema, in which order.
#include "analyzer/schema/sql-writer.h"

#include "grammar/keyword.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace ironlaw {

void SqlWriter::write() {
    // Bodies of routines may name what comes later, as in a dump.
    out_ << "SET check_function_bodies = false;\n";
    schemasAndExtensions();
    objectsInOrder();
    for (const Sequence* one : sortedObjects<Sequence>(catalog_)) {
        sequenceOwner(*one);
    }
    // An index that stands on a partition already is attached to its parent's, not made again. One
    // that is not on all partitions is made behind them, or they would all get it.
    const std::vector<const Index*> indexes = sortedObjects<Index>(catalog_);
    for (const Index* one : indexes) {
        if (!one->ofConstraint && one->valid) {
            index(*one);
        }
    }
    catalog_.each<Table>([&](const Table& one) { partition(one); });
    for (const Index* one : indexes) {
        if (!one->ofConstraint && !one->valid) {
            index(*one);
        }
    }
    for (const Index* one : indexes) {
        indexParent(*one);
    }
    for (const Table* one : sortedObjects<Table>(catalog_)) {
        lateConstraints(*one, true);
        lateDefaults(*one);
        rowSecurity(*one);
    }
    for (const Trigger* one : sortedObjects<Trigger>(catalog_)) {
        if (one->parent == 0) { // the others come with it
            trigger(*one);
        }
    }
    for (const Policy* one : sortedObjects<Policy>(catalog_)) {
        policy(*one);
    }
}

void SqlWriter::schemasAndExtensions() {
    std::vector<std::string> path{quotedIdentifier(catalog_.defaultSchema())};
    for (std::string_view schema : schemaNames(catalog_)) {
        if (schema != "public") {
            out_ << fmt::format("CREATE SCHEMA {};\n", quotedIdentifier(schema));
        }
        if (schema != catalog_.defaultSchema()) {
            path.push_back(quotedIdentifier(schema));
        }
    }
    // Operators, collations and what definitions name are written as they stood in the history,
    // whose search_path may have been any.
    if (path.size() > 1) {
        out_ << fmt::format("SET search_path = {};\n", fmt::join(path, ", "));
    }
    for (const Extension* one : sortedObjects<Extension>(catalog_)) {
        extension(*one);
    }
}

void SqlWriter::extension(const Extension& extension) {
    const Name& schema = extension.definition->schema;
    out_ << fmt::format("CREATE EXTENSION {}{};\n", quotedIdentifier(extension.name),
                        schema.empty() ? ""
                                       : " WITH SCHEMA " + quotedIdentifier(schema.text.view()));
}

std::string SqlWriter::nameOf(std::string_view schema, std::string_view name) const {
    return style_.bareNames && schema == catalog_.defaultSchema() ? quotedIdentifier(name)
                                                                  : sqlName(schema, name);
}

std::vector<ObjectId> neededBy(const CatalogObject& object, const Catalog& catalog) {
    std::vector<ObjectId> result;
    auto needType = [&](const TypeName* type) {
        if (type != nullptr) {
            Lookup<Type> found = catalog.type(type->name);
            result.push_back(found ? found->id : 0);
        }
    };
    auto needColumns = [&](const std::vector<Column>& columns) {
        for (const Column& column : columns) {
            needType(column.type);
            result.push_back(column.defaultSequence);
            for (const auto* needs : {&column.defaultNeeds, &column.generationNeeds}) {
                std::ranges::copy(*needs, std::back_inserter(result));
            }
        }
    };
    if (const Table* table = as<Table>(&object)) {
        needColumns(table->columns);
        std::ranges::copy(table->parents, std::back_inserter(result));
        for (const Constraint& constraint : table->constraints) {
            std::ranges::copy(constraint.needs, std::back_inserter(result));
        }
    } else if (const View* view = as<View>(&object)) {
        result = view->uses;
        std::ranges::copy(view->needs, std::back_inserter(result));
    } else if (const Type* type = as<Type>(&object)) {
        result = type->defaultNeeds;
        for (const DomainCheck& check : type->checks) {
            std::ranges::copy(check.needs, std::back_inserter(result));
        }
        needType(type->baseType);
        needColumns(type->attributes);
    }
    if (const Routine* routine = as<Routine>(&object)) {
        result = routine->needs;
    }
    return result;
}

namespace {

/// The objects, each behind those that it needs, and else in the order in which they were made.
class DependencyOrder {
public:
    explicit DependencyOrder(const Catalog& catalog) : catalog_(catalog) {}

    void add(const CatalogObject& object) {
        if (!seen_.insert(object.id).second) {
            return;
        }
        for (ObjectId id : neededBy(object, catalog_)) {
            const CatalogObject* needed = catalog_.find(id);
            if (needed != nullptr && isPrinted(*needed)) {
                add(*needed);
            }
        }
        objects_.push_back(&object);
    }
    const std::vector<const CatalogObject*>& objects() const { return objects_; }

private:
    const Catalog& catalog_;
    std::set<ObjectId> seen_;
    std::vector<const CatalogObject*> objects_;
};

} // namespace

void SqlWriter::objectsInOrder() {
    std::vector<const CatalogObject*> made;
    auto collect = [&](const CatalogObject& object) {
        if (isPrinted(object)) {
            made.push_back(&object);
        }
    };
    catalog_.each<Type>(collect);
    catalog_.each<Sequence>(collect);
    catalog_.each<Routine>(collect);
    catalog_.each<Table>(collect);
    catalog_.each<View>(collect);
    catalog_.each<Definition>(collect);
    std::ranges::sort(made, {}, &CatalogObject::id);
    DependencyOrder order(catalog_);
    for (const CatalogObject* object : made) {
        order.add(*object);
    }
    for (const CatalogObject* object : order.objects()) {
        switch (object->kind) {
        case CatalogKind::Type: type(*as<Type>(object)); break;
        case CatalogKind::Sequence: sequence(*as<Sequence>(object)); break;
        case CatalogKind::Routine: routine(*as<Routine>(object)); break;
        case CatalogKind::Table: table(*as<Table>(object)); break;
        case CatalogKind::View: view(*as<View>(object)); break;
        case CatalogKind::Definition: definition(*as<Definition>(object)); break;
        default: break;
        }
    }
}

void printSchemaSql(const SchemaInput& input, llvm::raw_ostream& out) {
    SqlWriter(input, out).write();
}

} // namespace ironlaw
