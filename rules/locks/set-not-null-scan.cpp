// NOT NULL on a column of a table that others use: all rows are read for it.
#include "analyzer/catalog/not-null-proof.h"
#include "analyzer/rule/context.h"

#include <algorithm>

namespace ironlaw::rules {

namespace {

const AddColumn* addedBeside(const Name& column, const AlterTable& alter) {
    for (const AlterAction* one : alter.actions) {
        const auto* add = as<AddColumn>(*one);
        if (add != nullptr && add->column.name == column) {
            return add;
        }
    }
    return nullptr;
}

/// A CHECK that proves it as soon as it is valid. One that is valid already proves nothing because
/// the same statement drops or validates it.
const Constraint* proofOf(std::string_view column, const Table& table) {
    auto proof = std::ranges::find_if(table.constraints, [&](Constraint check) {
        check.validated = true;
        return provesNotNull(check, column);
    });
    return proof == table.constraints.end() ? nullptr : &*proof;
}

void helpWith(DiagnosticBuilder& diagnostic, const Name& column, const RelationUse& table,
              const Context& context) {
    const Constraint* proof =
        table.table() == nullptr ? nullptr : proofOf(column.text, *table.table());
    if (addedBeside(column, *context.alterTable()) != nullptr) {
        diagnostic.help(
            "write NOT NULL into ADD COLUMN: with its DEFAULT there is nothing to scan");
    } else if (proof != nullptr && proof->validated) {
        diagnostic.help("drop \"{}\" in a statement of its own, after SET NOT NULL: until then it "
                        "proves that there is no NULL",
                        proof->name);
    } else if (proof != nullptr) {
        diagnostic.help("VALIDATE CONSTRAINT \"{}\" in an earlier migration: SET NOT NULL then "
                        "scans nothing",
                        proof->name);
    } else if (context.config().serverVersion >= 18) {
        diagnostic.help("add CONSTRAINT … NOT NULL \"{}\" NOT VALID, and VALIDATE CONSTRAINT in a "
                        "later migration",
                        column.text.view());
    } else {
        diagnostic.help("add CHECK (\"{}\" IS NOT NULL) NOT VALID, VALIDATE CONSTRAINT in a later "
                        "migration, and SET NOT NULL after that: it then scans nothing",
                        column.text.view());
    }
}

void judge(const Name& column, Range range, Context& context) {
    const Work* work = context.costlyWork(WorkCause::NotNull, range);
    if (work == nullptr || context.effects().surelyRewrites(work->relation)) {
        return; // a rewrite checks the rows on its way
    }
    const AddColumn* added = addedBeside(column, *context.alterTable());
    const Table* table = work->relation.table();
    const Column* known = table == nullptr ? nullptr : table->column(column.text.view());
    if ((added != nullptr && !added->column.hasDefault) ||
        (known != nullptr && context.replay().lacksValues(*table, *known))) {
        return; // required-column-without-default
    }
    const RelationUse& target = context.effects().locks.front().relation;
    auto diagnostic = context.report(
        range,
        "SET NOT NULL on \"{}\" blocks reads of and writes to \"{}\" until every row is checked",
        column.text.view(), context.nameOf(target));
    context.noteRelation(diagnostic, work->relation);
    if (!work->certain) {
        diagnostic.note("the history does not show all constraints of \"{}\": a valid CHECK that "
                        "says IS NOT NULL spares the scan",
                        context.nameOf(work->relation));
    }
    helpWith(diagnostic, column, work->relation, context);
}

void checkColumn(const SetNotNull& action, Context& context) {
    judge(action.column, action.range, context);
}

void checkConstraint(const AddConstraint& action, Context& context) {
    if (action.constraint.kind == ConstraintKind::NotNull) {
        judge(action.constraint.columns.front(), action.range, context);
    }
}

} // namespace

extern constinit const Rule set_not_null_scan = {
    .summary = "NOT NULL that checks all rows of a table that others can see",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&checkColumn, &checkConstraint>(),
};

} // namespace ironlaw::rules
