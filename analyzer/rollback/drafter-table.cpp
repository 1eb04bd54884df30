// Tables that stay get their columns, constraints, indexes and parents back.
#include "analyzer/rollback/drafter.h"

#include "analyzer/catalog/type-text.h"
#include "analyzer/rollback/type-back.h"
#include "analyzer/schema/words.h"
#include "analyzer/schema/written.h"
#include "grammar/keyword.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace ironlaw {

namespace {

auto origin(const Constraint& one) {
    return std::tuple(one.place.file, one.place.range.begin, one.place.range.end, one.kind,
                      one.columns);
}
auto origin(const DomainCheck& one) {
    return std::tuple(one.place.file, one.place.range.begin, one.place.range.end);
}

template <typename T>
std::vector<Pair<T>> pairsOf(const std::vector<const T*>& before,
                             const std::vector<const T*>& after) {
    std::map<decltype(origin(*before[0])), std::vector<const T*>> open;
    for (const T* one : after) {
        open[origin(*one)].push_back(one);
    }
    std::vector<Pair<T>> result;
    for (const T* one : before) {
        std::vector<const T*>& same = open[origin(*one)];
        auto found = std::ranges::find(same, one->name, &T::name);
        found = found == same.end() ? same.begin() : found;
        result.push_back({one, found == same.end() ? nullptr : *found});
        if (found != same.end()) {
            same.erase(found);
        }
    }
    for (const T* one : after) {
        const std::vector<const T*>& left = open[origin(*one)];
        if (std::ranges::find(left, one) != left.end()) {
            result.push_back({nullptr, one});
        }
    }
    return result;
}

} // namespace

std::vector<Pair<Constraint>> constraintPairs(const Table& before, const Table& after) {
    const auto ownOf = [](const Table& table) {
        std::vector<const Constraint*> result;
        for (const Constraint& one : table.constraints) {
            if (one.local && !one.inherited) {
                result.push_back(&one);
            }
        }
        return result;
    };
    return pairsOf(ownOf(before), ownOf(after));
}

std::vector<Pair<DomainCheck>> checkPairs(const Type& before, const Type& after) {
    const auto all = [](const Type& type) {
        std::vector<const DomainCheck*> result;
        for (const DomainCheck& one : type.checks) {
            result.push_back(&one);
        }
        return result;
    };
    return pairsOf(all(before), all(after));
}

bool isOtherConstraint(const Pair<Constraint>& pair) {
    if (pair.before == nullptr || pair.after == nullptr) {
        return true;
    }
    const auto state = [](const Constraint& one) {
        return std::tuple(one.validated, one.enforced, one.deferrable, one.initiallyDeferred,
                          one.noInherit);
    };
    return state(*pair.before) != state(*pair.after);
}

void Drafter::restoreColumns() {
    eachKept<Table>([&](const Table& before, const Table& after) {
        for (const Column& column : before.columns) {
            if (!column.local || after.column(column.number) != nullptr) {
                continue;
            }
            if (column.generated == GeneratedKind::None) {
                mark(fmt::format("irreversible: the values of column \"{}\" of \"{}\" are lost",
                                 column.name, before.name));
            }
            if (column.notNull && !column.hasDefault && column.identity == IdentityKind::None) {
                mark(fmt::format("fails as long as \"{}\" has rows: add the column without NOT "
                                 "NULL and fill it first",
                                 before.name));
            }
            say(fmt::format("{} ADD COLUMN {}", alterTableWords(before),
                            writer_.column(before, column)));
        }
    });
}

void Drafter::alterTables() {
    eachKept<Table>([&](const Table& before, const Table& after) { alterTable(before, after); });
}

void Drafter::alterTable(const Table& before, const Table& after) {
    for (const Column& column : before.columns) {
        const Column* now = after.column(column.number);
        if (now != nullptr && (column.local || now->local)) {
            alterColumn(before, column, *now);
        }
    }
    const std::string words = alterTableWords(before);
    if (before.persistence != after.persistence) {
        const bool unlogged = before.persistence == Persistence::Unlogged;
        say(fmt::format("{} SET {}", words, unlogged ? "UNLOGGED" : "LOGGED"));
    }
    if (before.rowSecurity != after.rowSecurity) {
        say(fmt::format("{} {} ROW LEVEL SECURITY", words,
                        before.rowSecurity ? "ENABLE" : "DISABLE"));
    }
    if (before.forcesRowSecurity != after.forcesRowSecurity) {
        say(fmt::format("{} {}FORCE ROW LEVEL SECURITY", words,
                        before.forcesRowSecurity ? "" : "NO "));
    }
}

void Drafter::alterColumn(const Table& table, const Column& before, const Column& after) {
    const std::string words =
        fmt::format("{} ALTER COLUMN {}", alterTableWords(table), quotedIdentifier(before.name));
    if (before.identity != after.identity && before.identity == IdentityKind::None) {
        say(words + " DROP IDENTITY");
    }
    const bool typed = changeType(table, before, after);
    changeDefault(table, before, after, typed);
    changeGeneration(table, before, after);
    if (before.notNull != after.notNull) {
        say(fmt::format("{} {} NOT NULL", words, before.notNull ? "SET" : "DROP"));
    }
    if (before.identity != after.identity && before.identity != IdentityKind::None) {
        const bool had = after.identity != IdentityKind::None;
        say(fmt::format("{} {} GENERATED {}{}", words, had ? "SET" : "ADD",
                        wordsOf(before.identity), had ? "" : " AS IDENTITY"));
    }
}

/// A type of the history's own is the same if it is the same object, whatever it is called.
bool Drafter::isSameType(const TypeName& before, const TypeName& after) const {
    const Lookup<Type> known = catalog_.type(before.name);
    if (!known || before.dimensions != after.dimensions) {
        return typeText(catalog_, before) == typeText(catalog_, after);
    }
    const Type* behind = changes_.after<Type>(known->id);
    return behind != nullptr && behind->name == after.name.name.text;
}

/// Whether the type was changed in a way in which a default cannot follow; it is then dropped.
bool Drafter::changeType(const Table& table, const Column& before, const Column& after) {
    if (before.type == nullptr || after.type == nullptr) {
        return false;
    }
    const std::string type = typeText(catalog_, *before.type);
    const bool isSame = before.type == after.type || isSameType(*before.type, *after.type);
    if (isSame && before.collation == after.collation) {
        return false;
    }
    const std::string words =
        fmt::format("{} ALTER COLUMN {}", alterTableWords(table), quotedIdentifier(before.name));
    const std::string conversion =
        isSame ? ""
               : conversionBack(quotedIdentifier(before.name), *after.type, *before.type, type);
    const bool losesDefault = !conversion.empty() && after.hasDefault &&
                              after.identity == IdentityKind::None &&
                              after.generated == GeneratedKind::None;
    if (losesDefault) {
        say(words + " DROP DEFAULT");
    }
    say(fmt::format("{} TYPE {}{}{}", words, type,
                    before.collation.empty() ? ""
                                             : " COLLATE " + quotedIdentifier(before.collation),
                    conversion.empty() ? "" : " USING " + conversion));
    return losesDefault;
}

void Drafter::changeDefault(const Table& table, const Column& before, const Column& after,
                            bool typed) {
    const bool isPlain =
        before.generated == GeneratedKind::None && after.generated == GeneratedKind::None;
    const bool isSame = before.hasDefault == after.hasDefault &&
                        before.defaultValue == after.defaultValue &&
                        before.defaultSequence == after.defaultSequence;
    if ((isSame && !typed) || !isPlain || before.identity != IdentityKind::None) {
        return;
    }
    const std::string words =
        fmt::format("{} ALTER COLUMN {}", alterTableWords(table), quotedIdentifier(before.name));
    const std::string value = writtenDefault(input_, before);
    if (!value.empty()) {
        say(fmt::format("{} SET DEFAULT {}", words, value));
    } else if (!typed && after.hasDefault && after.identity == IdentityKind::None) {
        say(words + " DROP DEFAULT");
    }
}

void Drafter::changeGeneration(const Table& table, const Column& before, const Column& after) {
    if (before.generation == after.generation || before.generation == nullptr ||
        after.generation == nullptr) {
        return;
    }
    say(fmt::format("{} ALTER COLUMN {} SET EXPRESSION AS ({})", alterTableWords(table),
                    quotedIdentifier(before.name), writtenGeneration(input_, table, before)));
}

void Drafter::restoreIndexes() {
    eachGone<Index>([&](const Index& index) { restoreIndex(index); });
    // A constraint that took over an index takes it along when it goes.
    eachKept<Index>([&](const Index& before, const Index& after) {
        if (!before.ofConstraint && after.ofConstraint) {
            restoreIndex(before);
        }
    });
}

/// On partitions that stay, those of the partitioned table come with its own.
void Drafter::restoreIndex(const Index& index) {
    const Table* table = catalog_.get<Table>(index.table);
    const bool comes = index.ofConstraint || table == nullptr || isTemporary(*table) ||
                       (isGone(index.table) && !table->complete) ||
                       (isGone(index.parent) && !isGone(index.table));
    if (comes) {
        return;
    }
    const bool isUnseen = std::ranges::any_of(index.keys, [&](const IndexColumn& key) {
        const bool isColumn = key.key == nullptr || key.key->expression == nullptr;
        return isColumn && table->column(key.column) == nullptr;
    });
    if (isUnseen) {
        mark(fmt::format("not undone: the history does not show the columns of index \"{}\"",
                         index.name));
        return;
    }
    const bool concurrently =
        concurrently_ && !isGone(index.table) && table->partitionedBy == PartitionStrategy::None;
    writer_.index(index);
    out_.flush();
    const size_t words = text_.find(" INDEX ");
    if (concurrently && words != std::string::npos) {
        text_.insert(words + std::string_view(" INDEX").size(), " CONCURRENTLY");
    }
    sayWritten();
}

void Drafter::restoreConstraints(bool foreignKeys) {
    eachKept<Table>([&](const Table& before, const Table& after) {
        for (const Pair<Constraint>& pair : constraintPairs(before, after)) {
            const Constraint* one = pair.before;
            const Table* other =
                one == nullptr ? nullptr : catalog_.get<Table>(one->referencedTable);
            const bool isUnseen = other != nullptr && isGone(other->id) && !other->complete;
            if (one != nullptr && !isUnseen && isOtherConstraint(pair) &&
                (one->kind == ConstraintKind::ForeignKey) == foreignKeys) {
                say(fmt::format("{} ADD {}", alterTableWords(before),
                                writer_.constraint(before, *one)));
            }
        }
    });
    eachGone<Table>([&](const Table& table) {
        if (foreignKeys && table.complete && !isTemporary(table)) {
            writer_.lateConstraints(table, true);
            writer_.lateDefaults(table);
            writer_.rowSecurity(table);
            sayWritten();
        }
    });
}

void Drafter::joinParents() {
    eachKept<Table>([&](const Table& before, const Table& after) {
        if (before.partitionOf != after.partitionOf) {
            writer_.partition(before);
        }
        for (const ObjectId parent : before.parents) {
            const bool isThere = std::ranges::find(after.parents, parent) != after.parents.end();
            if (!isThere && before.partitionOf == 0) {
                say(fmt::format("{} INHERIT {}", alterTableWords(before),
                                relationAt(parent, Side::Before)));
            }
        }
        sayWritten();
    });
    eachGone<Table>([&](const Table& table) {
        if (table.complete && !isTemporary(table)) {
            writer_.partition(table);
            sayWritten();
        }
    });
}

} // namespace ironlaw
