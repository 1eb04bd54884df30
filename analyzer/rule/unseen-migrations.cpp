// See unseen-migrations.h.
#include "analyzer/rule/unseen-migrations.h"

#include "analyzer/project/counted-version.h"
#include "analyzer/project/program-migrations.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace ironlaw {

namespace {

bool hasDigit(std::string_view version) {
    return std::ranges::any_of(version, [](char byte) { return byte >= '0' && byte <= '9'; });
}

/// From the version before to this one, if both count behind the same text.
std::optional<uint32_t> stepTo(std::span<const ParsedMigration> migrations, size_t index) {
    const auto before = countedVersion(migrations[index - 1].migration->version);
    const auto here = countedVersion(migrations[index].migration->version);
    const bool isStep =
        before && here && before->before == here->before && before->number < here->number;
    return isStep ? std::optional(here->number - before->number) : std::nullopt;
}

} // namespace

size_t firstBehindUnseen(const History& history, std::span<const ParsedMigration> migrations) {
    if (history.tool->ordersByList) {
        return migrations.size();
    }
    const bool isOrdered = std::ranges::all_of(migrations, [](const ParsedMigration& one) {
        return one.migration->repeatable || one.migration->baseline ||
               hasDigit(one.migration->version);
    });
    if (!isOrdered && migrations.size() > 1) {
        return 0;
    }
    uint32_t usual = std::numeric_limits<uint32_t>::max();
    for (size_t i = 1; i < migrations.size(); ++i) {
        usual = std::min(usual, stepTo(migrations, i).value_or(usual));
    }
    size_t first = 1;
    while (first < migrations.size() && stepTo(migrations, first).value_or(0) <= usual) {
        ++first;
    }
    const auto behindProgram = std::ranges::find_if(
        migrations.first(std::min(first, migrations.size())),
        [&](const ParsedMigration& one) { return isBehindProgram(*one.migration, history); });
    return static_cast<size_t>(behindProgram - migrations.begin());
}

} // namespace ironlaw
