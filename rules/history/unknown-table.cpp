// A statement names a relation that the history has not made.
#include "rules/history/failure.h"

namespace ironlaw::rules {

namespace {

void check(const Failure& failure, Context& context) {
    if (failure.kind == FailureKind::UnknownTable && context.direction() == Direction::Up) {
        reportFailure(failure, context)
            .help("create the table in an earlier migration, or correct its name");
    }
}

} // namespace

extern constinit const Rule unknown_table = {
    .summary = "table or view that does not exist at this point",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
