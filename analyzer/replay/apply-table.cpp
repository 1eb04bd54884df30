// CREATE TABLE and CREATE TABLE AS.
#include "analyzer/replay/apply.h"
#include "analyzer/replay/output-columns.h"

#include <llvm/ADT/SetVector.h>

namespace ironlaw {

std::string_view Applier::schemaFor(const QualifiedName& name, bool temporary) const {
    if (temporary) {
        return temporarySchema;
    }
    return name.schema.empty() ? catalog_.creationSchema() : name.schema.text.view();
}

bool Applier::isTaken(std::string_view name) const {
    return std::ranges::any_of(failures_, [&](const Failure& failure) {
        return failure.kind == FailureKind::DuplicateObject && failure.name == name;
    });
}

bool Applier::isInTheWay(const CatalogObject& existing) {
    if ((!isTaken(existing.name) && !replay_.inTheWay_.contains(existing.id)) ||
        replay_.doubts().areAboutEverything()) {
        return false;
    }
    replay_.inTheWay_[existing.id] = replay_.migration_;
    return true;
}

bool Applier::claimRelation(std::string_view schema, std::string_view name, bool ifNotExists,
                            ObjectId owner) {
    const CatalogObject* existing = catalog_.relationIn(schema, name);
    if (existing == nullptr) {
        return true;
    }
    const Table* table = as<Table>(existing);
    const bool seen = table == nullptr || table->complete;
    if (ifNotExists || (inBlock_ && seen) || isInTheWay(*existing)) {
        return false;
    }
    const bool isPart =
        existing->kind == CatalogKind::Index || existing->kind == CatalogKind::Sequence;
    if (owner != 0 && !isPart) {
        return false; // the owner could go with it
    }
    dropRelation(existing->id, true);
    return true;
}

ObjectId Applier::tableToChange(const QualifiedName& name) {
    if (Lookup<CatalogObject> found = catalog_.relation(name)) {
        return found->kind == CatalogKind::Table ? found->id : 0;
    }
    auto table = makeObject<Table>(name, name.range);
    table->complete = false;
    table->columnsComplete = false;
    const bool temporary = table->schema == temporarySchema;
    table->persistence = temporary ? Persistence::Temporary : Persistence::Permanent;
    const ObjectId id = catalog_.add(std::move(table));
    if (temporary) {
        replay_.temporaries_.push_back(id);
    }
    return id;
}

ColumnNumber Applier::columnNumber(ObjectId id, std::string_view name) {
    const Table* table = catalog_.get<Table>(id);
    if (const Column* column = table->column(name)) {
        return column->number;
    }
    if (table->columnsComplete) {
        return 0;
    }
    // The column exists although nobody saw it made; its origin says so.
    Table* changed = catalog_.edit<Table>(id);
    Column unseen;
    unseen.name = name;
    unseen.number = ++changed->lastColumnNumber;
    changed->columns.push_back(unseen);
    return unseen.number;
}

std::vector<ColumnNumber> Applier::columnNumbers(ObjectId id, std::span<const Name> names) {
    std::vector<ColumnNumber> result(names.size());
    std::ranges::transform(names, result.begin(),
                           [&](const Name& name) { return columnNumber(id, name.text); });
    return result;
}

std::vector<ColumnNumber> Applier::columnNumbers(ObjectId id,
                                                 const std::vector<std::string_view>& names) {
    std::vector<ColumnNumber> result(names.size());
    std::ranges::transform(names, result.begin(),
                           [&](std::string_view name) { return columnNumber(id, name); });
    return result;
}

void Applier::eachDescendant(ObjectId id, bool only, const std::function<void(ObjectId)>& visit) {
    // A table that inherits twice from the same is visited once.
    llvm::SetVector<ObjectId> tables;
    tables.insert(id);
    for (size_t i = 0; i < tables.size(); ++i) {
        visit(tables[i]);
        if (!only) {
            const std::vector<ObjectId> children = catalog_.children(tables[i]);
            tables.insert(children.begin(), children.end());
        }
    }
}

bool Applier::isDescendant(ObjectId table, ObjectId ancestor) {
    bool found = false;
    eachDescendant(ancestor, false, [&](ObjectId one) { found |= one == table; });
    return found;
}

void Applier::createTable(const CreateTable& statement) {
    const bool temporary = statement.persistence == Persistence::Temporary;
    const std::string_view schema = schemaFor(statement.name, temporary);
    if (!claimRelation(schema, statement.name.name.text, statement.ifNotExists)) {
        return;
    }
    auto made = makeObject<Table>(statement.name, statement.range);
    made->schema = schema;
    made->persistence = statement.persistence;
    made->foreign = statement.foreign;
    made->partitionedBy = statement.partitionBy;
    made->bound = statement.bound;
    made->boundPlace = made->origin.location;
    made->dropsOnCommit = statement.dropsOnCommit;
    take(*made, statement.settings);
    NewSequences sequences;
    inheritColumns(statement, *made);
    ownColumns(statement, *made, sequences);
    for (const Name& name : statement.partitionColumns) {
        const Column* column = made->column(name.text);
        made->partitionColumns.push_back(column == nullptr ? ColumnNumber(0) : column->number);
    }
    const ObjectId id = catalog_.add(std::move(made));
    if (temporary) {
        replay_.temporaries_.push_back(id);
    }
    for (const NewSequence& sequence : sequences) {
        ownedSequence(id, sequence);
    }
    linkGenerated(id);
    ownConstraints(statement, id);
}

void Applier::ownColumns(const CreateTable& statement, Table& table, NewSequences& sequences) {
    auto like = statement.likes.begin();
    for (size_t i = 0; i <= statement.columns.size(); ++i) {
        for (; like != statement.likes.end() && like->columnsBefore <= i; ++like) {
            copyLikeColumns(*like, table, sequences);
        }
        if (i == statement.columns.size()) {
            break;
        }
        const ColumnDefinition& definition = statement.columns[i];
        auto existing =
            std::ranges::find(table.columns, definition.name.text.view(), &Column::name);
        if (existing == table.columns.end()) {
            Column& column = table.columns.emplace_back();
            column.name = definition.name.text;
            column.number = ++table.lastColumnNumber;
            column.origin = replay_.originAt(definition.range);
            existing = table.columns.end() - 1;
        }
        // An inherited column is merged with the definition; those of a partition stay inherited.
        existing->local |= table.partitionOf == 0;
        define(definition, *existing);
        const bool identity = definition.identity != IdentityKind::None;
        if (identity || definition.type.isSerial()) {
            sequences.push_back({existing->name, definition.identitySequence, identity,
                                 definition.identityOptions});
        }
    }
}

namespace {

bool isIndexConstraint(const ConstraintDefinition& definition) {
    return definition.kind == ConstraintKind::PrimaryKey ||
           definition.kind == ConstraintKind::Unique ||
           definition.kind == ConstraintKind::Exclusion;
}

/// All constraints of a CREATE TABLE in the order of the text.
std::vector<ConstraintDefinition> constraintsOf(const CreateTable& statement) {
    std::vector<ConstraintDefinition> result;
    for (const ColumnDefinition& column : statement.columns) {
        result.insert(result.end(), column.constraints.begin(), column.constraints.end());
    }
    result.insert(result.end(), statement.constraints.begin(), statement.constraints.end());
    std::ranges::stable_sort(result, {},
                             [](const ConstraintDefinition& one) { return one.range.begin; });
    for (ConstraintDefinition& one : result) {
        // Without rows everything is valid (transformFKConstraints and transformCheckConstraints,
        // src/backend/parser/parse_utilcmd.c).
        one.notValid &= statement.foreign;
    }
    return result;
}

bool needsSameIndex(const ConstraintDefinition& a, const ConstraintDefinition& b) {
    return a.kind != ConstraintKind::Exclusion && b.kind != ConstraintKind::Exclusion &&
           std::ranges::equal(a.columns, b.columns) && std::ranges::equal(a.included, b.included) &&
           a.nullsNotDistinct == b.nullsNotDistinct && a.deferrable == b.deferrable &&
           a.initiallyDeferred == b.initiallyDeferred;
}

/// The primary key first, and one constraint where several need the same index
/// (transformIndexConstraints, src/backend/parser/parse_utilcmd.c).
std::vector<ConstraintDefinition>
indexConstraints(const std::vector<ConstraintDefinition>& definitions) {
    std::vector<ConstraintDefinition> all;
    std::ranges::copy_if(definitions, std::back_inserter(all), isIndexConstraint);
    std::ranges::stable_partition(all, [](const ConstraintDefinition& one) {
        return one.kind == ConstraintKind::PrimaryKey;
    });
    std::vector<ConstraintDefinition> result;
    for (const ConstraintDefinition& one : all) {
        auto same = std::ranges::find_if(
            result, [&](const ConstraintDefinition& prior) { return needsSameIndex(prior, one); });
        if (same == result.end()) {
            result.push_back(one);
        } else if (same->name.empty()) {
            same->name = one.name;
        }
    }
    return result;
}

} // namespace

void Applier::addAll(ObjectId table, const Definitions& definitions) {
    for (const ConstraintDefinition& one : definitions) {
        addConstraint(table, one, false);
    }
}

void Applier::ownConstraints(const CreateTable& statement, ObjectId id) {
    // The order in which PostgreSQL makes them decides which of them gets which name.
    const std::vector<ObjectId> parents = catalog_.get<Table>(id)->parents;
    const ObjectId partitionOf = catalog_.get<Table>(id)->partitionOf;
    for (ObjectId parent : parents) {
        inheritChecks(parent, id);
    }
    if (partitionOf != 0) {
        inheritChecks(partitionOf, id);
        partitionFromParent(partitionOf, id);
    }
    const Definitions definitions = constraintsOf(statement);
    Definitions checks;
    std::ranges::copy_if(definitions, std::back_inserter(checks),
                         [](const auto& one) { return one.kind == ConstraintKind::Check; });
    addAll(id, checks);
    nameNotNulls(statement, id);
    addAll(id, indexConstraints(definitions));
    for (const LikeClause& like : statement.likes) {
        copyLikeConstraints(like, id);
    }
    Definitions foreignKeys;
    std::ranges::copy_if(definitions, std::back_inserter(foreignKeys),
                         [](const auto& one) { return one.kind == ConstraintKind::ForeignKey; });
    addAll(id, foreignKeys);
}

void Applier::createMaterializedView(const CreateTableAs& statement) {
    const OutputColumns output = outputColumns(statement.query, catalog_);
    auto view = makeObject<View>(statement.name, statement.range);
    view->materialized = true;
    view->populated = statement.withData;
    take(*view, statement.settings);
    view->query = statement.query;
    view->place = view->origin.location;
    view->columns = output.names(statement.columns);
    view->columnsComplete = output.complete;
    view->stars = output.stars;
    view->uses = relationsIn(statement.query, catalog_);
    Needs needs(catalog_);
    needs.query(statement.query);
    view->needs = needs.take();
    view->usedColumns = columnsIn(statement.query, view->uses, catalog_);
    catalog_.add(std::move(view));
}

void Applier::createTableAs(const CreateTableAs& statement) {
    const bool temporary = statement.persistence == Persistence::Temporary;
    const std::string_view schema = schemaFor(statement.name, temporary);
    if (!claimRelation(schema, statement.name.name.text, statement.ifNotExists)) {
        return;
    }
    if (statement.materializedView) {
        createMaterializedView(statement);
        return;
    }
    const OutputColumns output = outputColumns(statement.query, catalog_);
    auto table = makeObject<Table>(statement.name, statement.range);
    table->schema = schema;
    table->persistence = statement.persistence;
    table->dropsOnCommit = statement.dropsOnCommit;
    take(*table, statement.settings);
    table->columnsComplete = output.complete;
    table->filled = statement.withData;
    const std::vector<std::string_view> names = output.names(statement.columns);
    for (size_t i = 0; i < names.size(); ++i) {
        Column& column = table->columns.emplace_back();
        column.name = names[i];
        column.number = ++table->lastColumnNumber;
        column.type = i < output.columns.size() ? output.columns[i].type : nullptr;
        column.origin = table->origin;
    }
    const ObjectId id = catalog_.add(std::move(table));
    if (temporary) {
        replay_.temporaries_.push_back(id);
    }
}

} // namespace ironlaw
