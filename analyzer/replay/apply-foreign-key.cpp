// Foreign keys.
#include "analyzer/catalog/naming.h"
#include "analyzer/replay/apply.h"
#include "analyzer/replay/partition-index.h"

namespace ironlaw {

namespace {

bool sameColumns(std::vector<ColumnNumber> a, std::vector<ColumnNumber> b) {
    std::ranges::sort(a);
    std::ranges::sort(b);
    return a == b;
}

} // namespace

void Applier::resolveReference(Constraint& constraint) const {
    Lookup<Table> found = catalog_.table(constraint.referencedName);
    if (!found) {
        return;
    }
    constraint.referencedTable = found->id;
    for (std::string_view name : constraint.referencedColumns) {
        const Column* column = found->column(name);
        constraint.referencedNumbers.push_back(column == nullptr ? ColumnNumber(0)
                                                                 : column->number);
    }
    for (const Constraint& key : found->constraints) {
        if (constraint.referencedColumns.empty() && key.kind == ConstraintKind::PrimaryKey) {
            constraint.referencedNumbers = key.columns;
            constraint.referencedIndex = key.index;
        }
    }
    for (const Index* index : catalog_.indexesOf(found->id)) {
        // transformFkeyCheckAttrs, src/backend/commands/tablecmds.c: the first that fits.
        std::vector<ColumnNumber> columns(index->keys.size());
        std::ranges::transform(index->keys, columns.begin(), &IndexColumn::column);
        if (constraint.referencedIndex == 0 && index->unique && index->valid &&
            index->predicate == nullptr && !columns.empty() &&
            sameColumns(columns, constraint.referencedNumbers)) {
            constraint.referencedIndex = index->id;
        }
    }
}

void Applier::addForeignKey(ObjectId id, Constraint constraint, bool only) {
    resolveReference(constraint);
    const Table* table = catalog_.get<Table>(id);
    if (constraint.name.empty()) {
        std::vector<std::string_view> columns;
        for (ColumnNumber number : constraint.columns) {
            const Column* column = table->column(number);
            columns.push_back(column == nullptr ? "" : column->name);
        }
        constraint.name = catalog_.intern(chooseConstraintName(catalog_, table->schema, table->name,
                                                               joinedForName(columns), "fkey"));
    }
    const bool recurses = !only && table->partitionedBy != PartitionStrategy::None;
    catalog_.addConstraint(id, constraint);
    if (recurses) {
        for (ObjectId partition : catalog_.children(id)) {
            cloneForeignKey(constraint, id, partition);
        }
    }
}

void Applier::cloneForeignKey(const Constraint& constraint, ObjectId parentId,
                              ObjectId partitionId) {
    const Table* partition = catalog_.get<Table>(partitionId);
    Constraint copy = constraint;
    copy.columns = mapped(constraint.columns, *catalog_.get<Table>(parentId), *partition);
    copy.inherited = true;
    copy.local = false;
    copy.inheritCount = 1;
    auto isSame = [&](const Constraint& own) {
        return own.kind == ConstraintKind::ForeignKey && own.columns == copy.columns &&
               own.referencedTable == copy.referencedTable && !own.inherited &&
               own.onDelete == copy.onDelete && own.onUpdate == copy.onUpdate;
    };
    if (std::ranges::any_of(partition->constraints, isSame)) {
        auto& constraints = catalog_.edit<Table>(partitionId)->constraints;
        Constraint& same = *std::ranges::find_if(constraints, isSame);
        same.inherited = true;
        same.local = false;
        same.inheritCount = 1;
        copy = same;
    } else {
        if (partition->constraint(copy.name) != nullptr) {
            std::vector<std::string_view> columns;
            for (ColumnNumber number : copy.columns) {
                const Column* column = partition->column(number);
                columns.push_back(column == nullptr ? "" : column->name);
            }
            copy.name = catalog_.intern(chooseConstraintName(
                catalog_, partition->schema, partition->name, joinedForName(columns), "fkey"));
        }
        catalog_.addConstraint(partitionId, copy);
    }
    for (ObjectId child : catalog_.children(partitionId)) {
        cloneForeignKey(copy, partitionId, child);
    }
}

void Applier::dropForeignKeysTo(ObjectId id, const std::function<bool(const Constraint&)>& which) {
    for (ObjectId table : catalog_.referencing(id)) {
        auto refers = [&](const Constraint& one) {
            return one.kind == ConstraintKind::ForeignKey && one.referencedTable == id &&
                   which(one);
        };
        if (std::ranges::any_of(catalog_.get<Table>(table)->constraints, refers)) {
            eraseConstraints(table, refers);
        }
    }
}

} // namespace ironlaw
