// CREATE TABLE that fails, and foreign keys (transformCreateStmt in
// src/backend/parser/parse_utilcmd.c, ATAddForeignKeyConstraint in
// src/backend/commands/tablecmds.c).
#include "analyzer/replay/failure-sink.h"

#include <fmt/format.h>
#include <llvm/ADT/StringSet.h>

#include <algorithm>

namespace ironlaw {

namespace {

/// Whether a unique index, which is not partial, has exactly these columns.
bool hasKey(const Table& table, std::vector<ColumnNumber> columns, const Catalog& catalog) {
    std::ranges::sort(columns);
    return std::ranges::any_of(catalog.indexesOf(table.id), [&](const Index* index) {
        std::vector<ColumnNumber> key(index->keys.size());
        std::ranges::transform(index->keys, key.begin(), &IndexColumn::column);
        std::ranges::sort(key);
        return index->unique && index->predicate == nullptr && key == columns;
    });
}

/// An index or constraint of the table is not certain: it may have a key that was not seen.
bool keysAreInDoubt(const Table& table, const FailureSink& sink) {
    return std::ranges::any_of(sink.catalog().indexesOf(table.id),
                               [&](const Index* index) { return sink.isInDoubt(index->name); });
}

void referencedKeyFailures(const ConstraintDefinition& definition, const Table& referenced,
                           FailureSink& sink) {
    std::vector<ColumnNumber> columns;
    for (const Name& name : definition.referencedColumns) {
        if (sink.lacksColumn(referenced, name.text)) {
            sink.add(
                FailureKind::UnknownColumn,
                fmt::format("column \"{}\" referenced in foreign key constraint does not exist",
                            name.text.view()),
                definition.range, name.text);
            return;
        }
        const Column* column = referenced.column(name.text);
        columns.push_back(column == nullptr ? ColumnNumber(0) : column->number);
    }
    if (definition.temporal || keysAreInDoubt(referenced, sink) ||
        std::ranges::find(columns, ColumnNumber(0)) != columns.end()) {
        return;
    }
    const auto key =
        std::ranges::find(referenced.constraints, ConstraintKind::PrimaryKey, &Constraint::kind);
    std::string error;
    if (!columns.empty() && !hasKey(referenced, columns, sink.catalog())) {
        error = fmt::format(
            "there is no unique constraint matching given keys for referenced table \"{}\"",
            referenced.name);
    } else if (columns.empty() && key == referenced.constraints.end()) {
        error = fmt::format("there is no primary key for referenced table \"{}\"", referenced.name);
    }
    if (!error.empty()) {
        std::vector<Obstacle> obstacles{obstacleOf(referenced)};
        sink.add({FailureKind::ForeignKeyTargetNotUnique, std::move(error), definition.range,
                  referenced.name, std::move(obstacles)});
    }
}

class CreateTableFailures {
public:
    CreateTableFailures(const CreateTable& statement, FailureSink& sink)
        : statement_(statement), sink_(sink) {}

    void run() {
        const std::string_view schema =
            sink_.schemaFor(statement_.name, statement_.persistence == Persistence::Temporary);
        if (sink_.catalog().relationIn(schema, statement_.name.name.text) != nullptr) {
            if (!statement_.ifNotExists) {
                sink_.relationExists(schema, statement_.name.name.text,
                                     placeOf(statement_.name, statement_.range));
            }
            return;
        }
        sources();
        columns();
        for (const ConstraintDefinition& definition : statement_.constraints) {
            constraint(definition);
        }
        if (primaryKeys_ > 1) {
            sink_.add(FailureKind::DuplicateObject,
                      fmt::format("multiple primary keys for table \"{}\" are not allowed",
                                  statement_.name.name.text.view()),
                      placeOf(statement_.name, statement_.range), statement_.name.name.text);
        }
    }

private:
    void sources() {
        sink_.relationMissing(statement_.partitionOf, statement_.range);
        for (const QualifiedName& parent : statement_.inherits) {
            sink_.relationMissing(parent, statement_.range);
        }
        for (const LikeClause& like : statement_.likes) {
            sink_.relationMissing(like.source, statement_.range);
        }
    }

    bool hasOwnColumnsOnly() const {
        return statement_.partitionOf.empty() && statement_.inherits.empty() &&
               statement_.likes.empty() && statement_.ofType.name.empty();
    }

    void columns() {
        for (const ColumnDefinition& column : statement_.columns) {
            if (!columns_.insert({column.name.text.data(), column.name.text.size()}).second &&
                hasOwnColumnsOnly()) {
                sink_.add(
                    FailureKind::DuplicateObject,
                    fmt::format("column \"{}\" specified more than once", column.name.text.view()),
                    column.range, column.name.text);
            }
            if (!column.type.name.empty() && !column.type.isSerial() && !column.type.columnType &&
                sink_.isAbsentType(column.type.name)) {
                sink_.add(FailureKind::UnknownObject,
                          fmt::format("type {} does not exist", quotedType(column.type)),
                          placeOf(column.type.name, column.range), column.type.name.name.text);
            }
            for (const ConstraintDefinition& definition : column.constraints) {
                constraint(definition);
            }
        }
    }

    void constraint(const ConstraintDefinition& definition) {
        primaryKeys_ += definition.kind == ConstraintKind::PrimaryKey ? 1 : 0;
        const bool isKey = definition.kind == ConstraintKind::PrimaryKey ||
                           definition.kind == ConstraintKind::Unique;
        const bool isForeignKey = definition.kind == ConstraintKind::ForeignKey;
        for (const Name& column : definition.columns) {
            if (hasOwnColumnsOnly() && (isKey || isForeignKey) &&
                !columns_.contains({column.text.data(), column.text.size()})) {
                const std::string_view where =
                    isKey ? "named in key" : "referenced in foreign key constraint";
                sink_.add(FailureKind::UnknownColumn,
                          fmt::format("column \"{}\" {} does not exist", column.text.view(), where),
                          definition.range, column.text);
            }
        }
        if (isForeignKey) {
            foreignKeyFailures(definition, nullptr, statement_.name, sink_);
        }
    }

    const CreateTable& statement_;
    FailureSink& sink_;
    llvm::StringSet<> columns_;
    size_t primaryKeys_ = 0;
};

} // namespace

void createTableFailures(const CreateTable& statement, FailureSink& sink) {
    CreateTableFailures(statement, sink).run();
}

void foreignKeyFailures(const ConstraintDefinition& definition, const Table* owner,
                        const QualifiedName& ownerName, FailureSink& sink) {
    const QualifiedName& name = definition.referencedTable;
    const Lookup<CatalogObject> found = sink.catalog().relation(name);
    // The keys of the table itself may be made by the same statement.
    const bool isSelf = found ? found.object == owner : name.name == ownerName.name;
    if (isSelf || name.empty()) {
        return;
    }
    if (sink.isAbsent(name)) {
        sink.add(FailureKind::UnknownTable,
                 fmt::format("relation {} does not exist", quotedName(name)),
                 placeOf(name, definition.range), name.name.text);
    } else if (found && found->kind != CatalogKind::Table && sink.isCertain(*found)) {
        sink.add(FailureKind::UnknownObject,
                 fmt::format("referenced relation \"{}\" is not a table", name.name.text.view()),
                 placeOf(name, definition.range), name.name.text);
    } else if (const Table* referenced = sink.seenTable(name)) {
        referencedKeyFailures(definition, *referenced, sink);
    }
}

std::vector<Obstacle> viewsOfColumn(const Table& table, ColumnNumber number,
                                    const Catalog& catalog) {
    std::vector<Obstacle> result;
    const std::pair<ObjectId, ColumnNumber> column(table.id, number);
    for (const ObjectId id : catalog.needing(table.id)) {
        const View* view = catalog.get<View>(id);
        if (result.size() == toldObstacles) {
            break;
        }
        if (view == nullptr ||
            std::ranges::find(view->usedColumns, column) == view->usedColumns.end()) {
            continue;
        }
        // A name without the table's stands for the column of any table that has one of this name.
        const bool isOnly = view->uses.size() == 1 && view->stars.empty();
        const bool inStar = std::ranges::any_of(view->stars, [&](const ExpandedStar& star) {
            return std::ranges::any_of(star.columns, [&](const StarColumn& one) {
                return one.relation == table.id && one.column == number;
            });
        });
        if (isOnly || inStar) {
            result.push_back(obstacleOf(*view));
        }
    }
    return result;
}

} // namespace ironlaw
