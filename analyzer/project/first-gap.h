// The first number that a history lacks whose tool counts from 1 on.
#pragma once

#include "analyzer/project/migration.h"

#include <optional>

namespace ironlaw {

struct FirstGap {
    uint32_t missing = 0;
    const Migration* behind = nullptr; ///< the next migration with a way up; never null
};

/// The first number from 1 on that neither a migration of `history` nor a program has. Nothing if
/// none is missing, or if there is no migration behind it. The migrations are in the order of their
/// numbers.
std::optional<FirstGap> firstGap(const History& history);

} // namespace ironlaw
