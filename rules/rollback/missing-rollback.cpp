// The iron law: no migration without a way back.
#include "rules/rollback/irreversible.h"

namespace ironlaw::rules {

namespace {

void check(const MigrationEnd& end, Context& context) {
    const Migration& migration = end.migration;
    bool exempt = migration.repeatable || migration.takenAlone || migration.baseline ||
                  migration.schemaDump || migration.downInOtherLanguage || migration.up.empty() ||
                  end.irreversible;
    if (exempt || end.hasWayBack || end.upEffects == 0) {
        return;
    }
    DiagnosticBuilder diagnostic =
        context.report(end.firstEffect, "migration \"{}\" changes the database and has no way back",
                       migration.name);
    noteBeyondSql(end, diagnostic);
    diagnostic.help("add {}, or say \"-- ironlaw: irreversible: reason\" in the migration",
                    migration.wayBackPlace);
}

} // namespace

extern constinit const Rule missing_rollback = {
    .summary = "migration without a way back",
    .severity = Severity::Error,
    .since = "0.1",
    .fullOnWayBack = true,
    .check = on<&check>(),
};

} // namespace ironlaw::rules
