// See missing-values.h.
#include "analyzer/replay/missing-values.h"

namespace ironlaw {

namespace {

bool hasValues(const Column& column, const Catalog& catalog) {
    const Type* type = column.type == nullptr ? nullptr : catalog.type(column.type->name).object;
    return column.hasDefault || column.identity != IdentityKind::None ||
           column.generated != GeneratedKind::None || (type != nullptr && type->hasDefault);
}

/// Neither a plain definition nor a query: a block, a call, or what only the server can read.
bool isOpaque(const Statement& statement) {
    switch (statement.kind) {
    case StatementKind::Do:
    case StatementKind::Call:
    case StatementKind::Other: return true;
    default: return false;
    }
}

} // namespace

void MissingValues::statement(const Statement& statement, const Effects& effects,
                              const Catalog& catalog) {
    if (const auto* alter = as<AlterTable>(statement)) {
        alterTable(*alter, catalog);
    } else if (columns_.empty()) {
        return;
    } else if (isOpaque(statement) && effects.mayChangeDatabase) {
        columns_.clear();
    } else if (const auto* query = as<QueryStatement>(statement)) {
        if (query->query->kind == QueryKind::Select && effects.mayChangeDatabase) {
            columns_.clear(); // it calls a routine
        }
        this->query(*query->query, catalog);
    } else if (const auto* truncate = as<Truncate>(statement)) {
        for (const QualifiedName& name : truncate->tables) {
            removeRows(name, catalog);
        }
    }
}

void MissingValues::alterTable(const AlterTable& statement, const Catalog& catalog) {
    const Lookup<Table> table = catalog.table(statement.name);
    if (!table) {
        return;
    }
    for (const AlterAction* action : statement.actions) {
        if (const auto* add = as<AddColumn>(*action)) {
            const Column* column = table->column(add->column.name.text.view());
            const bool isAdded =
                column != nullptr && column->origin.location.range == add->column.range;
            if (isAdded && !hasValues(*column, catalog)) {
                columns_.insert({table->id, column->number});
            } else if (isAdded) {
                fill(table->id, column->number);
            }
        } else if (const auto* change = as<AlterColumnType>(*action)) {
            if (const Column* column = table->column(change->column.text.view())) {
                fill(table->id, column->number); // USING
            }
        }
    }
}

void MissingValues::query(const Query& root, const Catalog& catalog) {
    walkQueries(root, QueryPlace::TopLevel, [&](const Query& one, QueryPlace) {
        const bool upserts = one.kind == QueryKind::Insert && !one.clauses->assignments.empty();
        if (one.kind == QueryKind::Update || one.kind == QueryKind::Merge || upserts) {
            update(one, catalog);
        } else if (one.kind == QueryKind::Delete) {
            removeRows(one.relation, catalog);
        }
    });
}

void MissingValues::removeRows(const QualifiedName& name, const Catalog& catalog) {
    const Lookup<Table> table = catalog.table(name);
    // Rows of children and of tables that refer to it may go along.
    const bool isPlain = table && catalog.children(table->id).empty() &&
                         catalog.referencing(table->id).empty() &&
                         catalog.partsOf<Trigger>(table->id).empty();
    if (!isPlain) {
        columns_.clear();
        return;
    }
    for (const Column& column : table->columns) {
        fill(table->id, column.number);
    }
}

void MissingValues::update(const Query& query, const Catalog& catalog) {
    const Lookup<Table> table = catalog.table(query.relation);
    // A view's rule, a trigger and the rows of children may fill whatever they like.
    const bool isPlain = table && query.kind != QueryKind::Merge &&
                         catalog.children(table->id).empty() &&
                         catalog.partsOf<Trigger>(table->id).empty();
    if (!isPlain) {
        columns_.clear();
        return;
    }
    const bool isUpdate = query.kind == QueryKind::Update;
    for (const Target& target : isUpdate ? query.targets : query.clauses->assignments) {
        if (const Column* column = table->column(target.name.text.view())) {
            fill(table->id, column->number);
        }
    }
}

void MissingValues::rolledBack(const Catalog& catalog) {
    llvm::DenseSet<Place> left;
    for (const Place& place : columns_) {
        const Table* table = catalog.get<Table>(place.first);
        if (table != nullptr && table->column(place.second) != nullptr) {
            left.insert(place);
        }
    }
    columns_ = std::move(left);
}

bool MissingValues::areIn(ObjectId table, ColumnNumber column) const {
    return columns_.contains(Place(table, column));
}

} // namespace ironlaw
