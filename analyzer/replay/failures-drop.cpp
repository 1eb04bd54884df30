// DROP that fails: what it names is not there, or something else needs it and CASCADE was not said
// (RemoveObjects in src/backend/commands/dropcmds.c, reportDependentObjects in
// src/backend/catalog/dependency.c).
#include "analyzer/catalog/type-text.h"
#include "analyzer/replay/failure-sink.h"

#include <fmt/format.h>
#include <llvm/ADT/DenseSet.h>

#include <algorithm>
#include <string>

namespace ironlaw {

namespace {

/// The kind as PostgreSQL's messages call it.
std::string calledInMessages(ObjectKind kind) {
    switch (kind) {
    case ObjectKind::Domain: return "type";
    case ObjectKind::Routine: return "function";
    default: return foldedIdentifier(wordsOf(kind));
    }
}

bool isKind(const CatalogObject& object, ObjectKind kind) {
    const View* view = as<View>(&object);
    switch (kind) {
    case ObjectKind::Table:
    case ObjectKind::ForeignTable: return object.kind == CatalogKind::Table;
    case ObjectKind::View: return view != nullptr && !view->materialized;
    case ObjectKind::MaterializedView: return view != nullptr && view->materialized;
    case ObjectKind::Sequence: return object.kind == CatalogKind::Sequence;
    default: return object.kind == CatalogKind::Index;
    }
}

class DropFailures {
public:
    DropFailures(const Drop& statement, FailureSink& sink) : statement_(statement), sink_(sink) {}

    void run() {
        if (statement_.concurrently && (statement_.objects.size() > 1 || statement_.cascade)) {
            const std::string_view what =
                statement_.objects.size() > 1 ? "dropping multiple objects" : "CASCADE";
            sink_.add(FailureKind::InvalidDefinition,
                      fmt::format("DROP INDEX CONCURRENTLY does not support {}", what),
                      statement_.range, "");
            return;
        }
        for (const ObjectReference& object : statement_.objects) {
            if (const CatalogObject* found = isOfTypes() ? catalog().type(object.name).object
                                                         : catalog().relation(object.name).object) {
                dropped_.insert(found->id);
            }
        }
        for (const ObjectReference& object : statement_.objects) {
            drop(object);
        }
    }

private:
    const Catalog& catalog() const { return sink_.catalog(); }

    void drop(const ObjectReference& object) {
        switch (statement_.objectKind) {
        case ObjectKind::Table:
        case ObjectKind::ForeignTable:
        case ObjectKind::View:
        case ObjectKind::MaterializedView:
        case ObjectKind::Sequence:
        case ObjectKind::Index: relation(object.name); break;
        case ObjectKind::Type:
        case ObjectKind::Domain: type(object.name); break;
        case ObjectKind::Function:
        case ObjectKind::Procedure:
        case ObjectKind::Aggregate:
        case ObjectKind::Routine: routine(object); break;
        case ObjectKind::Trigger: part<Trigger>(object); break;
        case ObjectKind::Policy: part<Policy>(object); break;
        case ObjectKind::Schema: schema(object); break;
        case ObjectKind::Statistics:
            if (!statement_.ifExists && sink_.isAbsentStatistics(object.name)) {
                sink_.add(
                    FailureKind::UnknownObject,
                    fmt::format("statistics object {} does not exist", quotedName(object.name)),
                    placeOf(object.name, statement_.range), object.name.name.text);
            }
            break;
        default: break;
        }
    }

    bool isOfTypes() const {
        return statement_.objectKind == ObjectKind::Type ||
               statement_.objectKind == ObjectKind::Domain;
    }

    void missing(FailureKind kind, const QualifiedName& name) {
        sink_.add(kind,
                  fmt::format("{} \"{}\" does not exist", calledInMessages(statement_.objectKind),
                              isOfTypes() ? displayName(name) : std::string(name.name.text.view())),
                  placeOf(name, statement_.range), name.name.text);
    }

    void relation(const QualifiedName& name) {
        const Lookup<CatalogObject> found = catalog().relation(name);
        if (!found) {
            if (!statement_.ifExists && sink_.isAbsent(name)) {
                const bool isTable = statement_.objectKind == ObjectKind::Table ||
                                     statement_.objectKind == ObjectKind::View;
                missing(isTable ? FailureKind::UnknownTable : FailureKind::UnknownObject, name);
            }
            return;
        }
        if (!sink_.isCertain(*found)) {
            return;
        }
        if (!isKind(*found, statement_.objectKind)) {
            sink_.add({FailureKind::UnknownObject,
                       fmt::format("\"{}\" is not {} {}", found->name,
                                   statement_.objectKind == ObjectKind::Index ? "an" : "a",
                                   calledInMessages(statement_.objectKind)),
                       placeOf(name, statement_.range),
                       found->name,
                       {obstacleOf(*found)}});
        } else if (const Index* index = as<Index>(found.object)) {
            this->index(*index, placeOf(name, statement_.range));
        } else if (isOfIdentity(found.object)) {
            identitySequence(*as<Sequence>(found.object), placeOf(name, statement_.range));
        } else if (!statement_.cascade) {
            sink_.dependents(because(visibleName(*found, catalog())),
                             placeOf(name, statement_.range), found->name, usersOf(*found));
        }
    }

    static bool isOfIdentity(const CatalogObject* object) {
        const auto* sequence = as<Sequence>(object);
        return sequence != nullptr && sequence->identity;
    }

    /// It goes with its column only, whatever CASCADE says.
    void identitySequence(const Sequence& sequence, Range anchor) {
        const Table* table = catalog().get<Table>(sequence.ownerTable);
        const Column* column = table == nullptr ? nullptr : table->column(sequence.ownerColumn);
        if (column != nullptr && !sink_.partsAreInDoubt(*table)) {
            sink_.dependents(
                fmt::format("cannot drop sequence {} because column {} of table {} requires it",
                            sequence.name, column->name, table->name),
                anchor, sequence.name,
                {{fmt::format("column \"{}\"", column->name), column->origin.location}});
        }
    }

    std::string because(std::string_view name) const {
        if (statement_.objects.size() > 1) {
            return "cannot drop desired object(s) because other objects depend on them";
        }
        return fmt::format("cannot drop {} {} because other objects depend on it",
                           calledInMessages(statement_.objectKind), name);
    }

    std::vector<Obstacle> usersOf(const CatalogObject& relation) const {
        std::vector<Obstacle> result = dependentObstacles(relation, dropped_, sink_);
        if (relation.kind == CatalogKind::Table) {
            tableUsers(relation.id, result);
        } else if (const Sequence* sequence = as<Sequence>(&relation)) {
            result = sequenceObstacles(*sequence, dropped_, sink_);
        }
        return result;
    }

    void tableUsers(ObjectId table, std::vector<Obstacle>& result) const {
        // What refers to a partitioned table refers to each of its partitions.
        llvm::DenseSet<ObjectId> seen; // nothing keeps a text from attaching in a circle
        for (const Table* referenced = catalog().get<Table>(table);
             referenced != nullptr && seen.insert(referenced->id).second;
             referenced = catalog().get<Table>(referenced->partitionOf)) {
            std::ranges::move(sink_.foreignKeysTo(*referenced,
                                                  [&](const Table& from, const Constraint&) {
                                                      return from.partitionOf == 0 &&
                                                             from.id != table &&
                                                             from.id != referenced->id &&
                                                             !dropped_.contains(from.id);
                                                  }),
                              std::back_inserter(result));
        }
        for (const ObjectId id : catalog().children(table)) {
            const Table* child = catalog().get<Table>(id);
            if (child != nullptr && child->partitionOf != table && !dropped_.contains(id) &&
                !sink_.isInDoubt(child->name)) {
                result.push_back(obstacleOf(*child));
            }
        }
        for (const Sequence* owned : catalog().partsOf<Sequence>(table)) {
            std::ranges::move(sequenceObstacles(*owned, dropped_, sink_),
                              std::back_inserter(result));
        }
    }

    void index(const Index& index, Range anchor) {
        const Table* table = catalog().get<Table>(index.table);
        if (table == nullptr || statement_.concurrently) {
            return;
        }
        const auto constraint = std::ranges::find_if(
            table->constraints, [&](const Constraint& one) { return one.index == index.id; });
        if (constraint != table->constraints.end()) {
            sink_.dependents(
                fmt::format("cannot drop index {} because constraint {} on table {} "
                            "requires it",
                            index.name, constraint->name, table->name),
                anchor, index.name,
                {{fmt::format("constraint \"{}\"", constraint->name), constraint->place}});
        } else if (const CatalogObject* parent = catalog().find(index.parent)) {
            sink_.dependents(fmt::format("cannot drop index {} because index {} requires it",
                                         index.name, parent->name),
                             anchor, index.name, {obstacleOf(*parent)});
        } else if (!statement_.cascade && isOnlyKey(index, catalog())) {
            sink_.dependents(because(index.name), anchor, index.name,
                             sink_.foreignKeysTo(*table, [&](const Table&, const Constraint& one) {
                                 return one.referencedIndex == index.id;
                             }));
        }
    }

    void type(const QualifiedName& name) {
        const Lookup<Type> found = catalog().type(name);
        if (!found) {
            if (!statement_.ifExists && sink_.isAbsentType(name)) {
                missing(FailureKind::UnknownObject, name);
            }
            return;
        }
        if (statement_.objectKind == ObjectKind::Domain && found->typeKind != TypeKind::Domain &&
            sink_.isCertain(*found)) {
            sink_.add({FailureKind::UnknownObject,
                       fmt::format("{} is not a domain", quotedName(name)),
                       placeOf(name, statement_.range),
                       found->name,
                       {obstacleOf(*found)}});
            return;
        }
        if (statement_.cascade || !sink_.isCertain(*found)) {
            return;
        }
        sink_.dependents(because(visibleName(*found, catalog())), placeOf(name, statement_.range),
                         found->name, dependentObstacles(*found, dropped_, sink_));
    }

    void routine(const ObjectReference& object) {
        if (!statement_.ifExists && sink_.isAbsentRoutine(object.name)) {
            const std::string_view name = object.name.name.text;
            sink_.add(FailureKind::UnknownObject,
                      object.hasArguments
                          ? fmt::format("{} {}({}) does not exist",
                                        calledInMessages(statement_.objectKind),
                                        displayName(object.name),
                                        fmt::join(typesOf(object.arguments), ", "))
                          : fmt::format("could not find a {} named \"{}\"",
                                        calledInMessages(statement_.objectKind), name),
                      placeOf(object.name, statement_.range), name);
            return;
        }
        const std::vector<const Routine*> found = catalog().routines(object.name);
        if (found.size() > 1 && !object.hasArguments &&
            std::ranges::all_of(found, [&](const Routine* one) { return sink_.isCertain(*one); })) {
            sink_.add(FailureKind::InvalidDefinition,
                      fmt::format("{} name \"{}\" is not unique",
                                  calledInMessages(statement_.objectKind),
                                  object.name.name.text.view()),
                      placeOf(object.name, statement_.range), object.name.name.text);
            return;
        }
        if (found.size() == 1 && isOtherKind(*found.front())) {
            sink_.add({FailureKind::UnknownObject,
                       fmt::format("{} is not {} {}", found.front()->name,
                                   statement_.objectKind == ObjectKind::Aggregate ? "an" : "a",
                                   calledInMessages(statement_.objectKind)),
                       placeOf(object.name, statement_.range),
                       found.front()->name,
                       {obstacleOf(*found.front())}});
            return;
        }
        if (statement_.cascade || found.size() != 1 || !sink_.isCertain(*found.front())) {
            return;
        }
        const Routine& routine = *found.front();
        if (object.hasArguments && routine.arguments.size() != object.arguments.size()) {
            return;
        }
        const std::string called =
            fmt::format("{}({})", routine.name, fmt::join(typesOf(routine.arguments), ", "));
        sink_.dependents(because(called), placeOf(object.name, statement_.range), routine.name,
                         dependentObstacles(routine, dropped_, sink_));
    }

    bool isOtherKind(const Routine& routine) const {
        if (routine.definition == nullptr || !sink_.isCertain(routine)) {
            return false;
        }
        const RoutineKind kind = routine.definition->kindOfRoutine;
        switch (statement_.objectKind) {
        case ObjectKind::Function: return kind == RoutineKind::Procedure;
        case ObjectKind::Procedure: return kind != RoutineKind::Procedure;
        case ObjectKind::Aggregate: return kind != RoutineKind::Aggregate;
        default: return false;
        }
    }

    static std::vector<std::string> typesOf(std::span<const TypeName> types) {
        std::vector<std::string> result;
        for (const TypeName& type : types) {
            result.push_back(formatType(type));
        }
        return result;
    }

    template <typename Part> void part(const ObjectReference& object) {
        const std::string_view name = object.part.text;
        if (statement_.ifExists || sink_.relationMissing(object.name, statement_.range)) {
            return;
        }
        const Table* table = sink_.seenTable(object.name);
        if (table == nullptr || sink_.isInDoubt(name) || table->partitionOf != 0) {
            return;
        }
        const auto parts = catalog().partsOf<Part>(table->id);
        if (std::ranges::none_of(parts, [&](const Part* one) { return one->name == name; })) {
            sink_.add(FailureKind::UnknownObject,
                      fmt::format("{} \"{}\" for table \"{}\" does not exist",
                                  calledInMessages(statement_.objectKind), name, table->name),
                      Range{statement_.range.begin, statement_.range.begin}, name);
        }
    }

    void schema(const ObjectReference& object) {
        const std::string_view name = object.name.name.text;
        if (statement_.cascade || catalog().schema(name) == nullptr || sink_.isInDoubt(name)) {
            return;
        }
        std::vector<Obstacle> contents;
        const auto collect = [&](const CatalogObject& one) {
            if (one.schema == name && sink_.isCertain(one)) {
                contents.push_back(obstacleOf(one));
            }
        };
        catalog().each<Table>(collect);
        catalog().each<View>(collect);
        catalog().each<Sequence>(collect);
        catalog().each<Type>(collect);
        catalog().each<Routine>(collect);
        sink_.dependents(because(name), placeOf(object.name, statement_.range), name,
                         std::move(contents));
    }

    const Drop& statement_;
    FailureSink& sink_;
    llvm::DenseSet<ObjectId> dropped_;
};

} // namespace

void dropFailures(const Drop& statement, FailureSink& sink) { DropFailures(statement, sink).run(); }

} // namespace ironlaw
