// What points where between tables, and which constraint names are taken. Derived from the tables,
// and brought up to date when somebody asks.
#pragma once

#include "analyzer/catalog/object.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/StringMap.h>

#include <functional>

namespace ironlaw {

class TableLinks {
public:
    using Find = std::function<const Table*(ObjectId)>;

    /// The table may have changed, come or gone.
    void touch(ObjectId table) {
        if (touched_.empty() || touched_.back() != table) {
            touched_.push_back(table);
        }
    }
    /// Looks at the touched tables again.
    void refresh(const Find& find);

    bool constraintExists(std::string_view schema, std::string_view name) const;
    /// The tables with a foreign key to `table`, itself perhaps among them, ascending.
    const std::vector<ObjectId>& referencing(ObjectId table) const;
    /// The tables with a column whose default draws from the sequence, ascending.
    const std::vector<ObjectId>& drawing(ObjectId sequence) const;
    /// The partitions and inheritance children of `table`, ascending.
    const std::vector<ObjectId>& children(ObjectId table) const;

private:
    struct Facts {
        std::string_view schema;
        std::vector<std::string_view> constraints;
        std::vector<ObjectId> referenced;
        std::vector<ObjectId> parents;
        std::vector<ObjectId> sequences;
    };
    using Lists = llvm::DenseMap<ObjectId, std::vector<ObjectId>>;

    static Facts factsOf(const Table& table);
    void enter(ObjectId table, const Facts& facts);
    void leave(ObjectId table, const Facts& facts);

    std::vector<ObjectId> touched_;
    llvm::DenseMap<ObjectId, Facts> facts_;
    llvm::StringMap<uint32_t> constraintNames_; ///< how many constraints of a schema have it
    Lists referencing_;
    Lists children_;
    Lists drawing_;
};

} // namespace ironlaw
