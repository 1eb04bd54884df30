// A way back that leads to another schema than the one before the migration.
#include "analyzer/schema/difference.h"
#include "rules/rollback/irreversible.h"

namespace ironlaw::rules {

namespace {

void leftOver(const RollbackDifference& found, Context& context) {
    const ObjectDescription& left = *found.difference->after;
    if (found.byWayBack) {
        context
            .report(found.place, "the way back makes {}, which is not there before the migration",
                    left.title)
            .help("leave it out of the way back");
        return;
    }
    DiagnosticBuilder diagnostic = context.report(
        found.place, "the way back leaves {}, which the migration makes here", left.title);
    diagnostic.help("drop it in the way back");
    if (found.attempt) {
        diagnostic.note(found.attempt->place, "this drops \"{}\", which is not there",
                        found.attempt->mistaken);
    }
}

void missing(const RollbackDifference& found, Context& context) {
    const ObjectDescription& lost = *found.object;
    if (found.byWayBack) {
        context
            .report(found.place, "the way back drops {}, which is there before the migration",
                    lost.title)
            .note(lost.place, "{} is made here", lost.title)
            .help("leave it alone in the way back");
        return;
    }
    DiagnosticBuilder diagnostic = context.report(
        found.place, "the way back does not make {} again, which is gone from here on", lost.title);
    diagnostic.note(lost.place, "{} is made here", lost.title);
    if (found.attempt) {
        diagnostic.note(found.attempt->place, "this makes what it belongs to, without it");
    }
    diagnostic.help("make it again in the way back as it was");
}

void noteAttempt(const RollbackDifference& found, DiagnosticBuilder& diagnostic) {
    if (found.attempt) {
        diagnostic.note(found.attempt->place, "this is the last that the way back does to it");
    }
}

void different(const RollbackDifference& found, Context& context) {
    const Difference& difference = *found.difference;
    if (difference.from == difference.to) {
        DiagnosticBuilder diagnostic =
            context.report(found.place, "{} differs in {} after the way back from what it was",
                           difference.before->title, difference.from);
        noteAttempt(found, diagnostic);
        diagnostic.note(difference.before->place, "{} is made here", difference.before->title)
            .help("give it back what it had in the way back");
        return;
    }
    DiagnosticBuilder diagnostic =
        context.report(found.place, "{} has {} before the migration, but {} after the way back",
                       difference.before->title, difference.from, difference.to);
    noteAttempt(found, diagnostic);
    diagnostic.help("give it back what it had in the way back");
}

void renamed(const RollbackDifference& found, Context& context) {
    DiagnosticBuilder diagnostic =
        context.report(found.place, "{} is called \"{}\" after the way back",
                       found.difference->before->title, found.difference->after->name);
    noteAttempt(found, diagnostic);
    diagnostic.help("give it back its name in the way back");
}

void schema(const RollbackDifference& found, Context& context) {
    switch (found.difference->kind) {
    case Difference::Kind::LeftOver: leftOver(found, context); break;
    case Difference::Kind::Missing: missing(found, context); break;
    case Difference::Kind::Different: different(found, context); break;
    case Difference::Kind::Renamed: renamed(found, context); break;
    case Difference::Kind::Reordered:
        context
            .report(found.place,
                    "{} has its columns in the order {} before, and {} after the way back",
                    found.difference->before->title, found.difference->from, found.difference->to)
            .atMost(Severity::Note);
        break;
    }
}

void lost(const RollbackDifference& found, std::string_view what, Context& context) {
    context
        .report(found.place, "the way back makes {} again without its {}, which no SQL brings back",
                found.object->title, what)
        .atMost(Severity::Note)
        .note(found.attempt->place, "{} is made again here", found.object->title)
        .helpText(std::string(irreversibleHelp));
}

void check(const RollbackDifference& found, Context& context) {
    switch (found.kind) {
    case RollbackDifference::Kind::Schema: schema(found, context); break;
    case RollbackDifference::Kind::EnumValue:
        context
            .report(found.place, "the way back leaves the value '{}' of {}, which no SQL removes",
                    found.name, found.object->title)
            .helpText(std::string(irreversibleHelp));
        break;
    case RollbackDifference::Kind::LostRows: lost(found, "rows", context); break;
    case RollbackDifference::Kind::LostValues: lost(found, "values", context); break;
    }
}

} // namespace

extern constinit const Rule incomplete_rollback = {
    .summary = "way back that leads to another schema than before",
    .severity = Severity::Error,
    .since = "0.1",
    .fullOnWayBack = true,
    .check = on<&check>(),
};

} // namespace ironlaw::rules
