// A gap in a history that counts its migrations.
#include "analyzer/rule/context.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace ironlaw::rules {

namespace {

/// Longer numbers are times, which have gaps everywhere.
constexpr size_t mostDigits = 5;
/// A history counts if at most one number in so many is missing.
constexpr uint64_t share = 5;

struct Counted {
    uint64_t number = 0;
    const Migration* migration = nullptr; ///< null: none that is read as SQL
};

/// The versions as numbers, in their order; nothing if one of them is none.
std::optional<std::vector<Counted>> numbersOf(const History& history) {
    std::vector<Counted> result;
    for (const Migration& migration : history.migrations) {
        if (migration.up.empty() || migration.repeatable || migration.schemaDump) {
            continue;
        }
        const llvm::StringRef version = migration.version;
        Counted counted{0, &migration};
        if (version.size() > mostDigits || version.getAsInteger(10, counted.number)) {
            return std::nullopt;
        }
        result.push_back(counted);
    }
    for (const std::string& version : history.numbersInFolder) {
        uint64_t number = 0;
        if (!llvm::StringRef(version).getAsInteger(10, number)) {
            result.push_back({number, nullptr});
        }
    }
    std::ranges::stable_sort(result, {}, &Counted::number);
    const auto repeated = std::ranges::unique(result, {}, &Counted::number);
    result.erase(repeated.begin(), repeated.end());
    return result;
}

bool counts(const std::vector<Counted>& numbers) {
    uint64_t missing = 0;
    for (size_t i = 1; i < numbers.size(); ++i) {
        if (numbers[i].number > numbers[i - 1].number + 1) {
            missing += numbers[i].number - numbers[i - 1].number - 1;
        }
    }
    return missing > 0 && missing * share <= numbers.size();
}

void check(const HistoryEnd& end, Context& context) {
    const std::optional<std::vector<Counted>> numbers = numbersOf(end.history);
    if (!numbers || !counts(*numbers)) {
        return;
    }
    for (size_t i = 1; i < numbers->size(); ++i) {
        const Counted& before = (*numbers)[i - 1];
        const Counted& behind = (*numbers)[i];
        if (behind.number <= before.number + 1 || behind.migration == nullptr) {
            continue;
        }
        const Section& section = behind.migration->up.front();
        const Location place{section.file, {section.range.begin, section.range.begin}};
        const uint64_t first = before.number + 1;
        const uint64_t last = behind.number - 1;
        if (first == last) {
            context.report(place, "there is no migration {} before \"{}\"", first,
                           behind.migration->name);
        } else {
            context.report(place, "there are no migrations {} to {} before \"{}\"", first, last,
                           behind.migration->name);
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
