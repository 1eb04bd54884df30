// The cases of fixtures/effects: a set-up, a statement, and what it does there.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ironlaw::effects {

struct Case {
    std::string name;
    int since = 0; ///< the first server version that takes the set-up
    std::string setUp;
    std::string statement;
    std::vector<std::string> claims; ///< as they are written, without "-- "
};

/// In the order of the text.
std::vector<Case> casesOf(std::string_view text);

/// What ironlaw has to say for one server version.
struct Claims {
    bool failsUnseen = false;      ///< it fails for a reason that no history shows
    std::set<std::string> certain; ///< "lock t SHARE", "scan t"; or only "refused" or "fails"
    std::set<std::string> unsure;  ///< what depends on something that no history shows
};

Claims claimsFor(const Case& one, int version);

} // namespace ironlaw::effects
