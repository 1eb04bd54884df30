// ALTER … RENAME and SET SCHEMA that fail: what they name is not there, or the new name is taken
// (src/backend/commands/alter.c, renameatt_internal in src/backend/commands/tablecmds.c).
#include "analyzer/replay/failure-sink.h"

#include <fmt/format.h>

#include <algorithm>

namespace ironlaw {

namespace {

class RenameFailures {
public:
    RenameFailures(Range range, FailureSink& sink) : range_(range), sink_(sink) {}

    void rename(const Rename& statement) {
        const ObjectKind kind = statement.objectKind;
        const bool isRelation = kind == ObjectKind::Table || kind == ObjectKind::View ||
                                kind == ObjectKind::MaterializedView ||
                                kind == ObjectKind::Sequence || kind == ObjectKind::Index;
        if (otherObject(statement)) {
            return;
        }
        const bool isPart =
            kind == ObjectKind::Constraint ||
            (kind == ObjectKind::Column && statement.relationKind == ObjectKind::Table);
        if ((!isRelation && !isPart) ||
            (!statement.ifExists && sink_.relationMissing(statement.object.name, range_))) {
            return;
        }
        const Lookup<CatalogObject> object = catalog().relation(statement.object.name);
        const std::string_view newName = statement.newName.text;
        if (isRelation) {
            if (object && sink_.isCertain(*object)) {
                if (!sink_.relationExists(object->schema, newName, start()) &&
                    kind != ObjectKind::Index) {
                    sink_.typeExists(object->schema, newName, start());
                }
            } else if (!statement.ifExists && !sink_.isInDoubt(statement.object.name.name.text)) {
                // It is there or not: PostgreSQL refuses in any case.
                const std::string_view schema = catalog().onlySchemaOf(statement.object.name);
                sink_.relationExists(schema, newName, start());
            }
        } else if (const Table* table = sink_.seenTable(statement.object.name)) {
            renamePart(statement, *table);
        }
    }

    void setSchema(const SetSchema& statement) {
        const ObjectKind kind = statement.objectKind;
        const bool isRelation = kind == ObjectKind::Table || kind == ObjectKind::ForeignTable ||
                                kind == ObjectKind::View || kind == ObjectKind::MaterializedView ||
                                kind == ObjectKind::Sequence;
        const Lookup<CatalogObject> object = catalog().relation(statement.object.name);
        const std::string_view schema = statement.newSchema.text;
        if (schema == temporarySchema) {
            sink_.add(FailureKind::InvalidDefinition,
                      "cannot move objects into or out of temporary schemas", start(), schema);
            return;
        }
        if (!isRelation || !object || !sink_.isCertain(*object) || object->schema == schema) {
            return;
        }
        if (const CatalogObject* other = catalog().relationIn(schema, object->name)) {
            sink_.alreadyExists(*other,
                                fmt::format("relation \"{}\" already exists in schema \"{}\"",
                                            object->name, schema),
                                start());
        }
    }

private:
    const Catalog& catalog() const { return sink_.catalog(); }
    Range start() const { return {range_.begin, range_.begin}; }

    /// Whether the statement renames none of relations and their columns and constraints.
    bool otherObject(const Rename& statement) {
        const std::string_view name = statement.newName.text;
        switch (statement.objectKind) {
        case ObjectKind::Type:
        case ObjectKind::Domain:
            if (const Lookup<Type> type = catalog().type(statement.object.name)) {
                sink_.typeExists(type->schema, name, start());
            }
            return true;
        case ObjectKind::Schema:
            if (const Schema* taken = catalog().schema(name)) {
                sink_.alreadyExists(*taken, fmt::format("schema \"{}\" already exists", name),
                                    start());
            }
            return true;
        case ObjectKind::Trigger: part<Trigger>(statement, "trigger"); return true;
        case ObjectKind::Policy: part<Policy>(statement, "policy"); return true;
        default: return false;
        }
    }

    template <typename Part> void part(const Rename& statement, std::string_view what) {
        const Table* table = sink_.seenTable(statement.object.name);
        const std::string_view name = statement.object.part.text;
        if (table == nullptr || sink_.isInDoubt(name)) {
            return;
        }
        const auto parts = catalog().partsOf<Part>(table->id);
        const auto named = [&](std::string_view wanted) {
            return std::ranges::find(parts, wanted, [](const Part* one) { return one->name; });
        };
        if (named(name) == parts.end()) {
            sink_.add(
                FailureKind::UnknownObject,
                fmt::format("{} \"{}\" for table \"{}\" does not exist", what, name, table->name),
                start(), name);
        } else if (const auto taken = named(statement.newName.text); taken != parts.end()) {
            sink_.alreadyExists(**taken,
                                fmt::format("{} \"{}\" for table \"{}\" already exists", what,
                                            (*taken)->name, table->name),
                                start());
        }
    }

    void renamePart(const Rename& statement, const Table& table) {
        const std::string_view name = statement.object.part.text;
        const std::string_view newName = statement.newName.text;
        if (statement.objectKind == ObjectKind::Column) {
            const Column* taken = table.column(newName);
            const Column* column = table.column(name);
            if (column != nullptr && column->inheritCount > 0 && !sink_.isInDoubt(name)) {
                sink_.add(FailureKind::InvalidDefinition,
                          fmt::format("cannot rename inherited column \"{}\"", name), start(),
                          name);
            } else if (sink_.lacksColumn(table, name)) {
                sink_.add(FailureKind::UnknownColumn,
                          fmt::format("column \"{}\" does not exist", name), start(), name);
            } else if (taken != nullptr && !sink_.isInDoubt(newName)) {
                sink_.add({FailureKind::DuplicateObject,
                           fmt::format("column \"{}\" of relation \"{}\" already exists", newName,
                                       table.name),
                           start(),
                           newName,
                           {{fmt::format("column \"{}\"", newName), taken->origin.location}}});
            }
        } else if (sink_.lacksConstraint(table, name)) {
            sink_.add(
                FailureKind::UnknownObject,
                fmt::format("constraint \"{}\" for table \"{}\" does not exist", name, table.name),
                start(), name);
        } else {
            constraintName(table, name, newName);
        }
    }

    void constraintName(const Table& table, std::string_view name, std::string_view newName) {
        const Constraint* renamed = table.constraint(name);
        const Constraint* taken = table.constraint(newName);
        if (renamed == nullptr || sink_.isInDoubt(name) || sink_.isInDoubt(newName)) {
            return;
        }
        if (taken != nullptr) {
            sink_.add({FailureKind::DuplicateObject,
                       fmt::format("constraint \"{}\" for relation \"{}\" already exists", newName,
                                   table.name),
                       start(),
                       newName,
                       {{fmt::format("constraint \"{}\"", newName), taken->place}}});
        } else if (renamed->index != 0) {
            sink_.relationExists(table.schema, newName, start());
        }
    }

    Range range_;
    FailureSink& sink_;
};

} // namespace

void renameFailures(const Rename& statement, FailureSink& sink) {
    RenameFailures(statement.range, sink).rename(statement);
}

void setSchemaFailures(const SetSchema& statement, FailureSink& sink) {
    RenameFailures(statement.range, sink).setSchema(statement);
}

} // namespace ironlaw
