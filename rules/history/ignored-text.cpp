// SQL that stands in a migration file where the tool does not read it.
#include "analyzer/project/first-gap.h"
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void check(const SectionProblemFound& event, Context& context) {
    const SectionProblem& problem = event.problem;
    const std::string_view tool = context.history().tool->title;
    if (problem.kind == SectionProblem::Kind::IgnoredMarker) {
        auto diagnostic =
            context.report(problem.range, "\"{}\" is a comment to {}, which reads no marker in it",
                           context.text(problem.range), tool);
        if (problem.meant.starts_with("--")) {
            diagnostic.help("write \"{}\" from the start of the line", problem.meant);
        } else {
            diagnostic.help("let it stand {}", problem.meant);
        }
    } else if (problem.kind == SectionProblem::Kind::IgnoredText) {
        context.report(problem.range, "{} does not run this: {}", tool, problem.meant)
            .help("move it to where the tool reads, or remove it");
    }
}

/// What stands behind a gap. A title shows that the application reads the files itself.
void checkGap(const HistoryEnd& end, Context& context) {
    const History& history = end.history;
    const std::optional<FirstGap> gap =
        history.tool->stopsAtGap && !history.singleFile ? firstGap(history) : std::nullopt;
    if (gap && gap->behind->name == gap->behind->version) {
        const Section& section = gap->behind->up.front();
        context
            .report(Location{section.file, {section.range.begin, section.range.begin}},
                    "{} runs nothing from here on: there is no migration {} before \"{}\"",
                    history.tool->title, gap->missing, gap->behind->name)
            .help("number the migrations from 1 on, without a gap");
    }
}

} // namespace

extern constinit const Rule ignored_text = {
    .summary = "text that the migration tool leaves out",
    .severity = Severity::Error,
    .since = "0.1",
    .fullOnWayBack = true,
    .check = on<&check, &checkGap>(),
};

} // namespace ironlaw::rules
