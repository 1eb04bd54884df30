// CREATE and DROP INDEX CONCURRENTLY on a partitioned table: PostgreSQL refuses them.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

bool isPartitioned(const Table* table) {
    return table != nullptr && table->partitionedBy != PartitionStrategy::None;
}

void noteTable(DiagnosticBuilder& diagnostic, const Table& table, const Context& context) {
    if (table.complete) {
        diagnostic.note(table.origin.location, "\"{}\" is created here, partitioned",
                        context.nameOf(table));
    }
}

void checkCreate(const CreateIndex& index, Context& context) {
    const Table* table = context.catalog().table(index.table).object;
    if (!index.concurrently || !isPartitioned(table)) {
        return;
    }
    auto diagnostic = context.report(
        Range{index.range.begin, index.table.range.end},
        "CREATE INDEX CONCURRENTLY fails: \"{}\" is a partitioned table", context.nameOf(*table));
    noteTable(diagnostic, *table, context);
    diagnostic.help("create the index ON ONLY \"{}\", build one CONCURRENTLY on each partition, "
                    "and attach them with ALTER INDEX … ATTACH PARTITION",
                    context.nameOf(*table));
}

void checkDrop(const Drop& drop, Context& context) {
    if (drop.objectKind != ObjectKind::Index || !drop.concurrently) {
        return;
    }
    for (const ObjectReference& object : drop.objects) {
        const Lookup<Index> index = context.catalog().lookup<Index>(object.name);
        const Table* table = index ? context.catalog().get<Table>(index->table) : nullptr;
        // For temporary tables CONCURRENTLY is ignored.
        if (!isPartitioned(table) || table->persistence == Persistence::Temporary) {
            continue;
        }
        auto diagnostic = context.report(
            object.name.range,
            "DROP INDEX CONCURRENTLY fails: \"{}\" is the index of the partitioned table \"{}\"",
            index->name, context.nameOf(*table));
        noteTable(diagnostic, *table, context);
        diagnostic.help("use DROP INDEX after a short lock_timeout, and try again when it fails");
    }
}

} // namespace

extern constinit const Rule concurrently_on_partitioned_table = {
    .summary = "index of a partitioned table made or dropped CONCURRENTLY",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&checkCreate, &checkDrop>(),
};

} // namespace ironlaw::rules
