// A foreign key references columns that no unique index covers.
#include "rules/history/failure.h"

namespace ironlaw::rules {

namespace {

void check(const Failure& failure, Context& context) {
    reportOnWayUp(failure, FailureKind::ForeignKeyTargetNotUnique, context);
}

} // namespace

extern constinit const Rule foreign_key_target_not_unique = {
    .summary = "foreign key to columns without a unique key",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
