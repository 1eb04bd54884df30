// Which statement can fail how, and the lookups behind it.
#include "analyzer/replay/facts/facts.h"
#include "analyzer/replay/failure-sink.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// What stands in a database without any migration having made it: the tables of migration tools,
/// and the relations of extensions that an administrator has installed.
constexpr std::array<std::string_view, 25> preexistingRelations = {
    "__diesel_schema_migrations",
    "__efmigrationshistory",
    "__yuniql_schema_version",
    "_prisma_migrations",
    "_sqlx_migrations",
    "_yoyo_log",
    "_yoyo_migration",
    "_yoyo_version",
    "alembic_version",
    "databasechangelog",
    "databasechangeloglock",
    "flyway_schema_history",
    "geography_columns",
    "geometry_columns",
    "goose_db_version",
    "hypopg_list_indexes",
    "pgmigrations",
    "play_evolutions",
    "ragtime_migrations",
    "raster_columns",
    "raster_overviews",
    "schema_migrations",
    "schema_version",
    "schemaversions",
    "spatial_ref_sys",
};
static_assert(std::ranges::is_sorted(preexistingRelations));

/// Extensions of PostgreSQL itself that make no relations; their types are known.
constexpr std::array<std::string_view, 22> plainExtensions = {
    "amcheck",
    "autoinc",
    "bloom",
    "btree_gin",
    "btree_gist",
    "citext",
    "cube",
    "earthdistance",
    "fuzzystrmatch",
    "hstore",
    "insert_username",
    "intarray",
    "isn",
    "lo",
    "ltree",
    "moddatetime",
    "pg_trgm",
    "pgcrypto",
    "plpgsql",
    "tablefunc",
    "unaccent",
    "uuid-ossp",
};
static_assert(std::ranges::is_sorted(plainExtensions));

/// Trigger functions of PostgreSQL and its extensions, whose volatility nobody asks for.
constexpr std::array<std::string_view, 11> triggerFunctions = {
    "autoinc",
    "check_foreign_key",
    "check_primary_key",
    "insert_username",
    "lo_manage",
    "moddatetime",
    "suppress_redundant_updates_trigger",
    "triggered_change_notification",
    "tsvector_update_trigger",
    "tsvector_update_trigger_column",
    "unique_key_recheck",
};
static_assert(std::ranges::is_sorted(triggerFunctions));

/// heap.c, SysAtt.
constexpr std::array<std::string_view, 7> systemColumns = {"cmax",     "cmin", "ctid", "oid",
                                                           "tableoid", "xmax", "xmin"};

bool isIn(const auto& sorted, std::string_view word) {
    return std::ranges::binary_search(sorted, word);
}

} // namespace

bool FailureSink::isSystemColumn(std::string_view column) { return isIn(systemColumns, column); }

bool FailureSink::hasUnknownExtension() const {
    bool found = false;
    catalog().each<Extension>(
        [&](const Extension& one) { found |= !isIn(plainExtensions, one.name); });
    return found;
}

bool FailureSink::isSeenSchema(std::string_view schema) const {
    return !isInDoubt(schema) &&
           (catalog().schema(schema) != nullptr || schema == catalog().defaultSchema());
}

bool FailureSink::seesSearchPath() const {
    const std::vector<std::string_view>& path = catalog().searchPath();
    return !path.empty() &&
           std::ranges::all_of(path, [&](std::string_view one) { return isSeenSchema(one); });
}

bool FailureSink::isInSomeSchema(const std::function<bool(const Schema&)>& has) const {
    constexpr size_t asked = 100;
    size_t count = 0;
    bool found = false;
    catalog().each<Schema>(
        [&](const Schema& schema) { found = found || ++count > asked || has(schema); });
    return found;
}

bool FailureSink::isAbsent(const QualifiedName& name) const {
    const std::string_view bare = name.name.text;
    if (!catalog().complete() || catalog().relation(name) || isInDoubt(bare) ||
        bare.starts_with("pg_") || isIn(preexistingRelations, bare) || hasUnknownExtension()) {
        return false;
    }
    if (!name.schema.empty()) {
        return isSeenSchema(name.schema.text);
    }
    // The search_path of the role or database may have other schemas in it.
    const bool elsewhere = catalog().relationIn(temporarySchema, bare) != nullptr ||
                           isInSomeSchema([&](const Schema& schema) {
                               return catalog().relationNameIsTaken(schema.name, bare);
                           });
    return seesSearchPath() && !elsewhere;
}

bool FailureSink::isAbsentType(const QualifiedName& name) const {
    const std::string_view bare = name.name.text;
    if (!catalog().complete() || catalog().type(name) || catalog().relation(name) ||
        isInDoubt(bare) || bare.starts_with("pg_") || bare.starts_with("_") ||
        isBuiltinType(bare) || isTypeOfExtension(bare) || hasUnknownExtension()) {
        return false;
    }
    if (!name.schema.empty()) {
        return isSeenSchema(name.schema.text);
    }
    const bool elsewhere = isInSomeSchema([&](const Schema& schema) {
        return catalog().relationIn(schema.name, bare) != nullptr ||
               catalog().type({{schema.name, false}, name.name, {}}).object != nullptr;
    });
    return seesSearchPath() && !elsewhere;
}

bool FailureSink::isAbsentRoutine(const QualifiedName& name) const {
    const std::string_view bare = name.name.text;
    if (!catalog().complete() || isInDoubt(bare) || isIn(triggerFunctions, bare) ||
        volatilityOfBuiltin(bare, serverVersion()) || hasUnknownExtension() ||
        (!name.schema.empty() && !isSeenSchema(name.schema.text))) {
        return false;
    }
    const bool found =
        !catalog().routines(name).empty() || isInSomeSchema([&](const Schema& schema) {
            return !catalog().routines({{schema.name, false}, name.name, {}}).empty();
        });
    return !found && (!name.schema.empty() || seesSearchPath());
}

bool FailureSink::isAbsentStatistics(const QualifiedName& name) const {
    if (!catalog().complete() || isInDoubt(name.name.text) || hasUnknownExtension()) {
        return false;
    }
    if (!name.schema.empty()) {
        return isSeenSchema(name.schema.text) && !catalog().statistics(name);
    }
    const bool found = catalog().statistics(name) || isInSomeSchema([&](const Schema& schema) {
                           return bool(catalog().statistics({{schema.name, false}, name.name, {}}));
                       });
    return !found && seesSearchPath();
}

bool FailureSink::isBuiltinRoutine(const QualifiedName& name) const {
    const std::string_view bare = name.name.text;
    const bool isPostgres = name.schema.empty() || name.schema.text == "pg_catalog";
    return isPostgres && !isInDoubt(bare) && !hasUnknownExtension() &&
           (isAggregate(bare) || volatilityOfBuiltin(bare, serverVersion())) &&
           !isInSomeSchema([&](const Schema& schema) {
               return !catalog().routines({{schema.name, false}, name.name, {}}).empty();
           }) &&
           catalog().routines(name).empty();
}

bool FailureSink::isCertain(const CatalogObject& object) const {
    const Table* table = as<Table>(&object);
    return !isInDoubt(object.name) && (table == nullptr || table->complete);
}

bool FailureSink::lacksConstraint(const Table& table, std::string_view constraint) const {
    // NOT NULL constraints have names on servers from 18 on; those that were made by an older one,
    // before it was upgraded, are not called as the history would call them.
    const bool mayBeNotNull = serverVersion() >= 18 && constraint.ends_with("_not_null") &&
                              std::ranges::any_of(table.columns, &Column::notNull);
    return table.constraint(constraint) == nullptr && table.notNull(constraint) == nullptr &&
           !isInDoubt(constraint) && !mayBeNotNull;
}

std::vector<Obstacle> FailureSink::foreignKeysTo(
    const Table& table,
    const std::function<bool(const Table& from, const Constraint& foreignKey)>& counts) const {
    std::vector<Obstacle> result;
    for (const ObjectId id : catalog().referencing(table.id)) {
        const Table& from = *catalog().get<Table>(id);
        for (const Constraint& one : from.constraints) {
            if (one.kind == ConstraintKind::ForeignKey && one.referencedTable == table.id &&
                !one.inherited && !isInDoubt(one.name) && !partsAreInDoubt(from) &&
                counts(from, one)) {
                result.push_back(
                    {fmt::format("foreign key \"{}\"", one.name), one.place, one.name});
            }
        }
    }
    return result;
}

const Table* FailureSink::seenTable(const QualifiedName& name) const {
    const Lookup<Table> table = catalog().table(name);
    const bool isSeen =
        table && isCertain(*table) && table->columnsComplete && !partsAreInDoubt(*table);
    return isSeen ? table.object : nullptr;
}

std::string_view FailureSink::schemaFor(const QualifiedName& name, bool temporary) const {
    if (temporary) {
        return temporarySchema;
    }
    return name.schema.empty() ? catalog().creationSchema() : name.schema.text.view();
}

bool FailureSink::relationMissing(const QualifiedName& name, Range statement) {
    const bool missing = !name.empty() && isAbsent(name);
    if (missing) {
        add(FailureKind::UnknownTable, fmt::format("relation {} does not exist", quotedName(name)),
            placeOf(name, statement), name.name.text);
    }
    return missing;
}

bool FailureSink::relationExists(std::string_view schema, std::string_view name, Range anchor) {
    const CatalogObject* object = catalog().relationIn(schema, name);
    if (object == nullptr || !isCertain(*object)) {
        return false;
    }
    alreadyExists(*object, fmt::format("relation \"{}\" already exists", name), anchor);
    return true;
}

bool FailureSink::typeExists(std::string_view schema, std::string_view name, Range anchor) {
    const Lookup<Type> type = catalog().type({{schema, false}, {name, false}, {}});
    if (!type || type->extension != 0 || !isCertain(*type)) {
        return false;
    }
    alreadyExists(*type, fmt::format("type \"{}\" already exists", name), anchor);
    return true;
}

void FailureSink::systemColumnName(std::string_view column, Range anchor) {
    if (column != "oid") {
        add(FailureKind::DuplicateObject,
            fmt::format("column name \"{}\" conflicts with a system column name", column), anchor,
            column);
    }
}

void FailureSink::columnMissing(const Table& table, std::string_view column, Range anchor) {
    add(FailureKind::UnknownColumn,
        fmt::format("column \"{}\" of relation \"{}\" does not exist", column, table.name), anchor,
        column);
}

void FailureSink::keyColumnMissing(const ConstraintDefinition& definition, const Name& column,
                                   Range anchor) {
    const std::string_view where = definition.kind == ConstraintKind::ForeignKey
                                       ? "referenced in foreign key constraint"
                                       : "named in key";
    add(FailureKind::UnknownColumn,
        fmt::format("column \"{}\" {} does not exist", column.text.view(), where), anchor,
        column.text);
}

void FailureSink::needType(const TypeName& type, Range anchor) {
    const std::optional<int> since =
        serverVersion() >= newestServer
            ? std::nullopt
            : laterVersionWithType(type.name.name.text, serverVersion());
    if (since && catalog().complete() && !catalog().type(type.name)) {
        newIn(*since, fmt::format("the type {}", type.name.name.text.view()), anchor);
    } else if (isAbsentType(type.name)) {
        add(FailureKind::UnknownObject, fmt::format("type {} does not exist", quotedType(type)),
            anchor, type.name.name.text);
    }
}

void FailureSink::alreadyExists(const CatalogObject& object, std::string error, Range anchor) {
    if (isCertain(object)) {
        std::vector<Obstacle> obstacles;
        if (!object.origin.location.range.empty()) {
            obstacles.push_back(obstacleOf(object));
        }
        add({FailureKind::DuplicateObject, std::move(error), anchor, object.name,
             std::move(obstacles)});
    }
}

void FailureSink::dependents(std::string error, Range anchor, std::string_view name,
                             std::vector<Obstacle> obstacles) {
    if (!obstacles.empty() && !isInDoubt(name)) {
        obstacles.resize(std::min(obstacles.size(), toldObstacles));
        add({FailureKind::DependentObject, std::move(error), anchor, name, std::move(obstacles)});
    }
}

std::string quotedName(const QualifiedName& name) {
    return fmt::format("\"{}\"", displayName(name));
}

std::string quotedType(const TypeName& type) {
    return fmt::format("\"{}{}\"", displayName(type.name), type.dimensions > 0 ? "[]" : "");
}

std::string visibleName(const CatalogObject& object, const Catalog& catalog) {
    const bool isVisible =
        std::ranges::find(catalog.searchPath(), object.schema) != catalog.searchPath().end();
    return isVisible ? std::string(object.name) : fmt::format("{}.{}", object.schema, object.name);
}

Obstacle obstacleOf(const CatalogObject& object) {
    if (object.kind == CatalogKind::Definition) {
        return {std::string(object.name), object.origin.location, object.name};
    }
    static constexpr std::array<std::string_view, 13> words = {
        "schema",  "table",  "view",      "sequence",          "index",       "type", "function",
        "trigger", "policy", "extension", "statistics object", "publication", "rule"};
    return {fmt::format("{} \"{}\"", words[static_cast<size_t>(object.kind)], object.name),
            object.origin.location, object.name};
}

Range placeOf(const QualifiedName& name, Range statement) {
    return name.range.empty() ? Range{statement.begin, statement.begin} : name.range;
}

void failuresOf(const Statement& statement, const Replay& replay, Effects& effects) {
    FailureSink sink(replay, effects);
    if (!replay.isInner()) {
        syntaxFailures(statement, sink);
    }
    const Doubts& doubts = replay.doubts();
    if (!effects.failures.empty() || doubts.areAboutEverything() || replay.isInner() ||
        doubts.hasPlaceholder(statement)) {
        return;
    }
    laterFunctionFailures(statement, sink);
    kindFailures(statement, sink);
    clauseFailures(statement, sink);
    if (const auto* table = as<CreateTable>(statement)) {
        createTableFailures(*table, sink);
    } else if (const auto* alter = as<AlterTable>(statement)) {
        alterTableFailures(*alter, sink);
    } else if (const auto* drop = as<Drop>(statement)) {
        dropFailures(*drop, sink);
    } else if (const auto* query = as<QueryStatement>(statement)) {
        if (query->executes) {
            queryFailures(*query->query, statement.range, sink);
        }
    } else {
        objectFailures(statement, sink);
        listFailures(statement, sink);
    }
}

} // namespace ironlaw
