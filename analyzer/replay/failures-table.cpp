// CREATE TABLE that fails, and foreign keys (transformCreateStmt in
// src/backend/parser/parse_utilcmd.c, ATAddForeignKeyConstraint in
// src/backend/commands/tablecmds.c).
#include "analyzer/replay/failure-sink.h"
#include "analyzer/replay/type-fit.h"

#include <fmt/format.h>
#include <llvm/ADT/StringMap.h>
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

/// ATAddForeignKeyConstraint: permanent tables reference permanent ones, temporary tables temporary
/// ones, unlogged tables all but temporary ones.
bool lastsLonger(Persistence owner, Persistence referenced) {
    const bool isUnlogged = owner == Persistence::Unlogged;
    return owner != referenced && !(isUnlogged && referenced == Persistence::Permanent);
}

std::string_view wordOf(Persistence persistence) {
    switch (persistence) {
    case Persistence::Permanent: return "permanent";
    case Persistence::Unlogged: return "unlogged";
    case Persistence::Temporary: break;
    }
    return "temporary";
}

std::string_view servingTables(Persistence owner) {
    return owner == Persistence::Unlogged ? "permanent or unlogged" : wordOf(owner);
}

/// The columns on both sides, in their number and their types.
void columnPairFailures(const ConstraintDefinition& definition,
                        const std::vector<ColumnNumber>& columns, const Table& referenced,
                        const ForeignKeyOwner& owner, FailureSink& sink) {
    if (columns.size() != definition.columns.size()) {
        sink.add(FailureKind::InvalidDefinition,
                 "number of referencing and referenced columns for foreign key disagree",
                 definition.range, referenced.name);
        return;
    }
    for (size_t i = 0; i < columns.size(); ++i) {
        const Column* key = referenced.column(columns[i]);
        const TypeName* type = owner.typeOf(definition.columns[i].text);
        if (key != nullptr && key->type != nullptr && type != nullptr &&
            !sink.isInDoubt(type->name.name.text) && !sink.isInDoubt(key->name) &&
            surelyIncomparable(*type, *key->type, sink.catalog())) {
            sink.add(FailureKind::InvalidDefinition,
                     fmt::format("key columns \"{}\" and \"{}\" are of incompatible types: {} and "
                                 "{}",
                                 definition.columns[i].text.view(), key->name, plainTypeName(*type),
                                 plainTypeName(*key->type)),
                     definition.range, key->name);
            return;
        }
    }
}

void referencedKeyFailures(const ConstraintDefinition& definition, const Table& referenced,
                           const ForeignKeyOwner& owner, FailureSink& sink) {
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
        return;
    }
    columnPairFailures(definition, columns.empty() ? key->columns : columns, referenced, owner,
                       sink);
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
        if (sink_.typeExists(schema, statement_.name.name.text,
                             placeOf(statement_.name, statement_.range))) {
            return;
        }
        sources();
        for (const Name& column : statement_.partitionColumns) {
            partitionKey_.push_back(column.text);
        }
        columns();
        expressions();
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
        if (!sink_.relationMissing(statement_.partitionOf, statement_.range)) {
            partition();
        }
        for (const QualifiedName& parent : statement_.inherits) {
            if (!sink_.relationMissing(parent, statement_.range)) {
                parentTable(parent);
            }
        }
        for (const LikeClause& like : statement_.likes) {
            sink_.relationMissing(like.source, statement_.range);
        }
    }

    void refuse(std::string error, const QualifiedName& name) {
        sink_.add(FailureKind::InvalidDefinition, std::move(error), placeOf(name, statement_.range),
                  name.name.text);
    }

    void partition() {
        const Table* parent = sink_.seenTable(statement_.partitionOf);
        if (parent == nullptr) {
            return;
        }
        if (parent->partitionedBy == PartitionStrategy::None) {
            refuse(fmt::format("\"{}\" is not partitioned", parent->name), statement_.partitionOf);
        } else {
            boundFailures(*parent, statement_.bound, statement_.name.name.text,
                          placeOf(statement_.name, statement_.range), sink_);
        }
    }

    void parentTable(const QualifiedName& name) {
        const Table* parent = sink_.seenTable(name);
        if (parent == nullptr) {
            return;
        }
        const bool isTwice = std::ranges::count_if(statement_.inherits, [&](const auto& one) {
                                 return sink_.catalog().table(one).object == parent;
                             }) > 1;
        if (parent->partitionedBy != PartitionStrategy::None) {
            refuse(fmt::format("cannot inherit from partitioned table \"{}\"", parent->name), name);
        } else if (parent->persistence == Persistence::Temporary &&
                   statement_.persistence != Persistence::Temporary) {
            refuse(fmt::format("cannot inherit from temporary relation \"{}\"", parent->name),
                   name);
        } else if (isTwice) {
            refuse(
                fmt::format("relation \"{}\" would be inherited from more than once", parent->name),
                name);
        }
    }

    bool hasOwnColumnsOnly() const {
        return statement_.partitionOf.empty() && statement_.inherits.empty() &&
               statement_.likes.empty() && statement_.ofType.name.empty();
    }

    void columns() {
        for (const ColumnDefinition& column : statement_.columns) {
            if (!column.type.name.empty()) {
                types_[column.name.text.view()] = &column.type;
            }
            if (FailureSink::isSystemColumn(column.name.text)) {
                sink_.systemColumnName(column.name.text, column.range);
            }
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
        const std::string_view name = definition.name.text;
        if (!name.empty() && definition.kind != ConstraintKind::NotNull &&
            !constraintNames_.insert(name).second) {
            sink_.add(FailureKind::DuplicateObject,
                      fmt::format("constraint \"{}\" already exists", name), definition.range,
                      name);
        }
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
            keyFailures(definition.columns, definition.kind, definition.range, sink_);
            partitionKeyFailures(definition.columns, definition.range, partitionKey_, sink_);
        }
        const QualifiedName& referenced = definition.referencedTable;
        if (isForeignKey && referenced.name == statement_.name.name &&
            referenced.schema == statement_.name.schema) {
            toItself_.push_back(&definition);
        } else if (isForeignKey) {
            foreignKeyFailures(definition,
                               {nullptr, statement_.name, statement_.persistence,
                                [&](std::string_view column) { return types_.lookup(column); }},
                               sink_);
        }
    }

    /// CHECKs and generated columns, once all columns are known.
    void expressions() {
        llvm::StringSet<> generated;
        const std::string_view table = statement_.name.name.text;
        for (const ColumnDefinition& column : statement_.columns) {
            if (column.generation != nullptr) {
                generated.insert(column.name.text.view());
            }
        }
        const auto lacks = [&](std::string_view name) {
            return !columns_.contains(name) && !sink_.isSystemColumn(name);
        };
        for (const ColumnDefinition& column : statement_.columns) {
            columnDefinitionFailures(column, column.range, sink_);
            if (!hasOwnColumnsOnly()) {
                continue;
            }
            missingColumnFailures(column.generation, table, lacks, column.range, sink_);
            generatedFailures(column.generation, column.range, sink_,
                              [&](std::string_view name) { return generated.contains(name); });
            for (const ConstraintDefinition& one : column.constraints) {
                missingColumnFailures(one.expression, table, lacks, one.range, sink_);
            }
        }
        for (const ConstraintDefinition& one : statement_.constraints) {
            expressionFailures(one.expression, ExpressionUse::Check, one.range, sink_);
            if (hasOwnColumnsOnly()) {
                missingColumnFailures(one.expression, table, lacks, one.range, sink_);
            }
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
    llvm::StringSet<> constraintNames_;
    llvm::StringMap<const TypeName*> types_;
    std::set<std::vector<std::string_view>> keys_; ///< the columns of each, sorted
    std::vector<const ConstraintDefinition*> toItself_;
    std::vector<std::string_view> partitionKey_;
    size_t primaryKeys_ = 0;
};

} // namespace

void createTableFailures(const CreateTable& statement, FailureSink& sink) {
    CreateTableFailures(statement, sink).run();
}

void foreignKeyFailures(const ConstraintDefinition& definition, const ForeignKeyOwner& owner,
                        FailureSink& sink) {
    const QualifiedName& name = definition.referencedTable;
    const Lookup<CatalogObject> found = sink.catalog().relation(name);
    // The keys of the table itself may be made by the same statement.
    const bool isSelf = found ? found.object == owner.table : name.name == owner.name.name;
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
        if (lastsLonger(owner.persistence, referenced->persistence)) {
            sink.add(FailureKind::InvalidDefinition,
                     fmt::format("constraints on {} tables may reference only {} tables",
                                 wordOf(owner.persistence), servingTables(owner.persistence)),
                     placeOf(name, definition.range), name.name.text);
        } else {
            referencedKeyFailures(definition, *referenced, owner, sink);
        }
    }
}

} // namespace ironlaw
