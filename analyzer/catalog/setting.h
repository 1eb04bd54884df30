// What objects have beside their definitions, as the history has left it.
#pragma once

#include "grammar/setting.h"

#include <cstdint>
#include <span>
#include <vector>

namespace ironlaw {

/// A setting of an object and the migrations that gave it the first and the last of its values.
struct HeldSetting {
    std::string_view name;
    std::string_view value; ///< empty: PostgreSQL's default, set as such
    uint32_t firstSetIn = 0;
    uint32_t lastSetIn = 0;
};

/// Sorted by name. What is not in it was never set: whether it has its default is for the object
/// to say.
using HeldSettings = std::vector<HeldSetting>;

/// Notes what a statement of `migration` sets. `knowsDefault`: what was never set is the default,
/// so that what goes back to it is left out.
void hold(HeldSettings& settings, const Setting& setting, uint32_t migration, bool knowsDefault);

/// The value of a setting; empty if it was never set.
std::string_view valueOf(const HeldSettings& settings, std::string_view name);

/// The type, limits and steps of a sequence, all of them as numbers (init_params in
/// src/backend/commands/sequence.c).
struct SequenceOptions {
    std::string_view type = "bigint"; ///< "smallint", "integer" or "bigint"
    int64_t increment = 1;
    int64_t minimum = 1;
    int64_t maximum = INT64_MAX;
    int64_t start = 1;
    int64_t cache = 1;
    bool cycles = false;

    /// Takes over the options of CREATE SEQUENCE (`isNew`) or ALTER SEQUENCE, named as in
    /// SequenceStatement.
    void set(std::span<const Setting> options, bool isNew);
};

} // namespace ironlaw
