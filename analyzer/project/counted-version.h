// Versions that count migrations, rather than date them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ironlaw {

/// A version that counts: "12", "0012", and "V1_12", which is 12 behind "V1_".
struct CountedVersion {
    std::string_view before; ///< what the number stands behind; points into the version
    uint32_t number = 0;
};

/// The number that `version` ends with; null if it ends with none, or with a date or time.
std::optional<CountedVersion> countedVersion(std::string_view version);

} // namespace ironlaw
