// A statement defines what PostgreSQL cannot make of the objects that are there.
#include "rules/history/failure.h"

namespace ironlaw::rules {

namespace {

void check(const Failure& failure, Context& context) {
    reportOnWayUp(failure, FailureKind::InvalidDefinition, context);
}

} // namespace

extern constinit const Rule invalid_definition = {
    .summary = "definition that PostgreSQL refuses",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
