// CREATE TABLE, CREATE TABLE AS, and what tables take over from parents and patterns.
#include "analyzer/catalog/naming.h"
#include "analyzer/replay/apply.h"

#include <algorithm>

namespace ironlaw {

std::string_view Applier::schemaFor(const QualifiedName& name, Persistence persistence) const {
    if (persistence == Persistence::Temporary) {
        return "pg_temp";
    }
    return name.schema.empty() ? catalog_.creationSchema() : name.schema.text;
}

ObjectId Applier::tableToChange(const QualifiedName& name) {
    if (Lookup<CatalogObject> found = catalog_.relation(name)) {
        return found->kind == CatalogKind::Table ? found->id : 0;
    }
    auto table = makeObject<Table>(name, name.range);
    table->complete = false;
    table->columnsComplete = false;
    return catalog_.add(std::move(table));
}

std::vector<ColumnNumber> Applier::columnNumbers(ObjectId id, std::span<const Name> names) {
    std::vector<ColumnNumber> result;
    for (const Name& name : names) {
        const Table* table = catalog_.get<Table>(id);
        const Column* column = table->column(name.text);
        if (column == nullptr) {
            // The column exists although nobody saw it made; its origin says so.
            Table* changed = catalog_.edit<Table>(id);
            Column unseen;
            unseen.name = name.text;
            unseen.number = ++changed->lastColumnNumber;
            changed->columns.push_back(unseen);
            result.push_back(unseen.number);
            continue;
        }
        result.push_back(column->number);
    }
    return result;
}

void Applier::createTable(const CreateTable& statement) {
    if (statement.ifNotExists && catalog_.relation(statement.name).object != nullptr) {
        return;
    }
    auto made = makeObject<Table>(statement.name, statement.range);
    made->schema = schemaFor(statement.name, statement.persistence);
    made->persistence = statement.persistence;
    made->foreign = statement.foreign;
    made->partitionedBy = statement.partitionBy;
    made->columnsComplete = statement.ofType.name.empty();
    copyFromParents(statement, *made);
    ObjectId id = catalog_.add(std::move(made));
    for (const LikeClause& like : statement.likes) {
        copyFromLike(like, id);
    }
    for (const ColumnDefinition& column : statement.columns) {
        addColumn(id, column);
    }
    for (const ConstraintDefinition& constraint : statement.constraints) {
        addConstraint(id, constraint, statement.range);
    }
    if (ObjectId parent = catalog_.get<Table>(id)->partitionOf) {
        partitionFromParent(parent, id);
    }
}

void Applier::copyColumns(const Table& source, Table& table, bool defaults) {
    for (const Column& column : source.columns) {
        if (table.column(column.name) != nullptr) {
            continue;
        }
        Column copy = column;
        copy.number = ++table.lastColumnNumber;
        copy.hasDefault = defaults && column.hasDefault;
        copy.defaultValue = defaults ? column.defaultValue : nullptr;
        copy.identity = IdentityKind::None;
        copy.generated = defaults ? column.generated : GeneratedKind::None;
        copy.origin = table.origin;
        table.columns.push_back(copy);
    }
    table.columnsComplete &= source.columnsComplete;
}

void Applier::copyFromParents(const CreateTable& statement, Table& table) {
    auto copyFrom = [&](const QualifiedName& name) -> ObjectId {
        Lookup<Table> parent = catalog_.table(name);
        if (!parent) {
            table.columnsComplete = false;
            return 0;
        }
        copyColumns(*parent, table, true);
        return parent->id;
    };
    for (const QualifiedName& parent : statement.inherits) {
        if (ObjectId id = copyFrom(parent)) {
            table.parents.push_back(id);
        }
    }
    if (!statement.partitionOf.empty()) {
        table.partitionOf = copyFrom(statement.partitionOf);
    }
}

void Applier::partitionFromParent(ObjectId parentId, ObjectId partitionId) {
    const Table* parent = catalog_.get<Table>(parentId);
    Table* partition = catalog_.edit<Table>(partitionId);
    for (const Constraint& constraint : parent->constraints) {
        if (constraint.kind != ConstraintKind::ForeignKey) {
            continue;
        }
        Constraint copy = constraint;
        copy.inherited = true;
        copy.columns.clear();
        for (ColumnNumber number : constraint.columns) {
            const Column* parentColumn = parent->column(number);
            const Column* column =
                parentColumn == nullptr ? nullptr : partition->column(parentColumn->name);
            copy.columns.push_back(column == nullptr ? ColumnNumber(0) : column->number);
        }
        auto same = std::ranges::find_if(partition->constraints, [&](const Constraint& own) {
            return own.kind == ConstraintKind::ForeignKey && own.columns == copy.columns &&
                   own.referencedTable == copy.referencedTable;
        });
        if (same != partition->constraints.end()) {
            same->inherited = true;
        } else {
            partition->constraints.push_back(std::move(copy));
        }
    }
    for (const Index* index : catalog_.indexesOf(parentId)) {
        auto copy = std::make_unique<Index>(*index);
        copy->table = partitionId;
        copy->parent = index->id;
        copy->schema = partition->schema;
        copy->name = catalog_.intern(chooseRelationName(
            catalog_, partition->schema, partition->name, columnsForName(*partition, {}), "idx"));
        for (IndexColumn& key : copy->keys) {
            const Column* parentColumn = parent->column(key.column);
            const Column* column =
                parentColumn == nullptr ? nullptr : partition->column(parentColumn->name);
            key.column = column == nullptr ? ColumnNumber(0) : column->number;
        }
        copy->valid = true;
        catalog_.add(std::move(copy));
    }
}

void Applier::copyFromLike(const LikeClause& like, ObjectId id) {
    Lookup<Table> source = catalog_.table(like.source);
    Table* table = catalog_.edit<Table>(id);
    if (!source) {
        table->columnsComplete = false;
        return;
    }
    copyColumns(*source, *table, like.defaults);
    auto mapped = [&](ColumnNumber number) -> ColumnNumber {
        const Column* column = source->column(number);
        const Column* copy = column == nullptr ? nullptr : table->column(column->name);
        return copy == nullptr ? ColumnNumber(0) : copy->number;
    };
    // Foreign keys are never copied (transformTableLikeClause, parse_utilcmd.c).
    for (const Constraint& constraint : source->constraints) {
        bool isCheck = constraint.kind == ConstraintKind::Check;
        if (constraint.kind == ConstraintKind::ForeignKey ||
            !(isCheck ? like.constraints : like.indexes)) {
            continue;
        }
        Constraint copy = constraint;
        copy.origin = table->origin;
        std::ranges::transform(constraint.columns, copy.columns.begin(), mapped);
        if (!isCheck) {
            std::string_view label = constraint.kind == ConstraintKind::PrimaryKey ? "pkey" : "key";
            std::string columns = constraint.kind == ConstraintKind::PrimaryKey
                                      ? std::string()
                                      : columnsForName(*table, copy.columns);
            copy.name = catalog_.intern(
                chooseRelationName(catalog_, table->schema, table->name, columns, label));
            copy.index = constraintIndex(id, copy);
        }
        table->constraints.push_back(std::move(copy));
    }
    if (!like.indexes) {
        return;
    }
    for (const Index* index : catalog_.indexesOf(source->id)) {
        if (index->ofConstraint) {
            continue;
        }
        auto copy = std::make_unique<Index>(*index);
        copy->table = id;
        copy->schema = table->schema;
        copy->origin = table->origin;
        std::vector<ColumnNumber> columns;
        for (IndexColumn& key : copy->keys) {
            key.column = mapped(key.column);
            columns.push_back(key.column);
        }
        copy->name = catalog_.intern(chooseRelationName(catalog_, table->schema, table->name,
                                                        columnsForName(*table, columns), "idx"));
        catalog_.add(std::move(copy));
    }
}

namespace {

/// The names of a query's output columns as far as they can be told without knowing tables.
std::vector<std::string_view> outputColumns(const Query* query, bool& complete) {
    std::vector<std::string_view> result;
    while (query != nullptr && query->kind == QueryKind::SetOperation && !query->arms.empty()) {
        query = query->arms.front();
    }
    if (query == nullptr || query->kind != QueryKind::Select) {
        complete = false;
        return result;
    }
    for (const Target& target : query->targets) {
        const Expression* value = target.value;
        while (value != nullptr && value->kind == ExpressionKind::Cast &&
               !value->operands.empty()) {
            value = value->operands.front();
        }
        if (!target.name.empty()) {
            result.push_back(target.name.text);
        } else if (value != nullptr && (value->kind == ExpressionKind::ColumnReference ||
                                        value->kind == ExpressionKind::FunctionCall)) {
            result.push_back(value->text);
        } else {
            complete = false;
        }
    }
    return result;
}

} // namespace

void Applier::createTableAs(const CreateTableAs& statement) {
    if (statement.ifNotExists && catalog_.relation(statement.name).object != nullptr) {
        return;
    }
    bool complete = true;
    std::vector<std::string_view> columns = outputColumns(statement.query, complete);
    for (size_t i = 0; i < statement.columns.size(); ++i) {
        if (i < columns.size()) {
            columns[i] = statement.columns[i].text;
        } else {
            columns.push_back(statement.columns[i].text);
        }
    }
    if (statement.materializedView) {
        auto view = makeObject<View>(statement.name, statement.range);
        view->materialized = true;
        view->query = statement.query;
        view->columns = std::move(columns);
        catalog_.add(std::move(view));
        return;
    }
    auto table = makeObject<Table>(statement.name, statement.range);
    table->schema = schemaFor(statement.name, statement.persistence);
    table->persistence = statement.persistence;
    table->columnsComplete = complete;
    table->filled = statement.withData;
    for (std::string_view name : columns) {
        Column column;
        column.name = name;
        column.number = ++table->lastColumnNumber;
        column.origin = table->origin;
        table->columns.push_back(column);
    }
    catalog_.add(std::move(table));
}

} // namespace ironlaw
