// What ALTER COLUMN TYPE costs on the tables that others use.
#pragma once

#include "rules/rewrites/rewrite.h"

#include <algorithm>
#include <string>
#include <vector>

namespace ironlaw::rules {

/// What the action costs on the first table that matters.
struct TypeChangeCost {
    const Work* rewrite = nullptr;
    const Work* scan = nullptr;
    std::vector<std::string_view> indexes; ///< built anew without a rewrite
    bool buildsKey = false;                ///< one of them is that of a constraint
    const RelationUse* table = nullptr;    ///< null: nothing that matters
};

inline TypeChangeCost costOf(const AlterColumnType& action, const Context& context) {
    TypeChangeCost cost;
    const Work* first = workOf(action, WorkCause::ColumnType, context);
    cost.table = first == nullptr ? nullptr : &first->relation;
    for (const Work& work : context.effects().work) {
        const bool isIts = first != nullptr && work.anchor == action.range &&
                           work.cause == WorkCause::ColumnType &&
                           work.relation.object == first->relation.object;
        if (isIts && work.kind == WorkKind::Rewrite) {
            cost.rewrite = &work;
        } else if (isIts && work.kind == WorkKind::Scan) {
            cost.scan = &work;
        } else if (isIts && work.index != nullptr) {
            cost.indexes.push_back(work.index->name);
            cost.buildsKey |= work.index->ofConstraint;
        }
    }
    return cost;
}

/// Foreign keys on the column, or to it, have their other table locked as well.
inline std::vector<std::string> partners(const TypeChangeCost& cost, const Context& context) {
    std::vector<std::string> names;
    const RelationUse& target = context.effects().locks.front().relation;
    for (const Lock& lock : context.effects().locks) {
        const bool works = std::ranges::any_of(context.effects().work, [&](const Work& work) {
            return work.relation.object == lock.relation.object &&
                   work.cause != WorkCause::ForeignKey;
        });
        const bool isOther = lock.relation.table() != nullptr && !works &&
                             lock.relation.object != cost.table->object &&
                             lock.mode == LockMode::AccessExclusive && lock.relation != target;
        if (isOther && context.isExisting(lock.relation)) {
            names.push_back(context.nameOf(lock.relation));
        }
    }
    return names;
}

} // namespace ironlaw::rules
