// How statements change the catalog. Within replay/ only: replay.h is the front door.
#pragma once

#include "analyzer/catalog/needs.h"
#include "analyzer/replay/replay.h"

#include <algorithm>

namespace ironlaw {

/// Applies one statement. What the catalog does not know is recorded as far as the statement tells:
/// a table that is only mentioned gets an entry that is not complete. A statement is taken to have
/// succeeded: an object whose name it takes is gone by then, and what depends on a dropped object
/// goes with it. Where that is certain to fail, or within a DO block, whose handlers may pass over
/// an error, a second object of the same name changes nothing.
class Applier {
public:
    /// `failures` are those of the statement that is going to be applied.
    explicit Applier(Replay& replay, std::span<const Failure> failures = {})
        : replay_(replay), catalog_(replay.catalog_), failures_(failures) {}

    void apply(const Statement& statement);
    /// The session ends, or the transaction that the object lives in.
    void dropTemporary(ObjectId relation) { dropRelation(relation, true); }

private:
    // apply-table.cpp
    struct NewSequence {
        std::string_view column;
        QualifiedName name; ///< empty: PostgreSQL chooses one
        bool identity = false;
        std::span<const Setting> options;
    };
    using NewSequences = std::vector<NewSequence>;
    using Definitions = std::vector<ConstraintDefinition>;
    void createTable(const CreateTable& statement);
    void ownColumns(const CreateTable& statement, Table& table, NewSequences& sequences);
    void ownConstraints(const CreateTable& statement, ObjectId table);
    void addAll(ObjectId table, const Definitions& definitions);
    void createTableAs(const CreateTableAs& statement);
    void createMaterializedView(const CreateTableAs& statement);

    // apply-inherit.cpp
    void inheritColumns(const CreateTable& statement, Table& table);
    void copyLikeColumns(const LikeClause& like, Table& table, NewSequences& sequences);
    void copyLikeConstraints(const LikeClause& like, ObjectId table);
    void inheritChecks(ObjectId parent, ObjectId child);
    void inheritColumnsOf(ObjectId parent, ObjectId child, bool add);
    void partitionFromParent(ObjectId parent, ObjectId partition);
    void attachPartition(ObjectId table, const AttachPartition& action);
    void detachPartition(const DetachPartition& action);
    void setParent(ObjectId table, const Inherit& action);

    // apply-type.cpp
    /// The type with the schema that it was found in, unless that is the default schema.
    const TypeName* resolved(const TypeName& type) const;
    /// Likewise, without modifiers, which tell no routines apart.
    std::vector<TypeName> argumentTypes(std::span<const TypeName> types) const;
    /// Whether PostgreSQL keeps the default of a column of that type.
    bool keepsDefault(const Expression* value, const TypeName& type) const;
    /// Routines, types and relations in expressions.
    std::vector<ObjectId> needsOf(std::initializer_list<const Expression*> expressions) const;
    /// The columns of the table that expressions name.
    std::vector<ColumnNumber> columnsOf(ObjectId table,
                                        std::initializer_list<const Expression*> expressions);
    /// The same, and the columns that subqueries name.
    std::vector<std::pair<ObjectId, ColumnNumber>>
    usedColumns(ObjectId table, std::initializer_list<const Expression*> expressions);
    /// Links generated columns, whose expressions may name columns behind them, to those columns.
    void linkGenerated(ObjectId table);

    // apply-column.cpp
    /// The definition's own part of a column, with the sequence that its default draws from.
    void define(const ColumnDefinition& definition, Column& column) const;
    ObjectId drawnSequence(const Expression* defaultValue) const;
    bool addColumn(ObjectId table, const ColumnDefinition& definition, bool only);
    void addInheritedColumn(ObjectId table, const Column& column);
    void ownedSequence(ObjectId table, const NewSequence& sequence);
    void dropColumn(ObjectId table, std::string_view column, bool cascade, bool only);
    /// The column of a parent is dropped: whether the one of `child` goes with it; else it has one
    /// parent less.
    bool dropsInherited(ObjectId child, std::string_view column, bool only);
    void dropColumnParts(ObjectId table, ColumnNumber number, std::string_view name);
    void renameColumn(ObjectId table, std::string_view column, std::string_view newName);

    // apply-not-null.cpp
    /// Whether a NOT NULL is a constraint with a name.
    bool namesNotNulls() const { return replay_.serverVersion() >= 18; }
    /// What a NOT NULL says beyond the column.
    struct NotNullOptions {
        std::string_view name; ///< empty: PostgreSQL chooses one
        bool noInherit = false;
        bool validated = true;
    };
    void addNotNull(ObjectId table, std::string_view column, NotNullOptions options, bool only);
    void dropNotNull(ObjectId table, std::string_view column, bool only);
    void setNotNull(ObjectId table, std::string_view column, bool notNull, bool only);
    void renameNotNull(ObjectId table, std::string_view constraint, std::string_view newName);
    void validateNotNull(ObjectId table, std::string_view constraint);
    /// Those of a parent, with their names, which a new table may keep.
    static void inheritNotNulls(const Table& parent, Table& table);
    /// Those of a new table: its own without a name where none is written.
    static std::vector<NotNullConstraint> wantedNotNulls(const CreateTable& statement,
                                                         const Table& table);
    void nameNotNulls(const CreateTable& statement, ObjectId table);

    // apply-constraint.cpp, apply-foreign-key.cpp
    void addConstraint(ObjectId table, const ConstraintDefinition& definition, bool only);
    /// Whether the table can get a primary key now: an earlier one is gone, but for a DO block.
    bool claimPrimaryKey(ObjectId table, bool only);
    void addCheck(ObjectId table, Constraint constraint, bool only);
    /// The constraint of a table with this name; null if there is none.
    const Constraint* constraintNamed(ObjectId table, std::string_view name) const;
    void addForeignKey(ObjectId table, Constraint constraint, bool only);
    void resolveReference(Constraint& constraint) const;
    void addIndexConstraint(ObjectId table, Constraint constraint,
                            const ConstraintDefinition& definition, bool only);
    std::unique_ptr<Index> constraintIndex(ObjectId table, const Constraint& constraint,
                                           const ConstraintDefinition& definition);
    void keyIsNotNull(ObjectId table, const std::vector<ColumnNumber>& key, bool only);
    void useIndex(ObjectId table, Constraint& constraint, const ConstraintDefinition& definition);
    void cloneForeignKey(const Constraint& constraint, ObjectId parent, ObjectId partition);
    void validateConstraint(ObjectId table, std::string_view constraint);
    void alterConstraint(ObjectId table, const AlterConstraint& action);
    const Constraint* inheritedBy(const Table& child, const Constraint& constraint,
                                  const Table& parent) const;
    void dropConstraint(ObjectId table, std::string_view constraint, bool only);
    void dropForeignKeysTo(ObjectId table, const std::function<bool(const Constraint&)>& which);
    void renameConstraint(ObjectId table, std::string_view constraint, std::string_view newName);

    // apply-alter.cpp
    void alterTable(const AlterTable& statement);
    /// What is no table, or only a setting of it; false if there may be more to do.
    bool alterOther(const AlterTable& statement, const CatalogObject* found);
    void alterAction(ObjectId table, const AlterAction& action, bool only);
    bool alterConstraints(ObjectId table, const AlterAction& action, bool only);
    void alterColumn(ObjectId table, const AlterAction& action);
    /// Changes the sequence of an identity column.
    void alterIdentity(ObjectId table, ColumnNumber column, std::span<const Setting> options);
    void addIdentity(ObjectId table, const AddIdentity& action);
    void dropIdentity(ObjectId table, const DropIdentity& action);
    void setPersistence(ObjectId table, bool logged);
    void rowSecurity(ObjectId table, const AlterAction& action);
    void alterType(const AlterTable& statement);
    void setType(ObjectId table, const OfType& action);
    void alterView(ObjectId view, const AlterTable& statement);
    void attachIndex(const AlterTable& statement);

    // apply-index.cpp
    void createIndex(const CreateIndex& statement);
    void createIndexOfView(const CreateIndex& statement, const View& view);
    /// Adds it under a name of its own, with a constraint if `sourceIndex` has one.
    ObjectId addClone(std::unique_ptr<Index> clone, const Table& from, ObjectId sourceIndex);
    /// The index of a partitioned table on a partition, and on those below it.
    void indexForPartitions(ObjectId index, ObjectId partition);
    ObjectId indexForPartition(ObjectId index, ObjectId partition);
    void attachToParent(ObjectId index, ObjectId parent);
    /// Notes what the columns of a new index are called.
    void nameColumns(Index& index, const Table& table);
    /// ALTER COLUMN TYPE makes the indexes on the column anew (ATPostAlterTypeCleanup,
    /// tablecmds.c).
    void nameIndexesAnew(ObjectId table, ColumnNumber column);
    void removeIndex(ObjectId index);
    void validateParentIndex(ObjectId index);

    // apply.cpp
    void applyData(const Statement& statement);

    // apply-object.cpp
    void createView(const CreateView& statement);
    void createSequence(const CreateSequence& statement);
    void alterSequence(const AlterSequence& statement);
    void ownSequence(ObjectId sequence, const SequenceStatement& statement);
    void createType(const CreateType& statement);
    void alterEnum(const AlterEnum& statement);
    void createDomain(const CreateDomain& statement);
    void alterDomain(const AlterDomain& statement);
    static void dropDomainDefault(Type& domain);
    static void dropDomainCheck(Type& domain, std::string_view name);
    std::string_view domainCheckName(const Type& domain, const ConstraintDefinition& check);
    void createRoutine(const CreateRoutine& statement);
    std::vector<ObjectId> routineNeeds(const CreateRoutine& statement) const;
    void createExtension(const CreateExtension& statement);
    void createSchema(const CreateSchema& statement);
    void createTrigger(const CreateTrigger& statement);
    /// Gives a partition, and those below it, the trigger of its parent.
    void cloneTrigger(ObjectId id, ObjectId partition);
    void cloneTriggers(ObjectId parent, ObjectId partition);
    /// Its copies in partitions go with it.
    void removeTrigger(ObjectId id);
    /// A trigger, whose copies in partitions have its name (since PostgreSQL 15), or a policy.
    void renameWithCopies(ObjectId id, std::string_view name);
    void createPolicy(const CreatePolicy& statement);
    void createRule(const CreateRule& statement);

    // apply-remark.cpp
    /// The object that a statement names; 0 if the catalog has none, or several that it can mean.
    ObjectId objectNamed(ObjectKind kind, const ObjectReference& object) const;
    template <typename Part> ObjectId partNamed(const ObjectReference& object) const {
        const Lookup<CatalogObject> relation = catalog_.relation(object.name);
        for (const Part* part :
             relation ? catalog_.partsOf<Part>(relation->id) : std::vector<const Part*>()) {
            if (part->name == object.part.text) {
                return part->id;
            }
        }
        return 0;
    }
    void comment(const CommentOn& statement);
    /// On a part that is no object of its own: `kind` says which.
    void commentOnPart(ObjectId object, std::string_view kind, const CommentOn& statement);
    void alterPolicy(const AlterPolicy& statement);

    // apply-grant.cpp
    void grant(const Grant& statement);
    void grantInSchema(std::string_view schema, const Grant& statement);
    void grant(ObjectId object, const Grant& statement);
    /// One privilege for each column: "update (a)", "update (b)".
    std::vector<std::string_view> eachColumn(std::string_view privilege);
    void grantTo(CatalogObject& object, Privilege privilege) const;
    void revokeFrom(CatalogObject& object, const Privilege& privilege, bool onlyOption) const;

    // apply-setting.cpp
    /// Notes what the statement sets of an object or column.
    void take(CatalogObject& object, std::span<const Setting> settings) const;
    /// `made`: the history has made the column.
    void take(Column& column, std::span<const Setting> settings, bool made) const;
    void alterSettings(ObjectId relation, const OtherAction& action, bool only);
    void alterColumnSettings(ObjectId relation, const OtherAction& action);
    void toggleTriggers(ObjectId table, const OtherAction& action, bool only);
    /// Only the named index of the relation has the setting; none if it has no such index.
    void markIndex(ObjectId relation, std::string_view name, std::string_view setting);
    /// What lies outside of the schema, with an entry from now on.
    ObjectId serverObject(std::string_view name);
    static std::string serverName(ObjectKind kind, std::string_view name);
    void dropServerObject(ObjectKind kind, std::string_view name);
    void change(const SettingChange& change, Range range);
    void changeOther(const OtherStatement& statement);

    // apply-publication.cpp
    void createStatistics(const CreateStatistics& statement);
    /// Those that have the column; without one all of the table.
    void dropStatistics(ObjectId table, std::optional<ColumnNumber> column);
    /// The columns and rows of the tables that the statement names.
    std::vector<std::pair<ObjectId, std::string_view>>
    filtersOf(const PublicationStatement& statement) const;
    void filter(Publication& publication, const PublicationStatement& statement) const;
    void createPublication(const CreatePublication& statement);
    void alterPublication(const AlterPublication& statement);
    /// With what inherits from them; the partitions of a table are published with it.
    std::vector<ObjectId> publishedTables(const PublicationStatement& statement);

    // apply-definition.cpp
    void createDefinition(const CreateDefinition& statement);
    void alterDefinition(const AlterDefinition& statement);
    /// Gives it another name or schema; empty ones stay.
    void moveDefinition(const Definition& definition, std::string_view schema,
                        std::string_view name);

    // apply-drop.cpp
    void drop(const Drop& statement);
    void dropObject(const Drop& statement, const ObjectReference& object);
    void dropNamedRelation(const Drop& statement, const QualifiedName& name);
    void dropRelation(ObjectId relation, bool cascade);
    void dropTable(ObjectId table, bool cascade);
    void dropParts(ObjectId table);
    void dropSequence(ObjectId sequence);
    /// The views, triggers and policies that use a column.
    void dropUsersOf(ObjectId relation, ColumnNumber column);
    /// What needs the object, which is gone already, and what needs that: a queue, since views on
    /// views may be many.
    void dropDependents(const std::vector<Dependent>& dependents);
    void dropDependent(const Dependent& dependent);
    void dropExtension(std::string_view name);
    void dropType(ObjectId type, bool cascade);
    void dropRoutine(ObjectId routine, bool cascade);
    void dropRoutines(const Drop& statement, const ObjectReference& object);
    void dropSchema(std::string_view schema);
    void dropDefaultPrivileges(std::string_view schema);
    template <typename Part> void dropPart(const ObjectReference& object);

    // apply-rename.cpp
    void rename(const Rename& statement);
    void renameRelation(const Rename& statement);
    /// Whether a relation has the name that one nobody saw is to get: that one keeps its own,
    /// whether or not it is there.
    bool isNameOfOther(const QualifiedName& unseen, std::string_view newName) const;
    void renamePart(const Rename& statement);
    void renameViewColumn(ObjectId view, std::string_view column, std::string_view newName);
    void renameSchema(std::string_view schema, std::string_view newName);
    void renameAttribute(const Rename& statement);
    void renameType(ObjectId type, std::string_view schema, std::string_view name);
    std::vector<const Routine*> routinesNamed(const ObjectReference& object) const;
    void renameTablePart(const Rename& statement);
    void setSchema(const SetSchema& statement);
    void moveTable(ObjectId table, std::string_view schema);

    // apply-data.cpp
    void query(const Query& query);
    void settingFunction(const Query& query);
    void setPath(std::vector<std::string_view> path, bool local);
    void fill(const QualifiedName& table);
    void markFilled(ObjectId table);
    void setVariable(const SetVariable& statement);
    void discard(const Discard& statement);
    void truncate(const Truncate& statement);
    void refresh(const RefreshMaterializedView& statement);
    void emptied(ObjectId table, bool only);

    /// The table for changing, made as an incomplete entry if the catalog does not know it. 0 if
    /// the name belongs to something else.
    ObjectId tableToChange(const QualifiedName& name);
    std::string_view schemaFor(const QualifiedName& name, bool temporary) const;
    /// Whether the statement fails because something certainly has this name already.
    bool isTaken(std::string_view name) const;
    /// Likewise, or another one has failed because of this very object.
    bool isInTheWay(const CatalogObject& existing);
    /// Likewise, or a DO block passes over it.
    bool staysThere(std::string_view name) const { return inBlock_ || isTaken(name); }
    /// Whether a relation of this name can be made now: false if there is one and `ifNotExists`
    /// or a DO block passes over it, or the statement fails. Otherwise one that is there is
    /// dropped.
    /// What belongs to the table `owner`, if one is given, takes no table's or view's name.
    bool claimRelation(std::string_view schema, std::string_view name, bool ifNotExists,
                       ObjectId owner = 0);
    bool claimType(std::string_view schema, std::string_view name);
    /// The numbers of the named columns; a column that a table may have unseen is added to it. 0
    /// for one that it cannot have.
    std::vector<ColumnNumber> columnNumbers(ObjectId table, std::span<const Name> names);
    std::vector<ColumnNumber> columnNumbers(ObjectId table,
                                            const std::vector<std::string_view>& names);
    ColumnNumber columnNumber(ObjectId table, std::string_view name);
    /// Calls `visit` for the table and, unless `only`, for all that inherit from it.
    void eachDescendant(ObjectId table, bool only, const std::function<void(ObjectId)>& visit);
    /// Whether `table` is `ancestor` or inherits from it. PostgreSQL refuses circles
    /// (ATExecAddInherit and ATExecAttachPartition in src/backend/commands/tablecmds.c).
    bool isDescendant(ObjectId table, ObjectId ancestor);
    template <typename Predicate> void eraseConstraints(ObjectId table, const Predicate& which) {
        if (Table* changed = catalog_.edit<Table>(table)) {
            std::erase_if(changed->constraints, which);
        }
    }
    template <typename T> std::unique_ptr<T> makeObject(const QualifiedName& name, Range range) {
        auto object = std::make_unique<T>();
        object->schema = schemaFor(name, false);
        object->name = name.name.text;
        object->origin = replay_.originAt(range);
        return object;
    }

    Replay& replay_;
    Catalog& catalog_;
    std::span<const Failure> failures_;
    bool inBlock_ = false; ///< within a DO block
    std::vector<Dependent> toDrop_;
    bool dropsDependents_ = false; ///< some call works on `toDrop_`
};

} // namespace ironlaw
