// A foreign key whose columns lead no index: each delete or key change of a referenced row reads
// the whole referencing table.
#include "analyzer/catalog/index-cover.h"
#include "analyzer/catalog/naming.h"
#include "analyzer/rule/context.h"
#include "grammar/keyword.h"

#include <algorithm>
#include <string>
#include <vector>

namespace ironlaw::rules {

namespace {

/// The history has seen the columns being made, so it has seen their indexes too.
bool columnsAreKnown(const Table& table, const Constraint& key) {
    return table.complete || std::ranges::all_of(key.columns, [&](ColumnNumber number) {
               const Column* column = table.column(number);
               return column != nullptr && column->origin.migration != 0;
           });
}

std::vector<std::string> columnNames(const Table& table, const Constraint& key) {
    std::vector<std::string> names;
    for (ColumnNumber number : key.columns) {
        const Column* column = table.column(number);
        names.emplace_back(column == nullptr ? "?" : column->name);
    }
    return names;
}

std::string quotedName(const Table& table, const Context& context) {
    const std::string name = quotedIdentifier(table.name);
    return table.schema == context.config().defaultSchema
               ? name
               : fmt::format("{}.{}", quotedIdentifier(table.schema), name);
}

/// The statement that helps. CONCURRENTLY is not needed where the table is as new as its foreign
/// key, and not allowed where it is partitioned.
void helpWithIndex(DiagnosticBuilder& diagnostic, const Table& table, const Constraint& key,
                   const Context& context) {
    const bool isNew = table.complete && table.origin.migration == key.origin.migration;
    const bool partitioned = table.partitionedBy != PartitionStrategy::None;
    std::vector<std::string> columns = columnNames(table, key);
    const std::string name = chooseRelationName(
        context.catalog(), table.schema, table.name,
        joinedForName(std::vector<std::string_view>(columns.begin(), columns.end())), "idx");
    std::ranges::transform(columns, columns.begin(), quotedIdentifier);
    const std::string statement =
        fmt::format("CREATE INDEX {}{} ON {}{} ({})", isNew || partitioned ? "" : "CONCURRENTLY ",
                    quotedIdentifier(name), partitioned && !isNew ? "ONLY " : "",
                    quotedName(table, context), fmt::join(columns, ", "));
    if (partitioned && !isNew) {
        diagnostic.help("add an index: {}; build one CONCURRENTLY on each partition, and attach "
                        "them with ALTER INDEX … ATTACH PARTITION",
                        statement);
    } else {
        diagnostic.help("add an index: {}", statement);
    }
}

void judge(const Table& table, const Constraint& key, Context& context) {
    const Catalog& catalog = context.catalog();
    bool served = std::ranges::any_of(catalog.indexesOf(table.id), [&](const Index* index) {
        return servesColumns(*index, table, key.columns);
    });
    const Table* referenced = catalog.get<Table>(key.referencedTable);
    std::string_view referencedSchema = referenced != nullptr ? referenced->schema
                                        : key.referencedName.schema.empty()
                                            ? table.schema
                                            : key.referencedName.schema.text.view();
    std::string_view referencedName =
        referenced != nullptr ? referenced->name : key.referencedName.name.text.view();
    if (served || !columnsAreKnown(table, key) ||
        context.config().isTiny(referencedSchema, referencedName)) {
        return;
    }
    auto diagnostic = context.report(
        key.origin.location,
        "foreign key \"{}\" has no index on \"{}\" ({}): each DELETE or key UPDATE on \"{}\" scans "
        "\"{}\"",
        key.name, context.nameOf(table), fmt::join(columnNames(table, key), ", "),
        context.nameOf(referencedSchema, referencedName), context.nameOf(table));
    helpWithIndex(diagnostic, table, key, context);
}

void check(const HistoryEnd&, Context& context) {
    context.catalog().each<Table>([&](const Table& table) {
        if (table.persistence == Persistence::Temporary || table.foreign) {
            return;
        }
        for (const Constraint& key : table.constraints) {
            if (key.kind == ConstraintKind::ForeignKey && !key.inherited) {
                judge(table, key, context);
            }
        }
    });
}

} // namespace

extern constinit const Rule unindexed_foreign_key = {
    .summary = "foreign key without an index that its columns lead",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
