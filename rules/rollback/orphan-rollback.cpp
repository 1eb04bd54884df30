// A way back whose way up is not there.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void check(const MigrationEnd& end, Context& context) {
    const Migration& migration = end.migration;
    const bool mayHaveUp =
        !migration.up.empty() || migration.upInOtherLanguage || migration.takenAlone;
    if (mayHaveUp || !end.hasWayBack) {
        return;
    }
    context.report(end.wayBack, "the way back \"{}\" has no way up", migration.name)
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
