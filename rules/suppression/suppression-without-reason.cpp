// A suppression that does not say why.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void check(const SuppressionProblem& problem, Context& context) {
    if (problem.kind == SuppressionProblem::Kind::WithoutReason) {
        context.report(problem.range, "suppression gives no reason")
            .help("write the reason behind a colon: -- ironlaw: allow rule: reason");
    } else if (problem.kind == SuppressionProblem::Kind::MissingComma) {
        context
            .report(problem.range, "suppression gives \"{}\" where its reason is due", problem.word)
            .help("put a comma between rules, and the reason behind a colon");
    }
}

} // namespace

extern constinit const Rule suppression_without_reason = {
    .summary = "suppression without a reason",
    .severity = Severity::Error,
    .since = "0.1",
    .fullOnWayBack = true,
    .check = on<&check>(),
};

} // namespace ironlaw::rules
