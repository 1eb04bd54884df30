// ALTER DOMAIN with a new constraint: all tables with columns of the domain are read for it.
#include "analyzer/rule/context.h"

#include <vector>

namespace ironlaw::rules {

namespace {

void check(const AlterDomain& statement, Context& context) {
    const bool isNotNull = statement.action == AlterDomainKind::SetNotNull ||
                           statement.constraint.kind == ConstraintKind::NotNull;
    if (statement.action != AlterDomainKind::AddConstraint && !isNotNull) {
        return;
    }
    std::vector<RelationUse> tables;
    std::string names;
    for (const Work& work : context.effects().work) {
        if (context.isLargeExisting(work.relation)) {
            names +=
                fmt::format("{}\"{}\"", tables.empty() ? "" : ", ", context.nameOf(work.relation));
            tables.push_back(work.relation);
        }
    }
    if (tables.empty()) {
        return;
    }
    auto diagnostic = context.report(
        statement.range, "ALTER DOMAIN \"{}\" {} scans {} and blocks writes meanwhile",
        context.nameOf(statement.name),
        statement.action == AlterDomainKind::SetNotNull ? "SET NOT NULL" : "ADD CONSTRAINT", names);
    for (const RelationUse& table : tables) {
        context.noteRelation(diagnostic, table);
    }
    if (isNotNull) {
        diagnostic.help("add CHECK (VALUE IS NOT NULL) NOT VALID to the domain, which holds for "
                        "new values at once");
    } else {
        diagnostic.help("add the constraint NOT VALID, which holds for new values at once");
    }
}

} // namespace

extern constinit const Rule domain_constraint_scan = {
    .summary = "constraint of a domain that scans the tables with columns of it",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
