// A statement makes something whose name is taken.
#include "rules/history/failure.h"

namespace ironlaw::rules {

namespace {

void check(const Failure& failure, Context& context) {
    if (failure.kind == FailureKind::DuplicateObject && context.direction() == Direction::Up) {
        reportFailure(failure, context)
            .help("drop the one that is there first, or choose another name");
    }
}

} // namespace

extern constinit const Rule duplicate_object = {
    .summary = "object that exists already",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
