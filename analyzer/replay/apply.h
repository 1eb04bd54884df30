// How statements change the catalog. Within replay/ only: replay.h is the front door.
#pragma once

#include "analyzer/replay/replay.h"

namespace ironlaw {

/// Applies one statement. What the catalog does not know is recorded as far as the statement tells:
/// a table that is only mentioned gets an entry that is not complete.
class Applier {
public:
    explicit Applier(Replay& replay) : replay_(replay), catalog_(replay.catalog_) {}

    void apply(const Statement& statement);

private:
    // apply-table.cpp
    void createTable(const CreateTable& statement);
    void createTableAs(const CreateTableAs& statement);
    void copyFromParents(const CreateTable& statement, Table& table);
    void copyColumns(const Table& source, Table& table, bool defaults);
    void partitionFromParent(ObjectId parent, ObjectId partition);
    void copyFromLike(const LikeClause& like, ObjectId table);

    // apply-column.cpp
    void addColumn(ObjectId table, const ColumnDefinition& definition);
    void ownedSequence(ObjectId table, ColumnNumber column);
    void addConstraint(ObjectId table, const ConstraintDefinition& definition, Range fallback);
    ObjectId constraintIndex(ObjectId table, const Constraint& constraint);
    void dropColumn(ObjectId table, std::string_view column);
    void dropConstraint(ObjectId table, std::string_view constraint);
    void dropConstraintsReferencing(ObjectId table);
    void setNotNull(ObjectId table, ColumnNumber column, bool notNull);

    // apply-alter.cpp
    void alterTable(const AlterTable& statement);
    void alterAction(ObjectId table, const AlterAction& action);
    void alterColumn(ObjectId table, const AlterAction& action);
    void attachPartition(ObjectId table, const AttachPartition& action);
    void attachIndex(const AlterTable& statement);

    // apply-index.cpp
    void createIndex(const CreateIndex& statement);
    ObjectId indexOn(const Table& table, const CreateIndex& statement, std::string_view name);
    void dropIndex(ObjectId index);
    void validateParentIndex(ObjectId index);

    // apply-object.cpp
    void createView(const CreateView& statement);
    void createSequence(const CreateSequence& statement);
    void alterSequence(const AlterSequence& statement);
    void createType(const CreateType& statement);
    void alterEnum(const AlterEnum& statement);
    void createDomain(const CreateDomain& statement);
    void alterDomain(const AlterDomain& statement);
    void createRoutine(const CreateRoutine& statement);
    void createExtension(const CreateExtension& statement);
    void createSchema(const CreateSchema& statement);
    template <typename Part> void createPart(const QualifiedName& table, Name name, Range range);

    // apply-drop.cpp
    void drop(const Drop& statement);
    void dropObject(const Drop& statement, const ObjectReference& object);
    void dropRelation(ObjectId relation);
    void dropSchema(std::string_view schema);
    template <typename Part> void dropPart(const ObjectReference& object);
    void rename(const Rename& statement);
    void renamePart(const Rename& statement);
    void setSchema(const SetSchema& statement);
    void moveTable(ObjectId table, std::string_view schema);

    // apply-data.cpp
    void query(const Query& query);
    void settingFunction(const Query& query);
    void fill(const QualifiedName& table);
    void setVariable(const SetVariable& statement);
    void truncate(const Truncate& statement);

    /// The table for changing, made as an incomplete entry if the catalog does not know it. 0 if
    /// the name belongs to something else.
    ObjectId tableToChange(const QualifiedName& name);
    std::string_view schemaFor(const QualifiedName& name, Persistence persistence) const;
    /// The numbers of the named columns; a column that an incomplete table lacks is added to it.
    std::vector<ColumnNumber> columnNumbers(ObjectId table, std::span<const Name> names);
    template <typename T> std::unique_ptr<T> makeObject(const QualifiedName& name, Range range) {
        auto object = std::make_unique<T>();
        object->schema = schemaFor(name, Persistence::Permanent);
        object->name = name.name.text;
        object->origin = replay_.originAt(range);
        return object;
    }

    Replay& replay_;
    Catalog& catalog_;
};

} // namespace ironlaw
