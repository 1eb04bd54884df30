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

void checkBlock(const Do& block, Context& context) {
    const std::string_view language = block.body.language;
    if (language != "plpgsql" && language != "sql") {
        context.report(context.tokenAt(block.range.begin),
                       "DO runs a body in {}, which is not analysed", language);
    }
    if (block.body.executesDynamicSql) {
        context.report(block.body.dynamicSql,
                       "EXECUTE runs a text that is put together at run time: it is not analysed");
    }
}

void checkText(const TextProblemFound& event, Context& context) {
    if (event.problem.kind == TextProblem::Kind::GeneratedStatements) {
        context.report(event.problem.range,
                       "\\gexec runs the text that the query gives: it is not analysed");
    } else if (event.problem.kind == TextProblem::Kind::IncludedFile) {
        context.report(event.problem.range,
                       "{} runs another file here: what it does at this place is not analysed",
                       context.text(event.problem.range));
    }
}

} // namespace

extern constinit const Rule unanalysed_statement = {
    .summary = "statement whose effects are not modelled",
    .severity = Severity::Note,
    .since = "0.1",
    .fullOnWayBack = true,
    .check = on<&check, &checkBlock, &checkText>(),
};

} // namespace ironlaw::rules
