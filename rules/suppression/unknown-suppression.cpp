// A suppression that names a rule which does not exist.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void check(const SuppressionProblem& problem, Context& context) {
    if (problem.kind != SuppressionProblem::Kind::Unknown) {
        return;
    }
    auto diagnostic =
        context.report(problem.range, "suppression names the unknown rule \"{}\"", problem.rule);
    if (!problem.nearest.empty()) {
        diagnostic.help("write \"{}\"", problem.nearest);
    }
}

} // namespace

extern constinit const Rule unknown_suppression = {
    .summary = "suppression of an unknown rule",
    .severity = Severity::Error,
    .since = "0.1",
    .fullOnWayBack = true,
    .check = on<&check>(),
};

} // namespace ironlaw::rules
