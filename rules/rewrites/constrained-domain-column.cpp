// ADD COLUMN of a domain with constraints: PostgreSQL rewrites the table to check them.
#include "rules/rewrites/rewrite.h"

namespace ironlaw::rules {

namespace {

void check(const AddColumn& action, Context& context) {
    const Work* work = workOf(action, WorkCause::ConstrainedDomain, context);
    const Lookup<Type> domain = context.catalog().type(action.column.type.name);
    if (work == nullptr || !domain) {
        return;
    }
    auto diagnostic = context.report(
        action.range,
        "ADD COLUMN \"{}\" of the constrained domain \"{}\" rewrites \"{}\" and blocks reads and "
        "writes until it is done",
        action.column.name.text.view(), domain->name, context.nameOf(work->relation));
    diagnostic.note(domain->origin.location, "\"{}\" is created here", domain->name);
    context.noteRelation(diagnostic, work->relation);
    diagnostic.help("add the column with the type under the domain, and its constraints as CHECK … "
                    "NOT VALID, which VALIDATE CONSTRAINT checks in a later migration");
}

} // namespace

extern constinit const Rule constrained_domain_column = {
    .summary = "column added whose type is a domain with constraints",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
