// A statement of the way back that cannot succeed after the way up.
#include "rules/history/failure.h"

namespace ironlaw::rules {

namespace {

void check(const Failure& failure, Context& context) {
    if (context.direction() == Direction::Down) {
        reportFailure(failure, context).helpText(std::string(helpOnWayBack(failure.kind)));
    }
}

} // namespace

extern constinit const Rule failing_rollback = {
    .summary = "way back that fails after the way up",
    .severity = Severity::Error,
    .since = "0.1",
    .fullOnWayBack = true,
    .check = on<&check>(),
};

} // namespace ironlaw::rules
