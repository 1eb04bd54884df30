// The statements of one way of a migration, found by what they change and by the words in them.
#pragma once

#include "analyzer/schema/schema.h"

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringSet.h>

#include <vector>

namespace ironlaw {

/// A statement that was replayed, and the objects that it has made, changed or dropped.
struct TracedStatement {
    const Statement* statement = nullptr;
    FileId file = 0;
    size_t applied = 0; ///< how many statements were applied before it
    std::vector<ObjectId> objects;
};
/// The statements of one way of a migration, in their order, without those that are rolled back.
using WayTrace = std::vector<TracedStatement>;

/// Built in a time that is linear in the texts of the statements.
class TraceIndex {
public:
    /// Both arguments have to outlive the index.
    TraceIndex(const SchemaInput& input, const WayTrace& way);

    /// The last statement that has changed one of the objects and names one of `words`; of any
    /// words if there are none. Null if there is no such statement.
    const TracedStatement* lastChanging(llvm::ArrayRef<ObjectId> objects,
                                        llvm::ArrayRef<std::string_view> words) const;
    /// All statements that have changed the object, in their order.
    std::vector<const TracedStatement*> changing(ObjectId object) const;
    /// The statement within which a place lies; null if it is elsewhere.
    const TracedStatement* at(Location place) const;
    /// The CREATE TABLE of a table of this name in whatever schema; null if there is none.
    const TracedStatement* making(std::string_view table) const;
    /// Whether a statement that changes rows, or runs what may, names the table.
    bool mayWrite(std::string_view table) const { return written_.contains(table); }
    const WayTrace& way() const { return way_; }

    /// A name that a statement drops and that is not there.
    struct VainDrop {
        Location place;
        std::string_view name;
    };
    /// The first few of them.
    const std::vector<VainDrop>& vainDrops() const { return vainDrops_; }

private:
    void words(const SchemaInput& input, uint32_t number);
    void drops(const TracedStatement& one);
    void vainDrop(Location place, std::string_view name);

    using Numbers = llvm::SmallVector<uint32_t, 2>; ///< of statements, ascending
    const WayTrace& way_;
    llvm::DenseMap<ObjectId, Numbers> byObject_;
    llvm::StringMap<Numbers> byWord_;
    llvm::StringMap<uint32_t> tables_;
    llvm::StringSet<> written_;
    std::vector<uint32_t> byPlace_; ///< numbers, by file and place
    std::vector<VainDrop> vainDrops_;
};

} // namespace ironlaw
