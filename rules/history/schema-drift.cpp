// A schema that somebody keeps in a file, or that a database has, is another one than the
// migrations make. Only `ironlaw schema --diff` has a dump to compare with.
#include "analyzer/rule/context.h"
#include "analyzer/schema/difference.h"

namespace ironlaw::rules {

namespace {

void check(const SchemaDrift& drift, Context& context) {
    const Difference& difference = drift.difference;
    const ObjectDescription* before = difference.before;
    const ObjectDescription* after = difference.after;
    switch (difference.kind) {
    case Difference::Kind::Missing:
        context.report(before->place, "{} is made here, but {} does not have it", before->title,
                       drift.dump);
        break;
    case Difference::Kind::LeftOver:
        context.report(after->place, "{} is here, but no migration makes it", after->title)
            .help("make it in a migration, or leave it out of {}", drift.dump);
        break;
    case Difference::Kind::Different:
        if (difference.from == difference.to) {
            context
                .report(before->place, "{} differs in {} from the one in {}", before->title,
                        difference.from, drift.dump)
                .note(after->place, "{} is here in {}", after->title, drift.dump);
            break;
        }
        context
            .report(before->place, "{} has {} after the migrations, but {} in {}", before->title,
                    difference.from, difference.to, drift.dump)
            .note(after->place, "{} is here in {}", after->title, drift.dump);
        break;
    case Difference::Kind::Renamed:
        context
            .report(before->place, "{} is called \"{}\" in {}", before->title, after->name,
                    drift.dump)
            .note(after->place, "{} is here in {}", after->title, drift.dump);
        break;
    case Difference::Kind::Reordered: break; // a dump's order is not compared
    }
}

} // namespace

extern constinit const Rule schema_drift = {
    .summary = "schema that is another one than a dump's (`ironlaw schema --diff`)",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
