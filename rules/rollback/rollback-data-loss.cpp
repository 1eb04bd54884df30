// A way back that drops what the way up has made, with what was written into it since.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void checkDrop(const Drop& drop, Context& context) {
    if (context.direction() != Direction::Down || drop.objectKind != ObjectKind::Table) {
        return;
    }
    for (const ObjectReference& object : drop.objects) {
        const Lookup<Table> table = context.catalog().table(object.name);
        if (table && context.replay().isOfWayUp(table->origin)) {
            context
                .report(object.name.range,
                        "the way back loses the rows that \"{}\" has got since the way up",
                        context.nameOf(*table))
                .note(table->origin.location, "\"{}\" is created here", context.nameOf(*table))
                .help("keep them elsewhere before, or say why nobody needs them");
        }
    }
}

void checkColumn(const DropColumn& drop, Context& context) {
    const AlterTable* alter = context.alterTable();
    if (context.direction() != Direction::Down || alter == nullptr) {
        return;
    }
    const Lookup<Table> table = context.catalog().table(alter->name);
    const Column* column = table ? table->column(drop.column.text) : nullptr;
    if (column != nullptr && column->generated == GeneratedKind::None &&
        context.replay().isOfWayUp(column->origin)) {
        context
            .report(drop.range,
                    "the way back loses the values that column \"{}\" of \"{}\" has got since the "
                    "way up",
                    column->name, context.nameOf(*table))
            .note(column->origin.location, "column \"{}\" is made here", column->name)
            .help("keep them elsewhere before, or say why nobody needs them");
    }
}

} // namespace

extern constinit const Rule rollback_data_loss = {
    .summary = "way back that drops a table or column of the way up",
    .severity = Severity::Warning,
    .enabled = false,
    .since = "0.1",
    .fullOnWayBack = true,
    .check = on<&checkDrop, &checkColumn>(),
};

} // namespace ironlaw::rules
