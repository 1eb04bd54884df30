// A statement names a type, constraint, index, routine, … that the history has not made.
#include "rules/history/failure.h"

namespace ironlaw::rules {

namespace {

void check(const Failure& failure, Context& context) {
    reportOnWayUp(failure, FailureKind::UnknownObject, context);
}

} // namespace

extern constinit const Rule unknown_object = {
    .summary = "object that does not exist at this point",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
