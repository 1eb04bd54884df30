// The server version of the configuration does not know what the statement says.
#include "rules/history/failure.h"

namespace ironlaw::rules {

namespace {

void check(const Failure& failure, Context& context) {
    reportOnWayUp(failure, FailureKind::UnsupportedSyntax, context);
}

} // namespace

extern constinit const Rule unsupported_syntax = {
    .summary = "syntax, option or function that the server version does not know",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
