// See written-whole.h; what INHERITS does is said by MergeAttributes in
// src/backend/commands/tablecmds.c.
#include "analyzer/schema/written-whole.h"

#include <llvm/ADT/StringSet.h>

#include <algorithm>

namespace ironlaw {

namespace {

bool sameDefault(const Column& a, const Column& b) {
    return a.hasDefault == b.hasDefault && a.defaultValue == b.defaultValue &&
           a.defaultSequence == b.defaultSequence;
}

/// The constraint behind the NOT NULL that a child gets from the column.
const NotNullConstraint* givenNotNull(const Table& parent, const Column& column) {
    const NotNullConstraint* notNull = parent.notNull(column.number);
    return notNull == nullptr || notNull->noInherit ? nullptr : notNull;
}

bool sameNotNull(const Table& table, const Column& own, const Table& parent, const Column& given) {
    const NotNullConstraint* ofTable = table.notNull(own.number);
    const NotNullConstraint* ofParent = givenNotNull(parent, given);
    if (ofTable == nullptr || ofParent == nullptr) {
        return ofTable == ofParent && own.notNull == given.notNull;
    }
    return !ofTable->local && ofTable->name == ofParent->name;
}

/// Whether the column comes out right, be it that the definition names it as well or not.
bool fits(const Table& table, const Column& own, const Table& parent, const Column& given) {
    if (given.notNull && !own.notNull) {
        return false;
    }
    if (own.local) {
        return given.generated == GeneratedKind::None && (own.hasDefault || !given.hasDefault);
    }
    return sameDefault(own, given) && own.generation == given.generation &&
           own.identity == IdentityKind::None && sameNotNull(table, own, parent, given);
}

bool constraintsFit(const Table& table, const Table& parent) {
    return std::ranges::all_of(parent.constraints, [&](const Constraint& given) {
        if (given.kind != ConstraintKind::Check || given.noInherit) {
            return true;
        }
        const Constraint* own = table.constraint(given.name);
        return own != nullptr && own->validated == own->enforced;
    });
}

} // namespace

bool isLoosened(const Table& table, const Column& column, const Catalog& catalog) {
    return !column.notNull && std::ranges::any_of(table.parents, [&](ObjectId id) {
        const Table* parent = catalog.get<Table>(id);
        const Column* given = parent == nullptr ? nullptr : parent->column(column.name);
        return given != nullptr && given->notNull && parent->notNull(given->number) == nullptr;
    });
}

bool isWrittenWhole(const Table& table, const Catalog& catalog) {
    llvm::StringSet<> inherited;
    for (const ObjectId id : table.parents) {
        const Table* parent = catalog.get<Table>(id);
        if (parent == nullptr || !constraintsFit(table, *parent)) {
            return true;
        }
        for (const Column& given : parent->columns) {
            const Column* own = table.column(given.name);
            if (own == nullptr || !fits(table, *own, *parent, given)) {
                return true;
            }
            // The columns of the parents come first, in their order.
            const size_t place = inherited.size();
            if (inherited.insert(given.name).second && own != &table.columns[place]) {
                return true;
            }
        }
    }
    return table.parents.empty();
}

} // namespace ironlaw
