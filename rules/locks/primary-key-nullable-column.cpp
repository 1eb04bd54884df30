// PRIMARY KEY USING INDEX, meant to be instant, over a column that may hold NULL: all rows are
// read.
#include "analyzer/catalog/not-null-proof.h"
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void check(const AddConstraint& action, Context& context) {
    const ConstraintDefinition& key = action.constraint;
    const Work* work =
        key.usingIndex.empty() ? nullptr : context.costlyWork(WorkCause::NotNull, action.range);
    if (work == nullptr || context.effects().surelyRewrites(work->relation)) {
        return;
    }
    const Table& table = *work->relation.table();
    auto diagnostic = context.report(action.range,
                                     "PRIMARY KEY USING INDEX \"{}\" blocks reads of and writes to "
                                     "\"{}\" until every row is checked for NULL",
                                     key.usingIndex.text.view(), context.nameOf(table));
    const auto* index =
        as<Index>(context.catalog().relationIn(table.schema, key.usingIndex.text.view()));
    for (const IndexColumn& part : index->keys) {
        const Column* column = table.column(part.column);
        if (column != nullptr && !holdsNoNull(table, *column)) {
            diagnostic.note(column->origin.location, "\"{}\" is nullable", column->name);
        }
    }
    context.noteRelation(diagnostic, work->relation);
    diagnostic.help(
        "make the columns NOT NULL in earlier migrations: add CHECK (… IS NOT NULL) NOT "
        "VALID, VALIDATE CONSTRAINT, and SET NOT NULL, which then scans nothing");
}

} // namespace

extern constinit const Rule primary_key_nullable_column = {
    .summary = "PRIMARY KEY USING INDEX over a nullable column",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
