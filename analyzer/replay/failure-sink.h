// Where the certain failures of one statement are gathered, and the lookups that they stand on.
// Within replay/ only.
#pragma once

#include "analyzer/replay/replay.h"

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
    void columnMissing(const Table& table, std::string_view column, Range anchor);
    /// A column of the key, or on the near side of the foreign key, that is about to be added.
    void keyColumnMissing(const ConstraintDefinition& definition, const Name& column, Range anchor);
    /// `type "x" does not exist` if that is so.
    void needType(const TypeName& type, Range anchor);
    /// The server version lacks what `words` name.
    void newIn(int since, std::string_view words, Range anchor);
    void alreadyExists(const CatalogObject& object, std::string error, Range anchor);
    /// What depends on an object: nothing is added if `obstacles` is empty.
    void dependents(std::string error, Range anchor, std::string_view name,
                    std::vector<Obstacle> obstacles);

private:
    static bool isSystemColumn(std::string_view column);
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

/// A constraint that is about to be added. `owner` is null for a table that is not made yet, and
/// `ownerName` its name.
void foreignKeyFailures(const ConstraintDefinition& definition, const Table* owner,
                        const QualifiedName& ownerName, FailureSink& sink);
/// The views that surely read the column; the first few of them.
std::vector<Obstacle> viewsOfColumn(const Table& table, ColumnNumber column,
                                    const Catalog& catalog);

} // namespace ironlaw
