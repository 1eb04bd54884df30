// Derives the statements that undo a migration from what it has changed. Within rollback/ only.
#pragma once

#include "analyzer/rollback/changes.h"
#include "analyzer/rollback/draft.h"
#include "analyzer/schema/sql-writer.h"

#include <llvm/Support/raw_ostream.h>

#include <set>

namespace ironlaw {

/// A constraint or check, before the migration and behind it; either may be missing.
template <typename T> struct Pair {
    const T* before = nullptr;
    const T* after = nullptr;
};

/// The draft goes from the schema behind the migration to the one before it: what the migration has
/// made goes first, by the names that things have behind it; then what it renamed gets its names
/// back; then all else is changed and made by the names from before.
class Drafter {
public:
    /// The catalog of `before` is the one before the migration. `concurrently`: indexes on tables
    /// that stay are made and dropped so.
    Drafter(const SchemaInput& before, const SchemaChanges& changes, bool concurrently)
        : input_(before), catalog_(before.catalog), changes_(changes), concurrently_(concurrently),
          out_(text_), writer_(before, out_, {.bareNames = true, .serials = true}) {}

    std::vector<DraftPart> draft();

private:
    /// By which names objects are called.
    enum class Side : uint8_t { Before, After };

    /// When the draft drops what the migration has made.
    enum class Stage : uint8_t {
        BeforeColumns, ///< what hangs on columns and constraints of tables that stay
        BehindColumns, ///< what they hang on, and all else
        BehindChanges, ///< what columns hang on until they have their types and defaults back
    };

    // drafter.cpp
    void settleViews();
    void make();
    void makeObject(const CatalogObject& object);
    bool comesWithColumn(const Sequence& sequence) const;
    void makeTable(const Table& table);
    void makeLate();
    void makeRoutine(const Routine& routine, bool replaces);
    void makeView(const View& view);
    void makeParts();
    bool isOfUnseen(const CatalogObject& part) const;
    void makePart(const CatalogObject& object);
    void makeTrigger(const Trigger& trigger);

    // drafter-drops.cpp
    void leaveParents();
    void dropForeignKeys();
    bool goesFirst(const Constraint& foreignKey) const;
    void dropObjects(Stage stage);
    void dropObject(const CatalogObject& object);
    /// Drops what is in `object`, which goes later, and hangs on `needed`, which goes now.
    void loosen(const CatalogObject& object, ObjectId needed);
    void sayOnce(const std::string& statement);
    void dropConstraints();
    void dropColumns();
    void moveAside();

    // drafter-stages.cpp
    void settleStages();
    void settleEarly(const std::map<ObjectId, std::vector<ObjectId>>& users);
    void settleLate();
    /// It is dropped by itself, not with something else: made, or a view that is made again.
    bool isDropped(ObjectId id) const { return stages_.contains(id); }
    /// The object with which this one goes by itself; 0 if there is none.
    ObjectId carrierOf(const CatalogObject& object) const;
    /// The last one in the chain of carriers.
    ObjectId topOf(ObjectId id) const;
    /// The object behind the migration hangs on a key that is not there before it.
    bool needsNewKey(const CatalogObject& object) const;
    const std::vector<ObjectId>& needsBehind(ObjectId id);
    bool hangsOnAdded(const Constraint& constraint, ObjectId table) const;

    // drafter-renames.cpp
    void renames();
    /// It gets its name with another object.
    static bool followsOther(const CatalogObject& before, const CatalogObject& after);
    std::unique_ptr<CatalogObject> moveBack(const CatalogObject& before,
                                            const CatalogObject& after);
    void renameParts(const CatalogObject& before, const CatalogObject& after);
    /// Names and what they are to be.
    using Renames = std::vector<std::pair<std::string_view, std::string_view>>;
    void renameInOrder(const std::string& words, const Renames& renames);
    void renameObjects();
    bool isMovedBySchema(const CatalogObject& before, const CatalogObject& after) const;

    // drafter-table.cpp
    void restoreColumns();
    void alterTables();
    void alterTable(const Table& before, const Table& after);
    void alterColumn(const Table& table, const Column& before, const Column& after);
    bool isSameType(const TypeName& before, const TypeName& after) const;
    bool changeType(const Table& table, const Column& before, const Column& after);
    void changeDefault(const Table& table, const Column& before, const Column& after, bool typed);
    void changeGeneration(const Table& table, const Column& before, const Column& after);
    void restoreIndexes();
    void restoreIndex(const Index& index);
    void restoreConstraints(bool foreignKeys);
    void joinParents();

    // drafter-object.cpp
    void alterObjects();
    void alterEnum(const Type& before, const Type& after);
    void alterDomain(const Type& before, const Type& after);
    void alterComposite(const Type& before, const Type& after);
    void alterSequence(const Sequence& before, const Sequence& after);
    void alterPublication(const Publication& before, const Publication& after);

    // drafter-remarks.cpp
    void remarks();
    void remarksOf(const CatalogObject& before, const CatalogObject* after);
    void columnRemarks(const Table& before, const Table* after);
    void privileges(const CatalogObject& before, const CatalogObject* after);
    void comment(const std::string& object, std::string_view before, std::string_view after);

    // drafter-names.cpp
    /// What SQL calls the kind of object: "MATERIALIZED VIEW".
    static std::string_view wordOf(const CatalogObject& object);
    /// The object as DROP and COMMENT name it: "f(integer)", "w ON t".
    std::string nameOf(const CatalogObject& object, Side side) const;
    std::string definitionName(const Definition& definition) const;
    /// The word and the name.
    std::string reference(const CatalogObject& object, Side side) const;
    std::string relationAt(ObjectId relation, Side side) const;
    /// The table as it is called now, for ALTER TABLE.
    std::string alterTableWords(const Table& table) const;
    std::string argumentsOf(const Routine& routine) const;
    /// The statement at `place` as it was written.
    std::string written(Location place) const;

    void say(std::string statement) { parts_.push_back({false, std::move(statement) + ";"}); }
    void mark(std::string words) { parts_.push_back({true, std::move(words)}); }
    /// What the writer has written since the last call.
    void sayWritten();

    /// Calls `visit` with the state before and behind of each `T` that is there on both sides.
    template <typename T> void eachKept(const std::function<void(const T&, const T&)>& visit) {
        for (const auto& [id, change] : changes_.all()) {
            const T* before = as<T>(change.before);
            const T* after = as<T>(change.after.get());
            if (before != nullptr && after != nullptr && !isTemporary(*before)) {
                visit(*before, *after);
            }
        }
    }
    /// Calls `visit` with each `T` that the migration has dropped, or that the draft drops on its
    /// way.
    template <typename T> void eachGone(const std::function<void(const T&)>& visit) {
        for (const CatalogObject* one : gone_) {
            if (const T* object = as<T>(one)) {
                visit(*object);
            }
        }
    }
    static bool isTemporary(const CatalogObject& object) {
        return object.schema == temporarySchema;
    }
    bool isGone(ObjectId id) const { return goneIds_.contains(id); }

    const SchemaInput& input_;
    const Catalog& catalog_;
    const SchemaChanges& changes_;
    bool concurrently_;
    std::string text_;
    llvm::raw_string_ostream out_;
    SqlWriter writer_;
    std::vector<DraftPart> parts_;
    std::vector<const CatalogObject*> gone_; ///< to be made again, ascending
    std::set<ObjectId> goneIds_;
    std::set<ObjectId> redone_;        ///< views that are dropped and made again, and their parts
    std::map<ObjectId, Stage> stages_; ///< of all that is dropped by itself
    std::map<ObjectId, std::vector<ObjectId>> unchangedNeeds_; ///< of views that have not changed
    std::set<ObjectId> made_;               ///< gone routines that were made early
    std::set<std::string> loosened_;        ///< what was said to loosen circles
    std::map<ObjectId, std::string> aside_; ///< the names of objects that were in the way
};

/// The constraints of a table in pairs: first by what made them, so that one with another name is
/// still the same. Copies of a parent's constraint are left out.
std::vector<Pair<Constraint>> constraintPairs(const Table& before, const Table& after);
/// Likewise the checks of a domain.
std::vector<Pair<DomainCheck>> checkPairs(const Type& before, const Type& after);
/// Whether ADD CONSTRAINT has to say it anew.
bool isOtherConstraint(const Pair<Constraint>& pair);

} // namespace ironlaw
