// Where the certain failures of one statement are gathered, and the lookups that they stand on.
// Within replay/ only.
#pragma once

#include "analyzer/replay/replay.h"

#include <llvm/ADT/DenseSet.h>

#include <functional>

namespace ironlaw {

class FailureSink {
public:
    FailureSink(const Replay& replay, Effects& effects) : replay_(replay), effects_(effects) {}

    const Catalog& catalog() const { return replay_.catalog(); }
    int serverVersion() const { return replay_.serverVersion(); }
    bool isInDoubt(std::string_view name) const { return replay_.doubts().areAbout(name); }

    /// What the table has: columns, constraints, defaults.
    bool partsAreInDoubt(const Table& table) const {
        return replay_.doubts().areAboutPartsOf(table.name);
    }

    /// No relation of this name can be there: the history starts from nothing, has seen the schemas
    /// that the name may stand in, and has made it in none of them.
    bool isAbsent(const QualifiedName& relation) const;
    bool isAbsentType(const QualifiedName& type) const;
    /// No routine of this name can be there, whatever its arguments.
    bool isAbsentRoutine(const QualifiedName& routine) const;
    bool isAbsentStatistics(const QualifiedName& statistics) const;
    /// The name can mean a routine of PostgreSQL only: the history has made none of the name.
    bool isBuiltinRoutine(const QualifiedName& routine) const;
    /// The table if all of its columns and constraints were seen, else null.
    const Table* seenTable(const QualifiedName& name) const;
    /// Whether the object is there for certain.
    bool isCertain(const CatalogObject& object) const;
    /// The table has no column of this name.
    bool lacksColumn(const Table& table, std::string_view column) const {
        return table.column(column) == nullptr && !isInDoubt(column) && !isSystemColumn(column);
    }
    /// The table has no constraint of this name.
    bool lacksConstraint(const Table& table, std::string_view constraint) const;
    /// The foreign keys to the table, also its own, that are there for certain and that `counts`
    /// says true of.
    std::vector<Obstacle> foreignKeysTo(
        const Table& table,
        const std::function<bool(const Table& from, const Constraint& foreignKey)>& counts) const;
    /// Where a new relation of this name would be made.
    std::string_view schemaFor(const QualifiedName& name, bool temporary) const;

    void add(Failure failure) { effects_.failures.push_back(std::move(failure)); }
    void add(FailureKind kind, std::string error, Range anchor, std::string_view name) {
        add({kind, std::move(error), anchor, name, {}});
    }
    /// `relation "x" does not exist` if that is so. Returns whether it is.
    bool relationMissing(const QualifiedName& name, Range statement);
    /// `relation "x" already exists` if the name is taken in `schema`. Returns whether it is.
    bool relationExists(std::string_view schema, std::string_view name, Range anchor);
    /// `type "x" already exists` if a type, which a new relation would need for its rows, has the
    /// name in `schema`. Returns whether it does.
    bool typeExists(std::string_view schema, std::string_view name, Range anchor);
    void columnMissing(const Table& table, std::string_view column, Range anchor);
    /// A column of the key, or on the near side of the foreign key, that is about to be added.
    void keyColumnMissing(const ConstraintDefinition& definition, const Name& column, Range anchor);
    /// `type "x" does not exist` if that is so.
    void needType(const TypeName& type, Range anchor);
    /// The statement does not even come to ask for its transaction.
    void forgetRefusal() { effects_.blockRefusal.reset(); }
    /// The server version lacks what `words` name.
    void newIn(int since, std::string_view words, Range anchor);
    void alreadyExists(const CatalogObject& object, std::string error, Range anchor);
    /// What depends on an object: nothing is added if `obstacles` is empty.
    void dependents(std::string error, Range anchor, std::string_view name,
                    std::vector<Obstacle> obstacles);

    static bool isSystemColumn(std::string_view column);
    /// A column is about to get the name of a system column.
    void systemColumnName(std::string_view column, Range anchor);

private:
    /// The history makes the schema, or every database has it.
    bool isSeenSchema(std::string_view schema) const;
    /// An extension that makes relations, types and routines of names that are not known here.
    bool hasUnknownExtension() const;
    /// Whether `has` is true of any schema; also if there are too many to ask it of each.
    bool isInSomeSchema(const std::function<bool(const Schema&)>& has) const;
    /// Every unqualified name is looked for in schemas that were seen.
    bool seesSearchPath() const;

    const Replay& replay_;
    Effects& effects_;
};

/// How many obstacles of a failure are told.
inline constexpr size_t toldObstacles = 5;

/// As PostgreSQL's messages name it: with the schema if one was written.
std::string quotedName(const QualifiedName& name);
/// Likewise, an array with [] behind it.
std::string quotedType(const TypeName& type);
/// As PostgreSQL describes it: with its schema unless search_path has that.
std::string visibleName(const CatalogObject& object, const Catalog& catalog);
/// `table "t"`, `view "v"`.
Obstacle obstacleOf(const CatalogObject& object);
/// The place of the name, or else the token at which the statement starts.
Range placeOf(const QualifiedName& name, Range statement);

/// The parts of PostgreSQL's behaviour, each in a file of its own.
void createTableFailures(const CreateTable& statement, FailureSink& sink);
void alterTableFailures(const AlterTable& statement, FailureSink& sink);
void dropFailures(const Drop& statement, FailureSink& sink);
void queryFailures(const Query& query, Range statement, FailureSink& sink);
void objectFailures(const Statement& statement, FailureSink& sink);
void listFailures(const Statement& statement, FailureSink& sink);
void renameFailures(const Rename& statement, FailureSink& sink);
void setSchemaFailures(const SetSchema& statement, FailureSink& sink);
/// Younger syntax than the server's.
void syntaxFailures(const Statement& statement, FailureSink& sink);
/// Calls of functions that PostgreSQL has in later versions only, and the history does not make.
void laterFunctionFailures(const Statement& statement, FailureSink& sink);
/// Clauses that exclude each other.
void clauseFailures(const Statement& statement, FailureSink& sink);
void typeFailures(const Statement& statement, FailureSink& sink);
/// CREATE OR REPLACE of what is there already.
void replaceViewFailures(const CreateView& statement, const View& existing, FailureSink& sink);
void replaceRoutineFailures(const CreateRoutine& statement, const Routine& existing,
                            FailureSink& sink);
/// Relations that are there, but of a kind that the statement does not work on.
void kindFailures(const Statement& statement, FailureSink& sink);

/// What a foreign key that is about to be added belongs to.
struct ForeignKeyOwner {
    const Table* table = nullptr; ///< null if it is not made yet
    const QualifiedName& name;
    Persistence persistence = Persistence::Permanent;
    /// Of a column, also one that the same statement makes; null if it is not known.
    std::function<const TypeName*(std::string_view)> typeOf;
};
void foreignKeyFailures(const ConstraintDefinition& definition, const ForeignKeyOwner& owner,
                        FailureSink& sink);

/// Where an expression stands that may not hold everything.
enum class ExpressionUse : uint8_t { Check, Default, Generation, IndexKey, IndexPredicate };
/// Subqueries, aggregates, and calls that are not immutable. A null expression is allowed.
void expressionFailures(const Expression* expression, ExpressionUse use, Range anchor,
                        FailureSink& sink);
/// The first column of `table` that the expression, outside of subqueries, names and `lacks` says
/// true of.
void missingColumnFailures(const Expression* expression, std::string_view table,
                           const std::function<bool(std::string_view)>& lacks, Range anchor,
                           FailureSink& sink);
/// The first generated column that the expression of another one names.
void generatedFailures(const Expression* generation, Range anchor, FailureSink& sink,
                       const std::function<bool(std::string_view)>& isGenerated);
/// The expressions and the identity of a column that is about to be made.
void columnDefinitionFailures(const ColumnDefinition& column, Range anchor, FailureSink& sink);
void defaultFailures(const Expression& value, const TypeName& type, std::string_view column,
                     Range anchor, FailureSink& sink);
/// A primary key or unique constraint with a column twice.
void keyFailures(std::span<const Name> key, ConstraintKind kind, Range anchor, FailureSink& sink);
/// A unique key of a table that is partitioned by the columns of `partitionKey`.
void partitionKeyFailures(std::span<const Name> key, Range anchor,
                          std::span<const std::string_view> partitionKey, FailureSink& sink);
/// The names of the columns that the table is partitioned by.
std::vector<std::string_view> partitionKeyOf(const Table& table);
/// Columns and constraints that are not as the actions of ALTER TABLE on `table` need them.
void columnFailures(const AlterTable& statement, const Table& table, FailureSink& sink);

/// What partitions and inheritance forbid ALTER TABLE on `table`.
void inheritanceFailures(const AlterTable& statement, const Table& table, FailureSink& sink);
/// A partition `name` of `parent`, which is partitioned, is about to be made or attached.
void boundFailures(const Table& parent, const PartitionBound& bound, std::string_view name,
                   Range range, FailureSink& sink);

/// What needs the object, which is no relation that a foreign key or partition hangs on, and would
/// go with CASCADE only; the first few of it. What is `dropped` too is no obstacle.
std::vector<Obstacle> dependentObstacles(const CatalogObject& needed,
                                         const llvm::DenseSet<ObjectId>& dropped,
                                         const FailureSink& sink);
/// The defaults that draw from the sequence, but for those of tables that are `dropped`.
std::vector<Obstacle> sequenceObstacles(const Sequence& sequence,
                                        const llvm::DenseSet<ObjectId>& dropped,
                                        const FailureSink& sink);
/// What surely reads the column; of views the first few.
std::vector<Obstacle> viewsOfColumn(const Table& table, const Column& column,
                                    const FailureSink& sink);
std::vector<Obstacle> policiesOfColumn(const Table& table, const Column& column,
                                       const FailureSink& sink);
std::vector<Obstacle> triggersOfColumn(const Table& table, const Column& column,
                                       const FailureSink& sink);
std::vector<Obstacle> generatedFrom(const Table& table, const Column& column,
                                    const FailureSink& sink);
/// No other index of the table could serve the foreign keys to the columns of this one.
bool isOnlyKey(const Index& key, const Catalog& catalog);

} // namespace ironlaw
