// CREATE INDEX on a table that others use: writes wait until the index is built.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

/// 12,000,000
std::string grouped(uint64_t number) {
    std::string digits = std::to_string(number);
    for (size_t place = digits.size(); place > 3;) {
        place -= 3;
        digits.insert(place, ",");
    }
    return digits;
}

void noteSize(DiagnosticBuilder& diagnostic, const QualifiedName& name, const TableSize& size) {
    if (size.rows) {
        diagnostic.note("\"{}\" has about {} rows ({})", name.name.text, grouped(*size.rows),
                        size.source);
    } else if (size.sizeClass == TableSizeClass::Large) {
        diagnostic.note("\"{}\" is large ({})", name.name.text, size.source);
    } else {
        diagnostic.note("the size of \"{}\" is not known, so it counts as large; name it under "
                        "[tables] in ironlaw.toml if it is small",
                        name.name.text);
    }
}

void check(const CreateIndex& index, Context& context) {
    const std::optional<IndexBuild>& build = context.effects().indexBuild;
    if (!build || build->concurrently) {
        return;
    }
    Lookup<CatalogObject> target = context.catalog().relation(index.table);
    if (target && target->kind != CatalogKind::Table) {
        return; // a materialized view takes no writes
    }
    const Table* table = build->table;
    bool hurtsNobody = table != nullptr && (table->persistence == Persistence::Temporary ||
                                            context.replay().isNew(*table));
    TableSize size = table != nullptr ? context.sizeOf(*table) : context.sizeOf(index.table);
    bool partitionedAlone =
        index.only && table != nullptr && table->partitionedBy != PartitionStrategy::None;
    if (hurtsNobody || !size.countsAsLarge || partitionedAlone) {
        return;
    }
    Range words{index.range.begin, index.table.range.end};
    std::string_view name = index.name.empty() ? "" : index.name.text;
    auto diagnostic =
        name.empty()
            ? context.report(words, "CREATE INDEX blocks writes to \"{}\" until the index is built",
                             index.table.name.text)
            : context.report(words,
                             "CREATE INDEX \"{}\" blocks writes to \"{}\" until the index is built",
                             name, index.table.name.text);
    if (table != nullptr && table->complete) {
        diagnostic.note(table->origin.location, "\"{}\" is created here", table->name);
    }
    noteSize(diagnostic, index.table, size);
    if (table != nullptr && table->partitionedBy != PartitionStrategy::None) {
        diagnostic.help(
            "create the index ON ONLY \"{0}\", build one CONCURRENTLY on each partition, "
            "and attach them with ALTER INDEX … ATTACH PARTITION",
            index.table.name.text);
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
