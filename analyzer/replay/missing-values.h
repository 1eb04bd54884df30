// Columns that the migration at hand has added to tables, and that hold nothing but NULL since.
#pragma once

#include "analyzer/catalog/catalog.h"
#include "analyzer/replay/effects.h"

#include <utility>
#include <vector>

namespace ironlaw {

class MissingValues {
public:
    void beginMigration() { columns_.clear(); }
    /// `statement` has been applied to `catalog`; `effects` are what it did. An UPDATE fills the
    /// columns that it assigns, whatever its WHERE; what nobody can read fills all.
    void statement(const Statement& statement, const Effects& effects, const Catalog& catalog);
    /// Every row that was there before the migration has NULL in the column.
    bool areIn(ObjectId table, ColumnNumber column) const;

private:
    void alterTable(const AlterTable& statement, const Catalog& catalog);
    void query(const Query& root, const Catalog& catalog);
    void update(const Query& query, const Catalog& catalog);
    void fill(ObjectId table, ColumnNumber column) { std::erase(columns_, Place(table, column)); }

    using Place = std::pair<ObjectId, ColumnNumber>;
    std::vector<Place> columns_;
};

} // namespace ironlaw
