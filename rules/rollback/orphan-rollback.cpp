// A way back whose way up is not there.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void check(const MigrationEnd& end, Context& context) {
    if (!end.migration.up.empty() || end.migration.upInOtherLanguage || !end.hasWayBack) {
        return;
    }
    context.report(end.wayBack, "the way back \"{}\" has no way up", end.migration.name)
        .help("restore the way up, or remove this file; a version that differs by a typing mistake "
              "looks the same");
}

} // namespace

extern constinit const Rule orphan_rollback = {
    .summary = "way back without its way up",
    .severity = Severity::Error,
    .since = "0.1",
    .fullOnWayBack = true,
    .check = on<&check>(),
};

} // namespace ironlaw::rules
