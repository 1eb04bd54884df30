// Extended statistics and publications: what is needed for their locks, and for what becomes of
// them when their tables go.
#include "analyzer/catalog/naming.h"
#include "analyzer/replay/apply.h"

namespace ironlaw {

void Applier::createStatistics(const CreateStatistics& statement) {
    const Lookup<CatalogObject> relation = catalog_.relation(statement.table);
    const ObjectId table = relation ? relation->id : tableToChange(statement.table);
    auto statistics = makeObject<Statistics>(statement.name, statement.range);
    statistics->table = table;
    statistics->definition = &statement;
    if (statement.name.empty()) {
        const CatalogObject& on = *catalog_.find(table);
        statistics->schema = on.schema;
        statistics->name =
            catalog_.intern(chooseStatisticsName(catalog_, on.schema, on.name, statement.keys));
    }
    const QualifiedName name{{statistics->schema, false}, {statistics->name, false}, {}};
    if (const Lookup<Statistics> existing = catalog_.statistics(name)) {
        if (statement.ifNotExists || inBlock_ || isInTheWay(*existing)) {
            return;
        }
        catalog_.remove(existing->id);
    }
    for (const IndexKey& key : statement.keys) {
        if (!key.column.empty() && catalog_.get<Table>(table) != nullptr) {
            statistics->columns.push_back(columnNumber(table, key.column.text));
        }
        std::ranges::copy(columnsOf(table, {key.expression}),
                          std::back_inserter(statistics->columns));
    }
    catalog_.add(std::move(statistics));
}

void Applier::dropStatistics(ObjectId table, std::optional<ColumnNumber> column) {
    for (const Statistics* one : catalog_.partsOf<Statistics>(table)) {
        if (!column || std::ranges::find(one->columns, *column) != one->columns.end()) {
            catalog_.remove(one->id);
        }
    }
}

std::vector<ObjectId> Applier::publishedTables(const PublicationStatement& statement) {
    std::vector<ObjectId> result;
    for (size_t i = 0; i < statement.tables.size(); ++i) {
        if (const ObjectId table = tableToChange(statement.tables[i])) {
            const bool partitioned =
                catalog_.get<Table>(table)->partitionedBy != PartitionStrategy::None;
            eachDescendant(table, partitioned || statement.only[i] != 0,
                           [&](ObjectId one) { result.push_back(one); });
        }
    }
    std::ranges::sort(result);
    const auto rest = std::ranges::unique(result);
    result.erase(rest.begin(), rest.end());
    return result;
}

std::vector<std::pair<ObjectId, std::string_view>>
Applier::filtersOf(const PublicationStatement& statement) const {
    std::vector<std::pair<ObjectId, std::string_view>> result;
    for (size_t i = 0; i < statement.tables.size(); ++i) {
        const Lookup<Table> table = catalog_.table(statement.tables[i]);
        if (table && !statement.filters[i].empty()) {
            result.emplace_back(table->id, statement.filters[i]);
        }
    }
    std::ranges::sort(result);
    return result;
}

void Applier::filter(Publication& publication, const PublicationStatement& statement) const {
    auto& filters = publication.filters;
    if (statement.action == PublicationAction::Set) {
        filters.clear();
    } else if (statement.action == PublicationAction::Drop) {
        for (const QualifiedName& name : statement.tables) {
            const Lookup<Table> table = catalog_.table(name);
            std::erase_if(filters,
                          [&](const auto& one) { return table && one.first == table->id; });
        }
        return;
    }
    std::ranges::copy(filtersOf(statement), std::back_inserter(filters));
    std::ranges::sort(filters);
}

void Applier::createPublication(const CreatePublication& statement) {
    if (const Publication* existing = catalog_.publication(statement.name.name.text)) {
        if (inBlock_ || isInTheWay(*existing)) {
            return;
        }
        catalog_.remove(existing->id);
    }
    auto publication = makeObject<Publication>(statement.name, statement.range);
    publication->schema = {};
    publication->tables = publishedTables(statement);
    take(*publication, statement.settings);
    publication->filters = filtersOf(statement);
    catalog_.add(std::move(publication));
}

void Applier::alterPublication(const AlterPublication& statement) {
    const Publication* known = catalog_.publication(statement.name.name.text);
    if (known == nullptr) {
        return;
    }
    Publication* publication = catalog_.edit<Publication>(known->id);
    if (statement.action == PublicationAction::Set) {
        hold(publication->settings, {"schema *", ""}, replay_.migration_, true);
    }
    take(*publication, statement.settings);
    if (statement.action == PublicationAction::Options) {
        return;
    }
    const std::vector<ObjectId> named = publishedTables(statement);
    const std::vector<ObjectId> before = known->tables;
    std::vector<ObjectId>& tables = publication->tables;
    tables.clear();
    filter(*publication, statement);
    switch (statement.action) {
    case PublicationAction::Add:
        std::ranges::set_union(before, named, std::back_inserter(tables));
        break;
    case PublicationAction::Drop:
        std::ranges::set_difference(before, named, std::back_inserter(tables));
        break;
    default: tables = named; break;
    }
}

} // namespace ironlaw
