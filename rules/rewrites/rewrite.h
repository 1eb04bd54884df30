// What the rules about rewrites have in common.
#pragma once

#include "analyzer/rule/context.h"

namespace ironlaw::rules {

/// The first work that the action is the cause of on a table that others use and that counts as
/// large; null if there is none. One action does the same to all partitions of a table.
inline const Work* workOf(const AlterAction& action, WorkCause cause, const Context& context) {
    for (const Work& work : context.effects().work) {
        if (work.anchor == action.range && work.cause == cause &&
            context.isLargeExisting(work.relation)) {
            return &work;
        }
    }
    return nullptr;
}

} // namespace ironlaw::rules
