// What the migration has made goes, by the names that things have behind the migration.
#include "analyzer/rollback/drafter.h"

#include "grammar/keyword.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

bool contains(const std::vector<ObjectId>& all, ObjectId id) {
    return std::ranges::find(all, id) != all.end();
}

} // namespace

void Drafter::leaveParents() {
    eachKept<Table>([&](const Table& before, const Table& after) {
        const std::string table = relationAt(after.id, Side::After);
        if (after.partitionOf != 0 && after.partitionOf != before.partitionOf) {
            say(fmt::format("ALTER TABLE {} DETACH PARTITION {}",
                            relationAt(after.partitionOf, Side::After), table));
            return;
        }
        for (const ObjectId parent : after.parents) {
            if (!contains(before.parents, parent) && after.partitionOf == 0) {
                say(fmt::format("ALTER TABLE {} NO INHERIT {}", table,
                                relationAt(parent, Side::After)));
            }
        }
    });
}

/// What it references goes before other constraints and the columns do.
bool Drafter::goesFirst(const Constraint& foreignKey) const {
    const auto stage = stages_.find(foreignKey.referencedTable);
    return foreignKey.kind == ConstraintKind::ForeignKey &&
           ((stage != stages_.end() && stage->second == Stage::BeforeColumns) ||
            (changes_.isMade(foreignKey.referencedIndex) &&
             !changes_.isMade(foreignKey.referencedTable)) ||
            std::ranges::any_of(foreignKey.referencedNumbers, [&](ColumnNumber column) {
                return changes_.isAdded(foreignKey.referencedTable, column);
            }));
}

void Drafter::dropForeignKeys() {
    eachKept<Table>([&](const Table& before, const Table& after) {
        for (const Pair<Constraint>& pair : constraintPairs(before, after)) {
            if (pair.after != nullptr && isOtherConstraint(pair) && goesFirst(*pair.after)) {
                say(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}",
                                relationAt(after.id, Side::After),
                                quotedIdentifier(pair.after->name)));
            }
        }
    });
}

void Drafter::dropObjects(Stage stage) {
    std::map<ObjectId, std::vector<ObjectId>> users;
    for (const auto& [id, its] : stages_) {
        if (its == stage) {
            users[id];
        }
    }
    for (const auto& [id, list] : users) {
        for (const ObjectId needed : needsBehind(id)) {
            const ObjectId top = topOf(needed);
            if (top != id && users.contains(top)) {
                users[top].push_back(id);
            }
        }
    }
    // Partitions and parts that go with an object need what they need all the same.
    for (const auto& [id, change] : changes_.all()) {
        const ObjectId carrier = change.isMade() ? topOf(id) : 0;
        for (const ObjectId needed :
             carrier != id && users.contains(carrier) ? change.needs : std::vector<ObjectId>()) {
            const ObjectId top = topOf(needed);
            if (top != carrier && users.contains(top)) {
                users[top].push_back(carrier);
            }
        }
    }
    std::map<ObjectId, std::vector<ObjectId>> broken;
    const std::vector<ObjectId> order = inOrder(
        users, true, [&](ObjectId id, const std::vector<ObjectId>& open) { broken[id] = open; });
    for (const ObjectId id : order) {
        for (const ObjectId user : broken[id]) {
            loosen(*changes_.behind(user), id);
        }
        dropObject(*changes_.behind(id));
    }
}

void Drafter::dropObject(const CatalogObject& object) {
    const Definition* definition = as<Definition>(&object);
    if (definition != nullptr && (definition->objectKind == ObjectKind::OperatorClass ||
                                  definition->objectKind == ObjectKind::OperatorFamily ||
                                  definition->objectKind == ObjectKind::Transform)) {
        return; // its name is not all that DROP asks for
    }
    if (object.kind == CatalogKind::ServerObject) { // `role "clerk"`, among others
        const llvm::StringRef name = object.name;
        if (as<ServerObject>(&object)->made && name.starts_with("role ")) {
            say(fmt::format("DROP ROLE {}", std::string_view(name.drop_front(5))));
        }
        return;
    }
    const Index* index = as<Index>(&object);
    const Table* table = index == nullptr ? nullptr : catalog_.get<Table>(index->table);
    const bool concurrently =
        concurrently_ && table != nullptr && table->partitionedBy == PartitionStrategy::None;
    say(fmt::format("DROP {}{} {}", wordOf(object), concurrently ? " CONCURRENTLY" : "",
                    nameOf(object, Side::After)));
}

void Drafter::sayOnce(const std::string& statement) {
    if (loosened_.insert(statement).second) {
        say(statement);
    }
}

void Drafter::loosen(const CatalogObject& object, ObjectId needed) {
    const Table* table = as<Table>(&object);
    if (table == nullptr) {
        return;
    }
    const std::string words = fmt::format("ALTER TABLE {}", relationAt(table->id, Side::After));
    for (const Constraint& one : table->constraints) {
        if (one.referencedTable == needed || contains(one.needs, needed)) {
            sayOnce(fmt::format("{} DROP CONSTRAINT {}", words, quotedIdentifier(one.name)));
        }
    }
    for (const Column& one : table->columns) {
        if (one.defaultSequence == needed || contains(one.defaultNeeds, needed)) {
            sayOnce(
                fmt::format("{} ALTER COLUMN {} DROP DEFAULT", words, quotedIdentifier(one.name)));
        }
    }
    for (const auto& [id, change] : changes_.all()) {
        const Trigger* trigger = as<Trigger>(change.after.get());
        const Policy* policy = as<Policy>(change.after.get());
        const bool hangs =
            (trigger != nullptr && trigger->table == table->id &&
             contains(trigger->needs, needed)) ||
            (policy != nullptr && policy->table == table->id && contains(policy->needs, needed));
        if (hangs) {
            sayOnce(fmt::format("DROP {}", reference(*change.after, Side::After)));
        }
    }
}

void Drafter::dropConstraints() {
    for (const bool foreignKeys : {true, false}) {
        eachKept<Table>([&](const Table& before, const Table& after) {
            for (const Pair<Constraint>& pair : constraintPairs(before, after)) {
                const Constraint* one = pair.after;
                const bool counts = one != nullptr && isOtherConstraint(pair) &&
                                    (one->kind == ConstraintKind::ForeignKey) == foreignKeys;
                if (counts && !hangsOnAdded(*one, after.id) && !goesFirst(*one)) {
                    say(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}",
                                    relationAt(after.id, Side::After),
                                    quotedIdentifier(one->name)));
                }
            }
        });
    }
}

/// The last ones first: generated columns hang on others.
void Drafter::dropColumns() {
    eachKept<Table>([&](const Table& before, const Table& after) {
        for (size_t i = after.columns.size(); i > 0; --i) {
            const Column& column = after.columns[i - 1];
            if (column.local && before.column(column.number) == nullptr) {
                say(fmt::format("ALTER TABLE {} DROP COLUMN {}", relationAt(after.id, Side::After),
                                quotedIdentifier(column.name)));
            }
        }
    });
}

/// What goes later must not have the name of what comes back first.
void Drafter::moveAside() {
    std::set<std::tuple<CatalogKind, std::string_view, std::string_view>> names;
    for (const auto& [id, change] : changes_.all()) {
        if (change.before != nullptr) {
            names.emplace(change.before->kind, change.before->schema, change.before->name);
        }
    }
    for (const auto& [id, stage] : stages_) {
        const CatalogObject& object = *changes_.behind(id);
        if (stage == Stage::BehindChanges &&
            names.contains({object.kind, object.schema, object.name})) {
            std::string name = fmt::format("{}_to_drop", object.name);
            say(fmt::format("ALTER {} RENAME TO {}", reference(object, Side::After),
                            quotedIdentifier(name)));
            aside_[id] = std::move(name);
        }
    }
}

} // namespace ironlaw
