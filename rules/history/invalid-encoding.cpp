// Bytes that PostgreSQL refuses in a UTF-8 database.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void check(const TextProblemFound& event, Context& context) {
    if (event.problem.kind == TextProblem::Kind::Utf16) {
        context.report(event.problem.range, "file is UTF-16: PostgreSQL reads nothing of it")
            .help("save the file as UTF-8");
    } else if (event.problem.kind == TextProblem::Kind::InvalidUtf8) {
        context.report(event.problem.range, "text is not valid UTF-8")
            .help("save the file as UTF-8");
    } else if (event.problem.kind == TextProblem::Kind::NulByte) {
        context.report(event.problem.range, "NUL byte ends the statement for PostgreSQL's clients")
            .help("remove the byte");
    }
}

} // namespace

extern constinit const Rule invalid_encoding = {
    .summary = "bytes that are not UTF-8, or NUL",
    .severity = Severity::Error,
    .since = "0.1",
    .fullOnWayBack = true,
    .check = on<&check>(),
};

} // namespace ironlaw::rules
