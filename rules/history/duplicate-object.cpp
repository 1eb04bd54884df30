// A statement makes something whose name is taken.
#include "rules/history/failure.h"

namespace ironlaw::rules {

namespace {

void check(const Failure& failure, Context& context) {
    reportOnWayUp(failure, FailureKind::DuplicateObject, context);
}

} // namespace

extern constinit const Rule duplicate_object = {
    .summary = "object that exists already",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
