// The modes of table locks and what they keep others from (PostgreSQL's manual, "Explicit Locking";
// src/include/storage/lockdefs.h). The numbers are PostgreSQL's.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ironlaw {

enum class LockMode : uint8_t {
    None,
    AccessShare,
    RowShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    Exclusive,
    AccessExclusive,
};

/// As pg_locks shows it: "AccessExclusiveLock".
std::string_view nameOf(LockMode mode);
/// As LOCK TABLE takes it: "ACCESS EXCLUSIVE".
std::string_view wordsOf(LockMode mode);

/// Whether two transactions cannot hold these modes on one relation at the same time
/// (LockConflicts in src/backend/storage/lmgr/lock.c).
constexpr bool conflict(LockMode a, LockMode b) {
    constexpr std::array<uint16_t, 9> conflicts = {0x000, 0x100, 0x180, 0x1E0, 0x1F0,
                                                   0x1D8, 0x1F8, 0x1FC, 0x1FE};
    return (conflicts[static_cast<size_t>(a)] >> static_cast<unsigned>(b) & 1U) != 0;
}

/// SELECT waits behind it.
constexpr bool blocksReads(LockMode mode) { return conflict(mode, LockMode::AccessShare); }
/// INSERT, UPDATE and DELETE wait behind it.
constexpr bool blocksWrites(LockMode mode) { return conflict(mode, LockMode::RowExclusive); }

} // namespace ironlaw
