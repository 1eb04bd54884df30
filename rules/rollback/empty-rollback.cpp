// A way back that is there and does nothing.
#include "rules/rollback/irreversible.h"

namespace ironlaw::rules {

namespace {

void check(const MigrationEnd& end, Context& context) {
    // A statement that could not be parsed may well have been the one that counts.
    bool effective = end.downEffects > 0 || end.downErrors > 0;
    if (!end.hasWayBack || effective || end.upEffects == 0 || end.irreversible ||
        end.migration.repeatable) {
        return;
    }
    if (end.downRaises) {
        DiagnosticBuilder diagnostic = context.report(
            end.wayBack,
            "the way back of migration \"{}\" only raises an exception, and the migration says no "
            "reason",
            end.migration.name);
        diagnostic.note(end.firstEffect, "the way up changes the database from here on");
        noteBeyondSql(end, diagnostic);
        diagnostic.helpText(std::string(irreversibleHelp));
        return;
    }
    DiagnosticBuilder diagnostic = context.report(
        end.wayBack, "the way back of migration \"{}\" changes nothing", end.migration.name);
    diagnostic.note(end.firstEffect, "the way up changes the database from here on");
    noteBeyondSql(end, diagnostic);
    diagnostic.help("undo there what the way up does, or say \"-- ironlaw: irreversible: reason\" "
                    "in the migration");
}

} // namespace

extern constinit const Rule empty_rollback = {
    .summary = "way back without an effective statement",
    .severity = Severity::Error,
    .since = "0.1",
    .fullOnWayBack = true,
    .check = on<&check>(),
};

} // namespace ironlaw::rules
