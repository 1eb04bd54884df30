// CREATE TABLE that fails, and foreign keys (transformCreateStmt in
// src/backend/parser/parse_utilcmd.c, ATAddForeignKeyConstraint in
// src/backend/commands/tablecmds.c).
#include "analyzer/replay/failure-sink.h"

#include <fmt/format.h>
#include <llvm/ADT/StringSet.h>

#include <algorithm>
#include <set>

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

/// PostgreSQL's words for it; `columns` says whether the foreign key names any.
std::string keyMissing(bool columns, std::string_view table) {
    return columns ? fmt::format("there is no unique constraint matching given keys for referenced "
                                 "table \"{}\"",
                                 table)
                   : fmt::format("there is no primary key for referenced table \"{}\"", table);
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
    const bool has = columns.empty() ? key != referenced.constraints.end()
                                     : hasKey(referenced, columns, sink.catalog());
    if (!has) {
        sink.add({FailureKind::ForeignKeyTargetNotUnique,
                  keyMissing(!columns.empty(), referenced.name),
                  definition.range,
                  referenced.name,
                  {obstacleOf(referenced)}});
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
        if (hasOwnColumnsOnly() && (!statement_.ifNotExists || sink_.isAbsent(statement_.name))) {
            for (const ConstraintDefinition* definition : toItself_) {
                referenceToItself(*definition);
            }
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
            if (!columns_.insert(column.name.text.view()).second && hasOwnColumnsOnly()) {
                sink_.add(
                    FailureKind::DuplicateObject,
                    fmt::format("column \"{}\" specified more than once", column.name.text.view()),
                    column.range, column.name.text);
            }
            if (!column.type.name.empty() && !column.type.isSerial() && !column.type.columnType) {
                sink_.needType(column.type, placeOf(column.type.name, column.range));
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
                !columns_.contains(column.text.view())) {
                sink_.keyColumnMissing(definition, column, definition.range);
            }
        }
        if (isKey) {
            keys_.insert(sorted(definition.columns));
        }
        const QualifiedName& referenced = definition.referencedTable;
        if (isForeignKey && referenced.name == statement_.name.name &&
            referenced.schema == statement_.name.schema) {
            toItself_.push_back(&definition);
        } else if (isForeignKey) {
            foreignKeyFailures(definition, nullptr, statement_.name, sink_);
        }
    }

    /// All keys that it may refer to stand in the statement.
    void referenceToItself(const ConstraintDefinition& definition) {
        for (const Name& column : definition.referencedColumns) {
            if (!columns_.contains(column.text.view())) {
                sink_.keyColumnMissing(definition, column, definition.range);
                return;
            }
        }
        const bool namesColumns = !definition.referencedColumns.empty();
        const bool has =
            namesColumns ? keys_.contains(sorted(definition.referencedColumns)) : primaryKeys_ > 0;
        if (!has && !definition.temporal) {
            const std::string_view name = statement_.name.name.text;
            sink_.add(FailureKind::ForeignKeyTargetNotUnique, keyMissing(namesColumns, name),
                      definition.range, name);
        }
    }

    static std::vector<std::string_view> sorted(std::span<const Name> names) {
        std::vector<std::string_view> result;
        for (const Name& name : names) {
            result.push_back(name.text);
        }
        std::ranges::sort(result);
        return result;
    }

    const CreateTable& statement_;
    FailureSink& sink_;
    llvm::StringSet<> columns_;
    std::set<std::vector<std::string_view>> keys_; ///< the columns of each, sorted
    std::vector<const ConstraintDefinition*> toItself_;
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
