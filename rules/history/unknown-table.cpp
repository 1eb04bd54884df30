// A statement names a relation that the history has not made.
#include "rules/history/failure.h"

namespace ironlaw::rules {

namespace {

void check(const Failure& failure, Context& context) {
    reportOnWayUp(failure, FailureKind::UnknownTable, context);
}

} // namespace

extern constinit const Rule unknown_table = {
    .summary = "table or view that does not exist at this point",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
