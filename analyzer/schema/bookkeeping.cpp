// See bookkeeping.h.
#include "analyzer/schema/bookkeeping.h"

#include "grammar/name.h"

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// In lower case, as some tools quote names with capitals. The defaults of the tools that are
/// known, and of frameworks whose databases SQL migrations often share.
constexpr std::array<std::string_view, 48> tables = {
    "__diesel_schema_migrations",
    "__drizzle_migrations",
    "__efmigrationshistory",
    "__yuniql_schema_version",
    "__yuniqldbversion",
    "_prisma_migrations",
    "_sqlx_migrations",
    "_yoyo_log",
    "_yoyo_migration",
    "_yoyo_version",
    "alembic_version",
    "ar_internal_metadata",
    "atlas_schema_revisions",
    "bun_migration_locks",
    "bun_migrations",
    "changelog",
    "databasechangelog",
    "databasechangeloglock",
    "db_lock",
    "db_migrations",
    "db_version",
    "django_migrations",
    "flyway_schema_history",
    "gopg_migrations",
    "goose_db_version",
    "gorp_migrations",
    "gorp_lock",
    "knex_migrations",
    "knex_migrations_lock",
    "kysely_migration",
    "kysely_migration_lock",
    "migration_lock",
    "migrations",
    "mikro_orm_migrations",
    "pgmigrate_migrations",
    "pgmigrations",
    "phinxlog",
    "play_evolutions",
    "play_evolutions_lock",
    "ragtime_migrations",
    "refinery_schema_history",
    "schema_lock",
    "schema_migration",
    "schema_migrations",
    "schema_version",
    "schemaversions",
    "sequelizemeta",
    "yoyo_lock",
};

constexpr std::array<std::string_view, 10> schemas = {
    "_timescaledb_internal",
    "atlas_schema_revisions",
    "drizzle",
    "graphile_migrate",
    "graphile_worker",
    "grate",
    "hdb_catalog",
    "roundhouse",
    "sqitch",
    "supabase_migrations",
};

} // namespace

bool isBookkeepingSchema(std::string_view schema) {
    return std::ranges::find(schemas, schema) != schemas.end();
}

bool isBookkeeping(std::string_view schema, std::string_view table) {
    return isBookkeepingSchema(schema) ||
           std::ranges::find(tables, std::string_view(foldedIdentifier(table))) != tables.end();
}

} // namespace ironlaw
