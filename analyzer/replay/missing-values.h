// Columns that the migration at hand has added to tables, and that hold nothing but NULL since.
#pragma once

#include "analyzer/catalog/catalog.h"
#include "analyzer/replay/effects.h"

#include <llvm/ADT/DenseSet.h>

#include <utility>

namespace ironlaw {

class MissingValues {
public:
    void beginMigration() { columns_.clear(); }
    /// `statement` has been applied to `catalog`; `effects` are what it did. An UPDATE fills the
    /// columns that it assigns and a DELETE those of its table, whatever their WHERE; what nobody
    /// can read fills all.
    void statement(const Statement& statement, const Effects& effects, const Catalog& catalog);
    /// A rollback has given `catalog` the tables and columns back that it had before.
    void rolledBack(const Catalog& catalog);
    /// Every row that was there before the migration has NULL in the column.
    bool areIn(ObjectId table, ColumnNumber column) const;

private:
    void alterTable(const AlterTable& statement, const Catalog& catalog);
    void query(const Query& root, const Catalog& catalog);
    void update(const Query& query, const Catalog& catalog);
    /// The rows of the table are gone, or some of them.
    void removeRows(const QualifiedName& name, const Catalog& catalog);
    void fill(ObjectId table, ColumnNumber column) { columns_.erase(Place(table, column)); }

    using Place = std::pair<ObjectId, ColumnNumber>;
    llvm::DenseSet<Place> columns_;
};

} // namespace ironlaw
