// A valid statement whose effects the product does not model.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void check(const OtherStatement& statement, Context& context) {
    if (statement.reason.empty()) {
        context.report(context.tokenAt(statement.range.begin),
                       "{} is not analysed: its effects are not known here", statement.words);
    }
}

void checkText(const TextProblemFound& event, Context& context) {
    if (event.problem.kind == TextProblem::Kind::GeneratedStatements) {
        context.report(event.problem.range,
                       "\\gexec runs the text that the query gives: it is not analysed");
    }
}

} // namespace

extern constinit const Rule unanalysed_statement = {
    .summary = "statement whose effects are not modelled",
    .severity = Severity::Note,
    .since = "0.1",
    .fullOnWayBack = true,
    .check = on<&check, &checkText>(),
};

} // namespace ironlaw::rules
