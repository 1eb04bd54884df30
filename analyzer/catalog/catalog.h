// The schema at one point of the history. Lookups answer known, absent or unknown; changes can be
// taken back, which is what ROLLBACK, savepoints and the proof of a way back stand on.
#pragma once

#include "analyzer/catalog/links.h"
#include "analyzer/catalog/object.h"
#include "grammar/arena.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringMap.h>

#include <array>
#include <functional>
#include <string>

namespace ironlaw {

/// How a session names the schema of its temporary objects, whatever it is called in truth.
inline constexpr std::string_view temporarySchema = "pg_temp";

enum class Certainty : uint8_t {
    Known,
    Absent,  ///< the history starts from nothing and has not made it
    Unknown, ///< it may exist: the history does not start from nothing
};

template <typename T> struct Lookup {
    Certainty certainty = Certainty::Unknown;
    const T* object = nullptr; ///< not null exactly if known

    explicit operator bool() const { return object != nullptr; }
    const T* operator->() const { return object; }
    const T& operator*() const { return *object; }
};

class Catalog {
public:
    /// `complete`: the history starts from an empty database, so what it has not made is absent.
    explicit Catalog(bool complete = false, std::string_view defaultSchema = "public");
    Catalog(const Catalog&) = delete;
    Catalog& operator=(const Catalog&) = delete;

    const CatalogObject* find(ObjectId id) const;
    /// The number that the next object will have.
    ObjectId nextId() const { return static_cast<ObjectId>(objects_.size()); }
    template <typename T> const T* get(ObjectId id) const { return as<T>(find(id)); }

    /// Tables, views, sequences and indexes share one name space (pg_class). A name without a
    /// schema is looked for along search_path.
    Lookup<CatalogObject> relation(const QualifiedName& name) const;
    /// A relation of kind `T`; absent if the name is known to be another kind of relation.
    template <typename T> Lookup<T> lookup(const QualifiedName& name) const {
        Lookup<CatalogObject> found = relation(name);
        if (const T* object = as<T>(found.object)) {
            return {Certainty::Known, object};
        }
        return {found.object != nullptr ? Certainty::Absent : found.certainty, nullptr};
    }
    Lookup<Table> table(const QualifiedName& name) const { return lookup<Table>(name); }
    Lookup<Type> type(const QualifiedName& name) const;
    const Schema* schema(std::string_view name) const;
    /// The relation of this very schema; null if it has none of that name.
    const CatalogObject* relationIn(std::string_view schema, std::string_view name) const;
    /// A relation or a composite type, which has an entry in pg_class as well.
    bool relationNameIsTaken(std::string_view schema, std::string_view name) const;
    /// A constraint of any table of the schema.
    bool constraintExists(std::string_view schema, std::string_view name) const;

    /// The tables with a foreign key to `table`, itself perhaps among them.
    std::vector<ObjectId> referencing(ObjectId table) const;
    /// The tables with a column whose default draws from the sequence.
    std::vector<ObjectId> drawing(ObjectId sequence) const;
    /// The partitions and inheritance children of a table, or the indexes attached to an index,
    /// without their own ones.
    std::vector<ObjectId> children(ObjectId relation) const;
    /// The objects whose definitions name `object`; for types see ofType() as well.
    std::vector<ObjectId> needing(ObjectId object) const;
    /// The tables, types and routines with a column, attribute, base or argument type of this name,
    /// in any schema.
    std::vector<ObjectId> ofType(std::string_view name) const;

    /// Calls `visit` for every object of kind `T`, in the order in which they were made.
    /// `visit` may change the catalog; what it adds is visited as well.
    template <typename T> void each(const std::function<void(const T&)>& visit) const {
        const std::vector<ObjectId>& ids = byKind_[static_cast<size_t>(T::catalogKind)];
        for (size_t i = 0; i < ids.size(); ++i) { // NOLINT(modernize-loop-convert): it may grow
            if (const T* one = get<T>(ids[i])) {
                visit(*one);
            }
        }
    }
    /// The routines with this name, whatever their arguments.
    std::vector<const Routine*> routines(const QualifiedName& name) const;
    const Extension* extension(std::string_view name) const;
    const Publication* publication(std::string_view name) const;
    const ServerObject* serverObject(std::string_view name) const;
    const Definition* definition(ObjectKind kind, const ObjectReference& object) const;
    Lookup<Statistics> statistics(const QualifiedName& name) const;
    /// The indexes of a table, in the order in which they were made.
    std::vector<const Index*> indexesOf(ObjectId table) const { return partsOf<Index>(table); }
    /// The indexes, owned sequences, triggers, policies, rules or statistics of a table, in the
    /// order in which they were made.
    template <typename T> std::vector<const T*> partsOf(ObjectId table) const {
        std::vector<const T*> result;
        auto found = parts_.find(table);
        if (found != parts_.end()) {
            for (ObjectId id : found->second) {
                if (const T* part = get<T>(id)) {
                    result.push_back(part);
                }
            }
        }
        return result;
    }

    /// The schema in which an unqualified name is created.
    std::string_view creationSchema() const;
    /// The only schema in which something that the catalog does not know can be meant by `name`;
    /// empty if there are several.
    std::string_view onlySchemaOf(const QualifiedName& name) const;
    const std::vector<std::string_view>& searchPath() const { return searchPath_; }
    void setSearchPath(std::vector<std::string_view> path);
    std::string_view defaultSchema() const { return defaultSchema_; }
    bool complete() const { return complete_; }

    /// Is another one whenever a name may mean another object, or a routine may do something else.
    uint64_t namesVersion() const { return namesVersion_; }

    /// Of names that are numbered until one is free: where the search got to last time, as long as
    /// no name became free since. `form` is the name without its number. 0 at first.
    uint32_t& takenNumber(std::string_view form) const;

    /// A copy of a name that lives as long as the catalog: for names that no file holds.
    std::string_view intern(std::string_view name) { return memory_.copy(name); }

    /// A copy of a type that lives as long as the catalog.
    const TypeName* keep(const TypeName& type) { return memory_.make<TypeName>(type); }

    /// Adds an object and returns its id. Its name has to be free.
    ObjectId add(std::unique_ptr<CatalogObject> object);
    /// The object for changing, right away: what is asked of the catalog afterwards may count the
    /// changes as made. Null if there is none. Its earlier state is kept as far as a frame is open.
    /// Names and schemas are changed with rename().
    template <typename T> T* edit(ObjectId id) {
        CatalogObject* object = editable(id);
        return object != nullptr && object->kind == T::catalogKind ? static_cast<T*>(object)
                                                                   : nullptr;
    }
    /// Likewise, for nothing but comments, settings and privileges, which no other object hangs on.
    /// Null if there is no such object.
    CatalogObject* editRemarks(ObjectId id);
    /// Adds a constraint behind those that a table has, whatever their number, in the same time.
    void addConstraint(ObjectId table, Constraint constraint);
    /// Gives a sequence to a column; table 0 sets it free.
    void setOwner(ObjectId sequence, ObjectId table, ColumnNumber column);
    void rename(ObjectId id, std::string_view schema, std::string_view name);
    void remove(ObjectId id);

    /// Opens a frame; changes since then can be undone. Frames nest.
    using Frame = size_t;
    Frame openFrame();
    /// Undoes all changes since `frame` was opened, and closes it and the frames within it.
    void undo(Frame frame);
    /// Closes the frame and keeps its changes (a surrounding frame can still undo them).
    void keep(Frame frame);

    /// The objects that were made, changed or dropped since `frame` was opened, ascending; some may
    /// be as they were.
    std::vector<ObjectId> changedSince(Frame frame) const;

    /// One object at another time.
    struct Change {
        ObjectId id = 0;
        std::unique_ptr<CatalogObject> state; ///< null: it did not exist
    };
    /// Changes that takeBack() has undone.
    struct TakenBack {
        std::vector<Change> changes; ///< in the order in which they are made again
        std::vector<std::string_view> searchPath;
    };
    /// Undoes as undo() does, so that redo() can make the same changes again, of which nothing else
    /// may change the catalog in between. The frame stays closed then.
    TakenBack takeBack(Frame frame);
    void redo(TakenBack changes);

    /// From now on the numbers of objects that are made, changed or dropped are appended to `log`,
    /// each as often as it is; null: no longer.
    void logChanges(std::vector<ObjectId>* log) { log_ = log; }

private:
    struct OpenFrame {
        size_t firstChange = 0;
        std::vector<std::string_view> searchPath;
    };

    CatalogObject* editable(ObjectId id);
    void remember(ObjectId id);
    /// Puts `state` into the place of the object's own, which is returned.
    std::unique_ptr<CatalogObject> exchange(ObjectId id, std::unique_ptr<CatalogObject> state);
    const Links& links() const;
    void enterName(const CatalogObject& object);
    void leaveName(const CatalogObject& object);
    ObjectId findName(CatalogKind kind, std::string_view schema, std::string_view name) const;
    Lookup<CatalogObject> named(CatalogKind kind, const QualifiedName& name) const;

    Arena memory_;
    bool complete_;
    std::string defaultSchema_;
    std::vector<std::string_view> searchPath_;
    std::vector<std::unique_ptr<CatalogObject>> objects_; ///< by id; null: dropped
    std::array<std::vector<ObjectId>, 15> byKind_;        ///< also of dropped objects
    llvm::StringMap<ObjectId> names_;
    bool hasTemporary_ = false;                       ///< a name has been in the temporary schema
    llvm::StringMap<std::vector<ObjectId>> routines_; ///< by schema and name
    /// By table: its indexes, owned sequences, triggers, policies, rules and statistics, in
    /// ascending order.
    llvm::DenseMap<ObjectId, std::vector<ObjectId>> parts_;
    mutable Links links_;
    uint64_t namesVersion_ = 0;
    uint64_t freedNames_ = 0;
    mutable uint64_t numbersAreOf_ = 0; ///< how many names had become free by then
    mutable llvm::StringMap<uint32_t> takenNumbers_;
    std::vector<ObjectId>* log_ = nullptr;
    std::vector<Change> changes_; ///< with the states before them
    std::vector<size_t> savedAt_; ///< by id: where in `changes_` its last earlier state may be
    std::vector<OpenFrame> frames_;
};

} // namespace ironlaw
