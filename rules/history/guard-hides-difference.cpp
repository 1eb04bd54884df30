// IF NOT EXISTS in front of a table that is there, with other columns.
#include "analyzer/rule/context.h"

#include <algorithm>

namespace ironlaw::rules {

namespace {

void check(const CreateTable& statement, Context& context) {
    const Lookup<Table> table = context.catalog().table(statement.name);
    const Doubts& doubts = context.replay().doubts();
    if (!statement.ifNotExists || !table || !table->complete || !table->columnsComplete ||
        context.direction() == Direction::Down || context.replay().isInner() ||
        doubts.areAbout(table->name) || doubts.hasPlaceholder(statement)) {
        return;
    }
    const auto missing =
        std::ranges::find_if(statement.columns, [&](const ColumnDefinition& column) {
            return table->column(column.name.text) == nullptr && !doubts.areAbout(column.name.text);
        });
    if (missing != statement.columns.end()) {
        context
            .report(missing->range,
                    "CREATE TABLE IF NOT EXISTS changes nothing: \"{}\" is there already, without "
                    "the column \"{}\"",
                    context.nameOf(*table), missing->name.text.view())
            .note(table->origin.location, "\"{}\" is created here", context.nameOf(*table))
            .help("add the column with ALTER TABLE, or choose another name for the table");
    }
}

} // namespace

extern constinit const Rule guard_hides_difference = {
    .summary = "IF NOT EXISTS on a table that is there with other columns",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
