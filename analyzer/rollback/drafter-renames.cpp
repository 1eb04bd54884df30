// What the migration has renamed gets its names back.
#include "analyzer/rollback/drafter.h"

#include "grammar/keyword.h"

#include <fmt/format.h>

#include <algorithm>

namespace ironlaw {

namespace {

/// Names and what they are to be.
using Open = std::map<std::string, std::string>;

/// Calls `rename` with each first name, the name that the thing has now, and the one that it gets:
/// each behind the one that has its name to be, and by way of a third name in a circle.
void eachInOrder(
    Open open,
    const std::function<void(const std::string&, const std::string&, const std::string&)>& rename) {
    while (!open.empty()) {
        const std::string first = open.begin()->first;
        std::vector<std::string> chain{first};
        std::string next = open.begin()->second;
        while (next != first && open.contains(next)) {
            chain.push_back(next);
            next = open[next];
        }
        const bool isCircle = next == first;
        const std::string third = first + "_to_rename";
        if (isCircle) {
            rename(first, first, third);
        }
        for (; !chain.empty(); chain.pop_back()) {
            const std::string from = chain.back();
            rename(from, isCircle && chain.size() == 1 ? third : from, open[from]);
            open.erase(from);
        }
    }
}

/// Tables, views, sequences, indexes and composite types share their names.
char nameSpaceOf(const CatalogObject& object) {
    switch (object.kind) {
    case CatalogKind::Table:
    case CatalogKind::View:
    case CatalogKind::Sequence:
    case CatalogKind::Index: return 'r';
    default: return static_cast<char>('A' + static_cast<int>(object.kind));
    }
}

bool isPartKind(CatalogKind kind) {
    return kind == CatalogKind::Trigger || kind == CatalogKind::Policy ||
           kind == CatalogKind::RewriteRule;
}

} // namespace

void Drafter::renames() {
    for (const auto& [id, change] : changes_.all()) {
        if (!change.isMade() && !change.isGone() && change.before->kind == CatalogKind::Schema &&
            change.before->name != change.after->name) {
            say(fmt::format("ALTER {} RENAME TO {}", reference(*change.after, Side::After),
                            quotedIdentifier(change.before->name)));
        }
    }
    renameObjects();
    for (const auto& [id, change] : changes_.all()) {
        if (!change.isMade() && !change.isGone()) {
            renameParts(*change.before, *change.after);
        }
    }
}

/// What has a name of its own first, then triggers, policies and rules.
void Drafter::renameObjects() {
    for (const bool parts : {false, true}) {
        Open open;
        std::map<std::string, std::unique_ptr<CatalogObject>> objects;
        for (const auto& [id, change] : changes_.all()) {
            if (change.isMade() || change.isGone() || redone_.contains(id) ||
                isTemporary(*change.before) || isPartKind(change.before->kind) != parts ||
                followsOther(*change.before, *change.after)) {
                continue;
            }
            std::unique_ptr<CatalogObject> now = moveBack(*change.before, *change.after);
            if (now->name == change.before->name) {
                continue;
            }
            const std::string prefix =
                fmt::format("{}{}\n{}\n", nameSpaceOf(*now), now->schema,
                            parts ? nameOf(*now, Side::Before).substr(now->name.size()) : "");
            const std::string from = fmt::format("{}{}", prefix, now->name);
            open[from] = fmt::format("{}{}", prefix, change.before->name);
            objects[from] = std::move(now);
        }
        const auto nameIn = [](const std::string& key) { return key.substr(key.rfind('\n') + 1); };
        eachInOrder(std::move(open),
                    [&](const std::string& from, const std::string& now, const std::string& to) {
                        const std::string current = nameIn(now);
                        CatalogObject& object = *objects[from];
                        object.name = current;
                        say(fmt::format("ALTER {} RENAME TO {}", reference(object, Side::Before),
                                        quotedIdentifier(nameIn(to))));
                    });
    }
}

/// The schema was renamed, and gets its own name back.
bool Drafter::isMovedBySchema(const CatalogObject& before, const CatalogObject& after) const {
    const Schema* schema = catalog_.schema(before.schema);
    const Schema* now = schema == nullptr ? nullptr : changes_.after<Schema>(schema->id);
    return now != nullptr && now->name == after.schema;
}

bool Drafter::followsOther(const CatalogObject& before, const CatalogObject& after) {
    const Index* index = as<Index>(&after);
    const Trigger* trigger = as<Trigger>(&before);
    return (index != nullptr && index->ofConstraint) ||
           (trigger != nullptr && trigger->parent != 0) || before.kind == CatalogKind::Definition ||
           before.kind == CatalogKind::Schema;
}

/// The object behind the migration, once it is in its schema again.
std::unique_ptr<CatalogObject> Drafter::moveBack(const CatalogObject& before,
                                                 const CatalogObject& after) {
    std::unique_ptr<CatalogObject> now = after.clone();
    if (now->schema != before.schema) {
        const bool isPart = isPartKind(before.kind) || before.kind == CatalogKind::Index;
        if (!isMovedBySchema(before, after) && !isPart) {
            say(fmt::format("ALTER {} SET SCHEMA {}", reference(*now, Side::Before),
                            quotedIdentifier(before.schema)));
        }
        now->schema = before.schema;
    }
    return now;
}

void Drafter::renameParts(const CatalogObject& before, const CatalogObject& after) {
    Renames columns;
    Renames constraints;
    if (const Table* table = as<Table>(&before)) {
        const Table& now = *as<Table>(&after);
        for (const Column& column : table->columns) {
            const Column* other = now.column(column.number);
            if (other != nullptr && column.local) {
                columns.emplace_back(other->name, column.name);
            }
        }
        for (const Pair<Constraint>& pair : constraintPairs(*table, now)) {
            if (!isOtherConstraint(pair)) {
                constraints.emplace_back(pair.after->name, pair.before->name);
            }
        }
    } else if (const Type* type = as<Type>(&before)) {
        const Type& now = *as<Type>(&after);
        for (const Column& attribute : type->attributes) {
            const auto other = std::ranges::find(now.attributes, attribute.number, &Column::number);
            if (other != now.attributes.end()) {
                columns.emplace_back(other->name, attribute.name);
            }
        }
        for (const Pair<DomainCheck>& pair : checkPairs(*type, now)) {
            if (pair.before != nullptr && pair.after != nullptr) {
                constraints.emplace_back(pair.after->name, pair.before->name);
            }
        }
    }
    const std::string words = fmt::format("ALTER {} RENAME", reference(before, Side::Before));
    const bool isTable = before.kind == CatalogKind::Table;
    renameInOrder(words + (isTable ? " COLUMN" : " ATTRIBUTE"), columns);
    renameInOrder(words + " CONSTRAINT", constraints);
}

void Drafter::renameInOrder(const std::string& words, const Renames& renames) {
    Open open;
    for (const auto& [from, to] : renames) {
        if (from != to) {
            open.emplace(from, to);
        }
    }
    eachInOrder(
        std::move(open), [&](const std::string&, const std::string& now, const std::string& to) {
            say(fmt::format("{} {} TO {}", words, quotedIdentifier(now), quotedIdentifier(to)));
        });
}

} // namespace ironlaw
