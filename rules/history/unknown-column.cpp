// A statement names a column that its table does not have.
#include "rules/history/failure.h"

namespace ironlaw::rules {

namespace {

void check(const Failure& failure, Context& context) {
    reportOnWayUp(failure, FailureKind::UnknownColumn, context);
}

} // namespace

extern constinit const Rule unknown_column = {
    .summary = "column that does not exist at this point",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
