// A foreign key references columns that no unique index covers.
#include "rules/history/failure.h"

namespace ironlaw::rules {

namespace {

void check(const Failure& failure, Context& context) {
    if (failure.kind == FailureKind::ForeignKeyTargetNotUnique &&
        context.direction() == Direction::Up) {
        reportFailure(failure, context)
            .help("add a primary key or a UNIQUE constraint to the referenced columns first");
    }
}

} // namespace

extern constinit const Rule foreign_key_target_not_unique = {
    .summary = "foreign key to columns without a unique key",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
