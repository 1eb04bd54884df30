// The names of Flyway's scripts (flyway-core: ResourceNameParser, MigrationVersion). Within
// project/ only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ironlaw {

struct FlywayName {
    char prefix;         ///< V, U, R or B
    std::string version; ///< with dots; empty if repeatable
    std::string_view description;
};

/// V1_2__text.sql or V1_2__text; the prefix in upper case, as Flyway's default has it.
std::optional<FlywayName> flywayName(std::string_view fileName);
/// Only with the separator that Flyway wants.
std::optional<FlywayName> plainFlywayName(std::string_view fileName);
/// Parts of a version count as numbers; missing ones as zero.
int compareFlywayVersions(std::string_view a, std::string_view b);

} // namespace ironlaw
