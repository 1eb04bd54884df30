// What stands in the way of dropping or changing an object: everything that needs it and is there
// for certain (reportDependentObjects in src/backend/catalog/dependency.c).
#include "analyzer/catalog/needs.h"
#include "analyzer/replay/column-reads.h"
#include "analyzer/replay/facts/facts.h"
#include "analyzer/replay/failure-sink.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace ironlaw {

namespace {

bool contains(const auto& values, const auto& value) {
    return std::ranges::find(values, value) != values.end();
}

std::optional<Obstacle> columnObstacle(const Table& table, const Dependent& one,
                                       const CatalogObject& needed, const FailureSink& sink) {
    const Column* column = table.column(one.column);
    if (column == nullptr || sink.partsAreInDoubt(table) || sink.isInDoubt(column->name)) {
        return std::nullopt;
    }
    if (one.part == DependentPart::Default) {
        return Obstacle{
            fmt::format("default of column \"{}\" of table \"{}\"", column->name, table.name),
            column->defaultPlace};
    }
    // Until 14 a generated column went along with what its expression needs.
    if (sink.serverVersion() < 15 && contains(column->generationNeeds, needed.id)) {
        return std::nullopt;
    }
    return Obstacle{fmt::format("column \"{}\" of table \"{}\"", column->name, table.name),
                    column->origin.location};
}

Obstacle domainObstacle(const Type& domain, const Dependent& one) {
    const auto check = std::ranges::find(domain.checks, one.constraint, &DomainCheck::name);
    return check == domain.checks.end()
               ? Obstacle{fmt::format("default of type \"{}\"", domain.name), domain.defaultPlace}
               : Obstacle{fmt::format("constraint \"{}\" of type \"{}\"", check->name, domain.name),
                          check->place};
}

std::optional<Obstacle> obstacleOf(const Dependent& one, const CatalogObject& needed,
                                   const FailureSink& sink) {
    const CatalogObject* object = sink.catalog().find(one.object);
    const Table* table = as<Table>(object);
    if (table != nullptr && one.part == DependentPart::Constraint) {
        const Constraint* constraint = table->constraint(one.constraint);
        if (constraint == nullptr || sink.partsAreInDoubt(*table) ||
            sink.isInDoubt(constraint->name)) {
            return std::nullopt;
        }
        return Obstacle{
            fmt::format("constraint \"{}\" of table \"{}\"", constraint->name, table->name),
            constraint->place};
    }
    if (table != nullptr && one.part != DependentPart::Whole) {
        return columnObstacle(*table, one, needed, sink);
    }
    const Type* domain = as<Type>(object);
    if (domain != nullptr && one.part != DependentPart::Whole) {
        return sink.isInDoubt(domain->name) ? std::nullopt
                                            : std::optional(domainObstacle(*domain, one));
    }
    const Trigger* trigger = as<Trigger>(object);
    const bool isCopy = trigger != nullptr && trigger->parent != 0;
    if (object == nullptr || isCopy || !sink.isCertain(*object)) {
        return std::nullopt;
    }
    return obstacleOf(*object);
}

/// The columns that the policy's own expressions name, without those in their subqueries.
bool policyReads(const Policy& policy, const Column& column) {
    return !contains(policy.needs, policy.table) &&
           contains(policy.usedColumns, std::pair(policy.table, column.number));
}

bool viewReads(const View& view, const Table& table, const Column& column, const Catalog& catalog) {
    const std::pair<ObjectId, ColumnNumber> used(table.id, column.number);
    if (!contains(view.usedColumns, used)) {
        return false;
    }
    const bool inStar = std::ranges::any_of(view.stars, [&](const ExpandedStar& star) {
        return std::ranges::any_of(star.columns, [&](const StarColumn& one) {
            return one.relation == table.id && one.column == column.number;
        });
    });
    return inStar || (view.query != nullptr && surelyReads(*view.query, table, column, catalog));
}

} // namespace

std::vector<Obstacle> dependentObstacles(const CatalogObject& needed,
                                         const llvm::DenseSet<ObjectId>& dropped,
                                         const FailureSink& sink) {
    // Which of two functions of one name a call means, the types of its arguments tell.
    if (needed.kind == CatalogKind::Routine &&
        volatilityOfBuiltin(needed.name, sink.serverVersion())) {
        return {};
    }
    std::vector<Obstacle> result;
    for (const Dependent& one : dependentsOf(sink.catalog(), needed.id)) {
        if (result.size() == toldObstacles) {
            break;
        }
        if (dropped.contains(one.object)) {
            continue;
        }
        if (std::optional<Obstacle> obstacle = obstacleOf(one, needed, sink)) {
            result.push_back(*std::move(obstacle));
        }
    }
    return result;
}

std::vector<Obstacle> viewsOfColumn(const Table& table, const Column& column,
                                    const FailureSink& sink) {
    std::vector<Obstacle> result;
    for (const ObjectId id : sink.catalog().needing(table.id)) {
        const View* view = sink.catalog().get<View>(id);
        if (result.size() < toldObstacles && view != nullptr && !sink.isInDoubt(view->name) &&
            viewReads(*view, table, column, sink.catalog())) {
            result.push_back(obstacleOf(*view));
        }
    }
    return result;
}

std::vector<Obstacle> policiesOfColumn(const Table& table, const Column& column,
                                       const FailureSink& sink) {
    std::vector<Obstacle> result;
    for (const Policy* policy : sink.catalog().partsOf<Policy>(table.id)) {
        if (!sink.isInDoubt(policy->name) && policyReads(*policy, column)) {
            result.push_back(obstacleOf(*policy));
        }
    }
    return result;
}

std::vector<Obstacle> triggersOfColumn(const Table& table, const Column& column,
                                       const FailureSink& sink) {
    std::vector<Obstacle> result;
    for (const Trigger* trigger : sink.catalog().partsOf<Trigger>(table.id)) {
        if (trigger->parent == 0 && !sink.isInDoubt(trigger->name) &&
            contains(trigger->columns, column.number)) {
            result.push_back(obstacleOf(*trigger));
        }
    }
    return result;
}

std::vector<Obstacle> generatedFrom(const Table& table, const Column& column,
                                    const FailureSink& sink) {
    std::vector<Obstacle> result;
    for (const Column& other : table.columns) {
        if (contains(other.generatedFrom, column.number) && !sink.isInDoubt(other.name)) {
            result.push_back({fmt::format("generated column \"{}\"", other.name),
                              other.generationPlace, other.name});
        }
    }
    return result;
}

std::vector<Obstacle> sequenceObstacles(const Sequence& sequence,
                                        const llvm::DenseSet<ObjectId>& dropped,
                                        const FailureSink& sink) {
    std::vector<Obstacle> result;
    for (const ObjectId id : sink.catalog().drawing(sequence.id)) {
        const Table& table = *sink.catalog().get<Table>(id);
        for (const Column& column : table.columns) {
            if (column.defaultSequence == sequence.id && !dropped.contains(id) &&
                !sink.partsAreInDoubt(table) && !sink.isInDoubt(column.name)) {
                result.push_back(
                    {fmt::format("default of column \"{}\"", column.name), column.origin.location});
            }
        }
    }
    return result;
}

bool isOnlyKey(const Index& key, const Catalog& catalog) {
    const auto isLike = [&](const Index* index) {
        return index->unique && index->keys.size() == key.keys.size() &&
               std::ranges::all_of(index->keys, [&](const IndexColumn& one) {
                   return contains(key.keys | std::views::transform(&IndexColumn::column),
                                   one.column);
               });
    };
    return std::ranges::count_if(catalog.indexesOf(key.table), isLike) == 1;
}

} // namespace ironlaw
