// In which order a draft undoes what a migration has done, and what it makes again.
#include "analyzer/rollback/drafter.h"

#include "analyzer/schema/written.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

std::vector<DraftPart> draftStatements(const SchemaInput& before, const SchemaChanges& changes,
                                       bool concurrently) {
    return Drafter(before, changes, concurrently).draft();
}

std::vector<DraftPart> Drafter::draft() {
    settleViews();
    settleStages();
    leaveParents();
    dropForeignKeys();
    dropObjects(Stage::BeforeColumns);
    dropConstraints();
    dropColumns();
    dropObjects(Stage::BehindColumns);
    moveAside();
    renames();
    make();
    restoreColumns();
    alterTables();
    alterObjects();
    dropObjects(Stage::BehindChanges);
    restoreIndexes();
    restoreConstraints(false);
    joinParents();
    restoreConstraints(true);
    makeLate();
    makeParts();
    remarks();
    return std::move(parts_);
}

/// A view that the migration has changed is dropped and made again, and those that read it: OR
/// REPLACE takes no column away and changes no type.
void Drafter::settleViews() {
    std::vector<ObjectId> open;
    eachKept<View>([&](const View& before, const View& after) {
        if (before.place != after.place || before.columns != after.columns) {
            open.push_back(before.id);
        }
    });
    while (!open.empty()) {
        const ObjectId id = open.back();
        open.pop_back();
        if (!redone_.insert(id).second) {
            continue;
        }
        for (const ObjectId user : catalog_.needing(id)) {
            const bool stays =
                catalog_.get<View>(user) != nullptr && changes_.after<View>(user) != nullptr;
            if (stays) {
                open.push_back(user);
            }
        }
    }
    std::set<ObjectId> parts;
    for (const ObjectId id : redone_) {
        const auto collect = [&](const CatalogObject* part) { parts.insert(part->id); };
        std::ranges::for_each(catalog_.partsOf<Index>(id), collect);
        std::ranges::for_each(catalog_.partsOf<Trigger>(id), collect);
        std::ranges::for_each(catalog_.partsOf<RewriteRule>(id), collect);
    }
    redone_.merge(parts);
    goneIds_ = redone_;
    for (const auto& [id, change] : changes_.all()) {
        if (change.isGone() && !isTemporary(*change.before) && isPrinted(*change.before)) {
            goneIds_.insert(id);
        }
    }
    for (const ObjectId id : goneIds_) {
        gone_.push_back(catalog_.find(id));
    }
}

/// What tables, columns and types need, and these tables and types; not what reads them.
void Drafter::make() {
    std::map<ObjectId, std::vector<ObjectId>> needs;
    std::set<ObjectId> routines;
    const auto takeRoutines = [&](const CatalogObject& object) {
        const std::vector<ObjectId> needed = neededBy(object, catalog_);
        routines.insert(needed.begin(), needed.end());
    };
    for (const auto& [id, change] : changes_.all()) {
        const CatalogObject* before = change.before;
        const bool isEarly = before != nullptr && (before->kind == CatalogKind::Table ||
                                                   before->kind == CatalogKind::Type);
        if (isEarly) {
            takeRoutines(*before);
        }
        if (const Index* index = as<Index>(before)) {
            routines.insert(index->needs.begin(), index->needs.end());
        }
    }
    for (const CatalogObject* object : gone_) {
        const bool isRoutine = object->kind == CatalogKind::Routine;
        const bool isEarly =
            object->kind == CatalogKind::Schema || object->kind == CatalogKind::Extension ||
            object->kind == CatalogKind::Type || object->kind == CatalogKind::Sequence ||
            object->kind == CatalogKind::Table || object->kind == CatalogKind::Definition;
        if (isEarly || (isRoutine && routines.contains(object->id))) {
            needs[object->id] = neededBy(*object, catalog_);
            const Schema* schema = catalog_.schema(object->schema);
            needs[object->id].push_back(schema == nullptr ? 0 : schema->id);
        }
    }
    for (const ObjectId id : inOrder(needs, false, [](ObjectId, const auto&) {})) {
        makeObject(*catalog_.find(id));
    }
}

void Drafter::makeObject(const CatalogObject& object) {
    switch (object.kind) {
    case CatalogKind::Schema: say(fmt::format("CREATE {}", reference(object, Side::Before))); break;
    case CatalogKind::Extension: writer_.extension(*as<Extension>(&object)); break;
    case CatalogKind::Type: writer_.type(*as<Type>(&object)); break;
    case CatalogKind::Sequence:
        if (!comesWithColumn(*as<Sequence>(&object))) {
            writer_.sequence(*as<Sequence>(&object));
        }
        break;
    case CatalogKind::Table: makeTable(*as<Table>(&object)); break;
    case CatalogKind::Definition: writer_.definition(*as<Definition>(&object)); break;
    case CatalogKind::Routine:
        made_.insert(object.id);
        makeRoutine(*as<Routine>(&object), false);
        break;
    default: break;
    }
    sayWritten();
}

/// That of a serial column comes with the column.
bool Drafter::comesWithColumn(const Sequence& sequence) const {
    const Table* table = catalog_.get<Table>(sequence.ownerTable);
    const Column* column = table == nullptr ? nullptr : table->column(sequence.ownerColumn);
    if (column == nullptr || !isSerial(catalog_, *table, *column)) {
        return false;
    }
    const Table* after = changes_.after<Table>(table->id);
    return isGone(table->id) || after == nullptr || after->column(column->number) == nullptr;
}

void Drafter::makeTable(const Table& table) {
    if (!table.complete) {
        mark(fmt::format("not undone: the history does not show how table \"{}\" was made",
                         table.name));
        return;
    }
    if (!table.foreign && table.partitionedBy == PartitionStrategy::None) {
        mark(fmt::format("irreversible: the rows of \"{}\" are lost", table.name));
    }
    writer_.table(table);
}

void Drafter::makeLate() {
    std::map<ObjectId, std::vector<ObjectId>> needs;
    for (const CatalogObject* object : gone_) {
        const bool isRoutine = object->kind == CatalogKind::Routine && !made_.contains(object->id);
        if (isRoutine || object->kind == CatalogKind::View) {
            needs[object->id] = neededBy(*object, catalog_);
        }
    }
    eachKept<Routine>([&](const Routine& before, const Routine& after) {
        if (before.definition != after.definition) {
            needs[before.id] = neededBy(before, catalog_);
        }
    });
    eachGone<Sequence>([&](const Sequence& one) {
        if (!comesWithColumn(one)) {
            writer_.sequenceOwner(one);
        }
    });
    sayWritten();
    for (const ObjectId id : inOrder(needs, false, [](ObjectId, const auto&) {})) {
        if (const Routine* routine = catalog_.get<Routine>(id)) {
            makeRoutine(*routine, !isGone(id));
        } else {
            makeView(*catalog_.get<View>(id));
        }
    }
}

void Drafter::makeRoutine(const Routine& routine, bool replaces) {
    say(fmt::format("CREATE {}{} {}{}", replaces ? "OR REPLACE " : "", wordOf(routine),
                    writer_.nameOf(routine), writtenRoutine(input_, routine)));
}

/// As it was written, if that still means the same.
void Drafter::makeView(const View& view) {
    const std::string statement = written(view.place);
    const std::string query = writtenQuery(input_, view);
    const bool isVisible = view.schema == catalog_.defaultSchema();
    if (isVisible && !query.empty() && view.formerNames.empty() &&
        llvm::StringRef(statement).ends_with(query)) {
        say(statement);
    } else {
        writer_.view(view);
        sayWritten();
    }
    for (const Index* index : catalog_.partsOf<Index>(view.id)) {
        writer_.index(*index);
        sayWritten();
    }
}

/// A part of a table that is gone, and that nobody saw made.
bool Drafter::isOfUnseen(const CatalogObject& part) const {
    const auto isUnseen = [&](ObjectId relation) {
        const Table* table = catalog_.get<Table>(relation);
        return table != nullptr && !table->complete && isGone(relation);
    };
    const Trigger* trigger = as<Trigger>(&part);
    const Policy* policy = as<Policy>(&part);
    const RewriteRule* rule = as<RewriteRule>(&part);
    const Statistics* statistics = as<Statistics>(&part);
    return (trigger != nullptr && isUnseen(trigger->table)) ||
           (policy != nullptr && isUnseen(policy->table)) ||
           (rule != nullptr && isUnseen(rule->table)) ||
           (statistics != nullptr && isUnseen(statistics->table));
}

/// Triggers, rules, policies, statistics and publications, by their own numbers.
void Drafter::makeParts() {
    for (const CatalogObject* object : gone_) {
        makePart(*object);
    }
    eachKept<Trigger>([&](const Trigger& before, const Trigger& after) {
        if (before.definition != after.definition && before.parent == 0 && !isGone(before.id)) {
            say(fmt::format("DROP {}", reference(before, Side::Before)));
            makePart(before);
        }
    });
    eachKept<Policy>([&](const Policy& before, const Policy& after) {
        const bool isSame = before.rolesFrom == after.rolesFrom &&
                            before.usingFrom == after.usingFrom &&
                            before.checkFrom == after.checkFrom;
        if (!isSame) {
            say(fmt::format("DROP {}", reference(before, Side::Before)));
            makePart(before);
        }
    });
    eachKept<RewriteRule>([&](const RewriteRule& before, const RewriteRule& after) {
        if (before.definition != after.definition && !isGone(before.id)) {
            say(fmt::format("DROP {}", reference(before, Side::Before)));
            makePart(before);
        }
    });
}

void Drafter::makePart(const CatalogObject& object) {
    if (isOfUnseen(object)) {
        return;
    }
    switch (object.kind) {
    case CatalogKind::Trigger: makeTrigger(*as<Trigger>(&object)); break;
    case CatalogKind::Policy:
        writer_.policy(*as<Policy>(&object));
        sayWritten();
        break;
    case CatalogKind::RewriteRule:
    case CatalogKind::Statistics:
    case CatalogKind::Publication: say(written(object.origin.location)); break;
    default: break;
    }
}

void Drafter::makeTrigger(const Trigger& trigger) {
    const CatalogObject* relation = catalog_.find(trigger.table);
    if (trigger.parent != 0 || relation == nullptr) {
        return; // the trigger of the partitioned table brings it along
    }
    const bool isAsWritten = trigger.formerNames.empty() && relation->formerNames.empty() &&
                             relation->schema == catalog_.defaultSchema() &&
                             trigger.name == trigger.definition->name.text;
    if (isAsWritten && !trigger.definition->orReplace) {
        say(written(trigger.origin.location));
    } else {
        writer_.trigger(trigger);
        sayWritten();
    }
}

} // namespace ironlaw
