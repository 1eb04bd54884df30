// See first-gap.h.
#include "analyzer/project/first-gap.h"

#include "analyzer/project/counted-version.h"

#include <set>

namespace ironlaw {

std::optional<FirstGap> firstGap(const History& history) {
    std::set<uint32_t> programs;
    for (const std::string& version : history.programs) {
        if (const auto counted = countedVersion(version)) {
            programs.insert(counted->number);
        }
    }
    uint32_t expected = 1;
    for (const Migration& migration : history.migrations) {
        const auto counted = countedVersion(migration.version);
        if (!counted || migration.up.empty() || counted->number < expected) {
            continue;
        }
        while (expected < counted->number && programs.contains(expected)) {
            ++expected;
        }
        if (counted->number > expected) {
            return FirstGap{expected, &migration};
        }
        ++expected;
    }
    return std::nullopt;
}

} // namespace ironlaw
