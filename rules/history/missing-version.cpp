// A gap in a history that counts its migrations.
#include "analyzer/project/counted-version.h"
#include "analyzer/rule/context.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace ironlaw::rules {

namespace {

/// A history counts if at most one number in so many is missing.
constexpr size_t share = 5;

struct Counted {
    uint32_t number = 0;
    const Migration* migration = nullptr; ///< null: none that is read as SQL
};

struct Gap {
    uint32_t first = 0;
    uint32_t last = 0;
    const Migration* behind = nullptr; ///< the next migration that is read as SQL
};

std::optional<uint32_t> plainNumber(std::string_view version) {
    const std::optional<CountedVersion> counted = countedVersion(version);
    return counted && counted->before.empty() ? std::optional(counted->number) : std::nullopt;
}

/// The numbers of the migrations, in their order; nothing if a version is none.
std::vector<Counted> migrationNumbers(const History& history) {
    std::vector<Counted> result;
    for (const Migration& migration : history.migrations) {
        if (migration.up.empty() || migration.repeatable || migration.schemaDump) {
            continue;
        }
        const std::optional<uint32_t> number = plainNumber(migration.version);
        if (!number) {
            return {};
        }
        result.push_back({*number, &migration});
    }
    std::ranges::stable_sort(result, {}, &Counted::number);
    return result;
}

/// Puts the numbers of other files where `numbers` lacks them; they do not make it longer.
void addOthers(const History& history, std::vector<Counted>& numbers) {
    const uint32_t first = numbers.front().number;
    const uint32_t last = numbers.back().number;
    for (const uint32_t number : history.numbersInFolder) {
        if (number > first && number < last) {
            numbers.push_back({number, nullptr});
        }
    }
    std::ranges::stable_sort(numbers, {}, &Counted::number);
    const auto repeated = std::ranges::unique(numbers, {}, &Counted::number);
    numbers.erase(repeated.begin(), repeated.end());
}

std::vector<Gap> gapsIn(const std::vector<Counted>& numbers) {
    std::vector<Gap> result;
    size_t placed = 0; // gaps with a migration behind them
    for (size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0 && numbers[i].number > numbers[i - 1].number + 1) {
            result.push_back({numbers[i - 1].number + 1, numbers[i].number - 1, nullptr});
        }
        for (; numbers[i].migration != nullptr && placed < result.size(); ++placed) {
            result[placed].behind = numbers[i].migration;
        }
    }
    return result;
}

void check(const HistoryEnd& end, Context& context) {
    const Tool& tool = *end.history.tool;
    std::vector<Counted> numbers = migrationNumbers(end.history);
    // Where the tool minds the gap, refused-migration or ignored-text speaks.
    if (numbers.empty() || tool.needsEveryVersion || tool.stopsAtGap) {
        return;
    }
    addOthers(end.history, numbers);
    const size_t missing = numbers.back().number - numbers.front().number + 1 - numbers.size();
    if (missing * share > numbers.size()) {
        return;
    }
    for (const Gap& gap : gapsIn(numbers)) {
        const Section& section = gap.behind->up.front();
        const Location place{section.file, {section.range.begin, section.range.begin}};
        if (gap.first == gap.last) {
            context.report(place, "there is no migration {} before \"{}\"", gap.first,
                           gap.behind->name);
        } else {
            context.report(place, "there are no migrations {} to {} before \"{}\"", gap.first,
                           gap.last, gap.behind->name);
        }
    }
}

} // namespace

extern constinit const Rule missing_version = {
    .summary = "gap in a history that counts",
    .severity = Severity::Note,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
