// Files with several sections, as the tools read them that refuse what stands outside of these.
#include "analyzer/project/layout.h"

#include <algorithm>

namespace ironlaw {

namespace {

using Kind = SectionProblem::Kind;

/// The first line that is neither blank nor a line comment; block comments are text to these tools.
std::optional<Range> firstText(std::string_view text, Range within) {
    std::optional<Range> result;
    eachLine(text.substr(within.begin, within.size()), [&](std::string_view line, Range) {
        std::string_view words = strip(line);
        if (!result && !words.empty() && !words.starts_with("--")) {
            uint32_t begin = static_cast<uint32_t>(words.data() - text.data());
            result = Range{begin, begin + static_cast<uint32_t>(words.size())};
        }
    });
    return result;
}

} // namespace

void addMarkedSections(Migration& migration, FileId file, std::string_view text,
                       const std::function<std::optional<Marker>(std::string_view)>& classify,
                       std::string_view firstMarker) {
    auto refuse = [&](Kind kind, Range range, std::string_view meant) {
        migration.problems.push_back({kind, file, range, meant});
    };
    const uint32_t size = static_cast<uint32_t>(text.size());
    const uint32_t start =
        text.starts_with(byteOrderMark) ? static_cast<uint32_t>(byteOrderMark.size()) : 0;
    if (start > 0) {
        refuse(Kind::ByteOrderMark, {0, start}, firstMarker);
    }
    uint32_t firstSection = size;
    eachLine(text, [&](std::string_view line, Range) {
        std::optional<Marker> marker = classify(line);
        if (!marker) {
            return;
        }
        const uint32_t begin = static_cast<uint32_t>(line.data() - text.data());
        const Range place{begin, begin + static_cast<uint32_t>(line.size())};
        if (!marker->meant.empty()) {
            refuse(Kind::UnknownMarker, place, marker->meant == "?" ? "" : marker->meant);
        }
        firstSection = marker->isSection ? std::min(firstSection, begin) : firstSection;
    });
    std::vector<Section> sections = sectionsOf(file, text, classify);
    const std::optional<Range> outside = firstText(text, {start, firstSection});
    if (outside) {
        refuse(sections.empty() ? Kind::NoMarker : Kind::TextBeforeMarker, *outside, firstMarker);
    }
    if (sections.empty() && outside) {
        sections.push_back(wholeFile(file, text, Direction::Up));
    }
    std::ranges::stable_sort(migration.problems, {},
                             [](const SectionProblem& problem) { return problem.range.begin; });
    for (const Section& section : sections) {
        (section.direction == Direction::Up ? migration.up : migration.down).push_back(section);
    }
}

} // namespace ironlaw
