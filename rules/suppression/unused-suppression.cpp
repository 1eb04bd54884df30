// A suppression that suppresses nothing.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void check(const SuppressionProblem& problem, Context& context) {
    using Kind = SuppressionProblem::Kind;
    switch (problem.kind) {
    case Kind::Unused:
        context.report(problem.range, "suppression of \"{}\" suppresses nothing", problem.word)
            .help("remove it");
        break;
    case Kind::TooLate:
        context
            .report(problem.range,
                    "suppression of \"{}\" for the file stands below the first statement, where it "
                    "suppresses nothing",
                    problem.word)
            .help("put it above the first statement");
        break;
    case Kind::NothingToUndo:
        context
            .report(problem.range,
                    "migration \"{}\" is called irreversible and changes nothing that lasts",
                    context.migration().name)
            .atMost(Severity::Note)
            .help("remove the comment");
        break;
    case Kind::HasWayBack:
        context
            .report(problem.range,
                    "migration \"{}\" is called irreversible, but its way back undoes all of it",
                    context.migration().name)
            .atMost(Severity::Note)
            .help("remove the comment");
        break;
    default: break;
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
