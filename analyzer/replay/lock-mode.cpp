// Names of lock modes.
#include "analyzer/replay/lock-mode.h"

namespace ironlaw {

namespace {

struct Names {
    std::string_view name;
    std::string_view words;
};

constexpr std::array<Names, 9> names = {{{"NoLock", ""},
                                         {"AccessShareLock", "ACCESS SHARE"},
                                         {"RowShareLock", "ROW SHARE"},
                                         {"RowExclusiveLock", "ROW EXCLUSIVE"},
                                         {"ShareUpdateExclusiveLock", "SHARE UPDATE EXCLUSIVE"},
                                         {"ShareLock", "SHARE"},
                                         {"ShareRowExclusiveLock", "SHARE ROW EXCLUSIVE"},
                                         {"ExclusiveLock", "EXCLUSIVE"},
                                         {"AccessExclusiveLock", "ACCESS EXCLUSIVE"}}};

static_assert(blocksReads(LockMode::AccessExclusive) && !blocksReads(LockMode::Exclusive));
static_assert(blocksWrites(LockMode::Share) && !blocksWrites(LockMode::ShareUpdateExclusive));

} // namespace

std::string_view nameOf(LockMode mode) { return names[static_cast<size_t>(mode)].name; }
std::string_view wordsOf(LockMode mode) { return names[static_cast<size_t>(mode)].words; }

} // namespace ironlaw
