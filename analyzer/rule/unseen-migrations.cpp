// See unseen-migrations.h.
#include "analyzer/rule/unseen-migrations.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace ironlaw {

namespace {

/// A counted version: "V1_12" is 12 behind "V1_". Dates and times count nothing.
struct Counted {
    std::string_view before;
    uint32_t number = 0;
};

std::optional<Counted> counted(std::string_view version) {
    constexpr size_t longestNumber = 5;
    size_t begin = version.size();
    while (begin > 0 && version[begin - 1] >= '0' && version[begin - 1] <= '9') {
        --begin;
    }
    Counted result{version.substr(0, begin), 0};
    std::string_view digits = version.substr(begin);
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    if (begin == version.size() || digits.size() > longestNumber) {
        return std::nullopt;
    }
    std::from_chars(digits.data(), digits.data() + digits.size(), result.number);
    return result;
}

bool hasDigit(std::string_view version) {
    return std::ranges::any_of(version, [](char byte) { return byte >= '0' && byte <= '9'; });
}

/// From the version before to this one, if both count behind the same text.
std::optional<uint32_t> stepTo(std::span<const ParsedMigration> migrations, size_t index) {
    const auto before = counted(migrations[index - 1].migration->version);
    const auto here = counted(migrations[index].migration->version);
    const bool isStep =
        before && here && before->before == here->before && before->number < here->number;
    return isStep ? std::optional(here->number - before->number) : std::nullopt;
}

} // namespace

size_t firstBehindUnseen(std::span<const ParsedMigration> migrations) {
    const bool isOrdered = std::ranges::all_of(migrations, [](const ParsedMigration& one) {
        return one.migration->repeatable || hasDigit(one.migration->version);
    });
    if (!isOrdered && migrations.size() > 1) {
        return 0;
    }
    uint32_t usual = std::numeric_limits<uint32_t>::max();
    for (size_t i = 1; i < migrations.size(); ++i) {
        usual = std::min(usual, stepTo(migrations, i).value_or(usual));
    }
    for (size_t i = 1; i < migrations.size(); ++i) {
        if (stepTo(migrations, i).value_or(0) > usual) {
            return i;
        }
    }
    return migrations.size();
}

} // namespace ironlaw
