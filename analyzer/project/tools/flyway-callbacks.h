// Flyway's callbacks: scripts named after an event, such as beforeMigrate.sql and
// afterMigrate__title.sql (flyway-core: Event, SqlScriptCallbackFactory). Within project/ only.
#pragma once

#include "analyzer/project/migration.h"

#include <optional>
#include <string_view>
#include <vector>

namespace ironlaw {

/// A callback in the order in which `flyway migrate` comes to it.
struct FlywayCallback {
    /// Where the migrations are: before them, between the versioned and the repeatable ones, behind
    /// them all, or nowhere, since the event is not one of migrate.
    enum class Place : uint8_t { Before, BehindVersions, Behind, Never };
    Place place = Place::Never;
    size_t rank = 0;         ///< among those of one place
    std::string_view reason; ///< for Never: when Flyway runs it
};

/// The callback that a file is by its name; nothing if it is none.
std::optional<FlywayCallback> flywayCallback(std::string_view fileName);

/// A callback as a migration that runs again and again.
struct CallbackMigration {
    FlywayCallback callback;
    Migration migration;
};

/// Puts `callbacks` where migrate comes to them, those of one event in the order of their names.
/// The repeatable ones of `migrations` stand behind the others.
void placeCallbacks(std::vector<CallbackMigration> callbacks, std::vector<Migration>& migrations);

} // namespace ironlaw
