// ALTER COLUMN TYPE that rewrites the table, builds indexes anew, or scans for a CHECK.
#include "analyzer/replay/type-change.h"
#include "rules/rewrites/type-change-cost.h"

#include <string>

namespace ironlaw::rules {

namespace {

template <typename Text> std::string listOf(const std::vector<Text>& names) {
    return fmt::format("\"{}\"", fmt::join(names, "\", \""));
}

DiagnosticBuilder reportRewrite(const AlterColumnType& action, const TypeChangeCost& cost,
                                const Column* column, const TypeChange& change, Context& context) {
    const std::string_view name = action.column.text;
    const std::string type = formatType(action.type);
    if (cost.rewrite->certain && formatType(*column->type) == type) {
        auto diagnostic = context.report(
            action.range,
            "USING computes \"{}\" anew for each row: it rewrites \"{}\" and its indexes, and "
            "blocks reads and writes until it is done",
            name, context.nameOf(*cost.table));
        diagnostic.help("leave the type alone, and UPDATE the rows in batches");
        return diagnostic;
    }
    if (cost.rewrite->certain) {
        auto diagnostic = context.report(
            action.range,
            "changing \"{}\" from {} to {} rewrites \"{}\" and its indexes, and blocks reads and "
            "writes until it is done",
            name, formatType(*column->type), type, context.nameOf(*cost.table));
        diagnostic.help("add a column of the new type, keep it in step with a trigger, fill the "
                        "old rows in batches, and let it take the old one's place");
        return diagnostic;
    }
    if (change.timeZoneDecides) {
        auto diagnostic = context.report(
            action.range,
            "changing \"{}\" from {} to {} rewrites \"{}\" unless the session's time zone is UTC",
            name, formatType(*column->type), type, context.nameOf(*cost.table));
        diagnostic.help("put SET timezone = 'UTC' in front of it if the values are in UTC");
        return diagnostic;
    }
    auto diagnostic = context.report(action.range,
                                     "changing the type of \"{}\" to {} rewrites \"{}\" unless "
                                     "both types store their values alike",
                                     name, type, context.nameOf(*cost.table));
    if (column == nullptr || column->type == nullptr) {
        diagnostic.note("the type that \"{}\" has now is not in this history", name);
    } else {
        diagnostic.note("how {} and {} are stored is not in this history",
                        formatType(*column->type), type);
    }
    diagnostic.help("look up the present type in the database, and add a column of the new type "
                    "instead if the two store their values differently");
    return diagnostic;
}

DiagnosticBuilder reportScan(const AlterColumnType& action, const TypeChangeCost& cost,
                             std::string_view collation, Context& context) {
    const std::string_view name = action.column.text;
    if (cost.indexes.empty()) {
        auto diagnostic = context.report(
            action.range,
            "changing the type of \"{}\" scans \"{}\" for the CHECK on it, and blocks reads and "
            "writes until it is done",
            name, context.nameOf(*cost.table));
        diagnostic.help("drop the CHECK first, add it again as NOT VALID, and VALIDATE it in a "
                        "later migration");
        return diagnostic;
    }
    auto diagnostic = context.report(
        action.range,
        "changing the type of \"{}\" builds {} of \"{}\" anew, and blocks reads and writes until "
        "it is done",
        name, listOf(cost.indexes), context.nameOf(*cost.table));
    if (!collation.empty()) {
        diagnostic.help("repeat COLLATE \"{}\" in the action", collation);
    } else if (cost.buildsKey) {
        diagnostic.help("add a column of the new type, keep it in step with a trigger, fill the "
                        "old rows in batches, and build its index with CREATE INDEX CONCURRENTLY");
    } else {
        diagnostic.help("drop the index with DROP INDEX CONCURRENTLY before, and create it again "
                        "with CREATE INDEX CONCURRENTLY after it");
    }
    return diagnostic;
}

void check(const AlterColumnType& action, Context& context) {
    const TypeChangeCost cost = costOf(action, context);
    if (cost.table == nullptr) {
        return;
    }
    const Table* table = cost.table->table();
    const Column* column = table == nullptr ? nullptr : table->column(action.column.text.view());
    if (column == nullptr && table != nullptr && table->complete && table->columnsComplete) {
        return; // the statement fails
    }
    if (action.type.isSerial()) {
        return; // likewise: serial is a type for new columns only
    }
    TypeChange change;
    if (column != nullptr) {
        change = typeChange(*column, action, context.catalog(), context.serverVersion(),
                            context.replay().session().zoneIsUtc());
    }
    const bool resets = column != nullptr && !column->collation.empty() && action.collation.empty();
    const std::string_view collation = resets ? column->collation : std::string_view();
    auto diagnostic = cost.rewrite != nullptr ? reportRewrite(action, cost, column, change, context)
                                              : reportScan(action, cost, collation, context);
    if (!collation.empty()) {
        diagnostic.note("the action has no COLLATE, so the column loses its collation \"{}\"",
                        collation);
    }
    if (const auto others = partners(cost, context); !others.empty()) {
        diagnostic.note("{} is locked in ACCESS EXCLUSIVE mode too, for its foreign key",
                        listOf(others));
    }
    context.noteRelation(diagnostic, *cost.table);
}

} // namespace

extern constinit const Rule column_type_rewrite = {
    .summary = "type change that rewrites the table, builds indexes anew or scans",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
