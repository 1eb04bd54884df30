// A suppression that names a rule which does not exist, or says something else that nobody knows.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

constexpr std::string_view form = "write -- ironlaw: allow rule: reason";

void check(const SuppressionProblem& problem, Context& context) {
    using Kind = SuppressionProblem::Kind;
    if (problem.kind == Kind::NoWord) {
        context.report(problem.range, "comment says nothing to ironlaw")
            .helpText(std::string(form));
    } else if (problem.kind == Kind::NoRule) {
        context.report(problem.range, "suppression names no rule").helpText(std::string(form));
    } else if (problem.kind == Kind::UnknownWord || problem.kind == Kind::UnknownRule) {
        auto diagnostic =
            problem.kind == Kind::UnknownWord
                ? context.report(problem.range, "comment tells ironlaw the unknown word \"{}\"",
                                 problem.word)
                : context.report(problem.range, "suppression names the unknown rule \"{}\"",
                                 problem.word);
        if (!problem.nearest.empty()) {
            diagnostic.help("write \"{}\"", problem.nearest);
        }
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
