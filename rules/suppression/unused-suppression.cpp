// A suppression that suppresses nothing.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void check(const SuppressionProblem& problem, Context& context) {
    if (problem.kind == SuppressionProblem::Kind::Unused) {
        context.report(problem.range, "suppression of \"{}\" suppresses nothing", problem.word)
            .help("remove it");
    }
}

} // namespace

extern constinit const Rule unused_suppression = {
    .summary = "suppression that suppresses nothing",
    .severity = Severity::Warning,
    .since = "0.1",
    .fullOnWayBack = true,
    .check = on<&check>(),
};

} // namespace ironlaw::rules
