// SQL that stands in a migration file where the tool does not read it.
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

} // namespace

extern constinit const Rule ignored_text = {
    .summary = "text that the migration tool leaves out",
    .severity = Severity::Error,
    .since = "0.1",
    .fullOnWayBack = true,
    .check = on<&check>(),
};

} // namespace ironlaw::rules
