// A statement drops or changes what something else needs.
#include "rules/history/failure.h"

namespace ironlaw::rules {

namespace {

void check(const Failure& failure, Context& context) {
    reportOnWayUp(failure, FailureKind::DependentObject, context);
}

} // namespace

extern constinit const Rule dependent_object = {
    .summary = "object that others need is dropped or changed",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
