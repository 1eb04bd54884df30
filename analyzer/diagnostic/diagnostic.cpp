// The words for severities, and the one order in which diagnostics are shown.
#include "analyzer/diagnostic/diagnostic.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace ironlaw {

namespace {

constexpr std::array<std::string_view, 4> severityWords = {"off", "note", "warning", "error"};

auto noteKey(const Note& note) {
    const Location location = note.location.value_or(Location());
    return std::tuple(std::string_view(note.message), note.location.has_value(), location.file,
                      location.range.begin, location.range.end);
}

/// Position and rule come first. The rest only makes the order total, so that it never depends on
/// the order in which threads delivered.
auto sortKey(const Diagnostic& diagnostic) {
    const Location& location = diagnostic.location;
    return std::tuple(diagnostic.order, location.file, location.range.begin, diagnostic.rule,
                      location.range.end, std::string_view(diagnostic.message),
                      std::string_view(diagnostic.help), std::string_view(diagnostic.migration),
                      diagnostic.direction, diagnostic.severity);
}

bool isBefore(const Diagnostic& left, const Diagnostic& right) {
    const auto leftKey = sortKey(left);
    const auto rightKey = sortKey(right);
    if (leftKey != rightKey) {
        return leftKey < rightKey;
    }
    return std::lexicographical_compare(
        left.notes.begin(), left.notes.end(), right.notes.begin(), right.notes.end(),
        [](const Note& a, const Note& b) { return noteKey(a) < noteKey(b); });
}

} // namespace

std::string_view wordOf(Severity severity) { return severityWords[static_cast<size_t>(severity)]; }

std::optional<Severity> severityOf(std::string_view word) {
    const auto* found = std::find(severityWords.begin(), severityWords.end(), word);
    if (found == severityWords.end()) {
        return std::nullopt;
    }
    return static_cast<Severity>(found - severityWords.begin());
}

void sortDiagnostics(std::vector<Diagnostic>& diagnostics) {
    std::sort(diagnostics.begin(), diagnostics.end(), isBefore);
    diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end()), diagnostics.end());
}

} // namespace ironlaw
