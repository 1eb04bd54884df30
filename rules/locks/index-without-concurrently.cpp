// CREATE INDEX on a table that others use: writes wait until the index is built.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

void check(const CreateIndex& index, Context& context) {
    // An index that is there already is not built; a materialized view takes no writes.
    const bool builds =
        !context.effects().locks.empty() && (!context.effects().work.empty() || !index.ifNotExists);
    if (index.concurrently || !builds) {
        return;
    }
    const RelationUse& table = context.effects().locks.front().relation;
    const bool partitioned =
        table.table() != nullptr && table.table()->partitionedBy != PartitionStrategy::None;
    if (table.kind != RelationKind::Table || !context.isLargeExisting(table) ||
        (partitioned && index.only)) {
        return;
    }
    Range words{index.range.begin, index.table.range.end};
    auto diagnostic =
        index.name.empty()
            ? context.report(words, "CREATE INDEX blocks writes to \"{}\" until the index is built",
                             context.nameOf(table))
            : context.report(words,
                             "CREATE INDEX \"{}\" blocks writes to \"{}\" until the index is built",
                             index.name.text.view(), context.nameOf(table));
    context.noteRelation(diagnostic, table);
    if (partitioned) {
        diagnostic.help(
            "create the index ON ONLY \"{0}\", build one CONCURRENTLY on each partition, "
            "and attach them with ALTER INDEX … ATTACH PARTITION",
            context.nameOf(table));
        return;
    }
    diagnostic.help(
        "use CREATE INDEX CONCURRENTLY in a migration that runs outside of a transaction");
}

} // namespace

extern constinit const Rule index_without_concurrently = {
    .summary = "index built without CONCURRENTLY on a table that others can see",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
