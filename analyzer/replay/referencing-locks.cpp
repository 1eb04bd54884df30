// See referencing-locks.h.
#include "analyzer/replay/referencing-locks.h"

#include <llvm/ADT/SetVector.h>

#include <algorithm>

namespace ironlaw {

namespace {

using enum LockMode;

bool isChange(ReferentialAction action) {
    return action != ReferentialAction::NoAction && action != ReferentialAction::Restrict;
}

} // namespace

void ReferencingLocks::deleted(const Table& table) {
    llvm::SetVector<ObjectId> tables;
    tables.insert(table.id);
    for (size_t i = 0; i < tables.size(); ++i) {
        each(tables[i], [&](const Table& from, const Constraint& one) {
            lock(from, one.onDelete);
            if (one.onDelete == ReferentialAction::Cascade) {
                tables.insert(from.id);
            } else if (isChange(one.onDelete)) {
                updated(from, one.columns);
            }
        });
    }
}

void ReferencingLocks::updated(const Table& table, std::vector<ColumnNumber> columns) {
    std::vector<std::pair<ObjectId, std::vector<ColumnNumber>>> changes;
    changes.emplace_back(table.id, std::move(columns));
    for (size_t i = 0; i < changes.size(); ++i) {
        const auto [changed, numbers] = changes[i];
        each(changed, [&](const Table& from, const Constraint& one) {
            const bool isKey = std::ranges::any_of(numbers, [&](ColumnNumber column) {
                return std::ranges::find(one.referencedNumbers, column) !=
                       one.referencedNumbers.end();
            });
            if (!isKey || !updated_.insert({from.id, changed}).second) {
                return;
            }
            lock(from, one.onUpdate);
            if (isChange(one.onUpdate)) {
                changes.emplace_back(from.id, one.columns);
            }
        });
    }
}

void ReferencingLocks::lock(const Table& from, ReferentialAction action) {
    sink_.lock({sink_.use(from), isChange(action) ? RowExclusive : RowShare, nullptr, {}, true});
}

void ReferencingLocks::each(
    ObjectId table, const std::function<void(const Table& from, const Constraint&)>& visit) const {
    for (const ObjectId other : sink_.catalog().referencing(table)) {
        const Table& from = *sink_.catalog().get<Table>(other);
        for (const Constraint& constraint : from.constraints) {
            if (constraint.referencedTable == table) {
                visit(from, constraint);
            }
        }
    }
}

} // namespace ironlaw
