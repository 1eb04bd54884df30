// See way-back.h.
#include "tests/schema/way-back.h"

#include "analyzer/rule/history-replay.h"
#include "analyzer/schema/difference.h"
#include "tests/rule/history-text.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ironlaw::example {

namespace {

/// The schema after the first migrations of a project, described.
DescribedSchema after(const Project& project, const ParsedHistory& parsed, std::string_view last) {
    Catalog catalog(true);
    Replay replay(catalog, newestServer);
    replayUp(project.histories.front(), parsed, last, replay);
    return {describeSchema(
                {catalog, [&](Location place) { return project.sources[place.file].text(); }},
                Comparison::Exact),
            true};
}

std::string lineOf(const Difference& one) {
    switch (one.kind) {
    case Difference::Kind::Missing: return "- " + one.before->title;
    case Difference::Kind::LeftOver: return "+ " + one.after->title;
    case Difference::Kind::Renamed:
        return fmt::format("{} is called {}", one.before->title, one.after->name);
    case Difference::Kind::Reordered:
        return fmt::format("{}: order {} / {}", one.before->title, one.from, one.to);
    case Difference::Kind::Different: break;
    }
    return fmt::format("{}: {} / {}", one.before->title, one.from, one.to);
}

} // namespace

std::string lines(const std::vector<std::string>& all) {
    return fmt::format("{}", fmt::join(all, "\n"));
}

std::string leftBy(const std::string& base, const std::string& up, const std::string& down) {
    const Project project = projectOf({{base}, {up}, {down}});
    const ParsedHistory parsed(project.sources, project.histories.front(), 1);
    for (const ParsedFile& file : parsed.files()) {
        CHECK(file.sections.front().parsed->errors.empty());
    }
    const DescribedSchema before = after(project, parsed, "1");
    const DescribedSchema end = after(project, parsed, "");
    std::vector<std::string> result;
    for (const Difference& one : differencesOf(before, end)) {
        result.push_back(lineOf(one));
    }
    return lines(result);
}

} // namespace ironlaw::example
