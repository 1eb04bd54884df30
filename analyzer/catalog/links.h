// What points where between objects, and which constraint names are taken. Derived from the
// objects, and brought up to date when somebody asks.
#pragma once

#include "analyzer/catalog/object.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/StringMap.h>

#include <functional>

namespace ironlaw {

enum class LinkKind : uint8_t {
    References, ///< a table has a foreign key to the other, or to itself
    Inherits,   ///< a table is a partition or an inheritance child of the other
    Draws,      ///< a table has a column whose default draws from the sequence
    Needs,      ///< something in the definition names the other object
};

class Links {
public:
    using Find = std::function<const CatalogObject*(ObjectId)>;

    /// The object may have changed, come or gone.
    void touch(ObjectId object) {
        if (touched_.empty() || touched_.back() != object) {
            touched_.push_back(object);
        }
    }
    /// Whether what is known about the object is what it is now.
    bool isCurrent(ObjectId object) const;
    /// The last constraint of a table was added since it was current; it is then current again.
    void constraintAdded(const Table& table);
    /// Looks at the touched objects again.
    void refresh(const Find& find);

    bool constraintExists(std::string_view schema, std::string_view name) const;
    /// How often the last constraint of a name has gone.
    uint64_t freedNames() const { return freedNames_; }
    /// The objects that are linked to `target`, ascending.
    const std::vector<ObjectId>& to(ObjectId target, LinkKind kind) const;
    /// The tables, types and routines with a column, attribute, base or argument type of this name,
    /// in whatever schema; ascending.
    const std::vector<ObjectId>& ofType(std::string_view name) const;

private:
    using Link = std::pair<ObjectId, LinkKind>;
    struct Facts {
        std::string_view schema;
        std::vector<std::string_view> constraints; ///< in the table's order
        std::vector<std::string_view> types;       ///< sorted, each once
        std::vector<Link> links;                   ///< likewise

        bool empty() const { return constraints.empty() && types.empty() && links.empty(); }
        void clear();
        bool operator==(const Facts&) const = default;
    };

    class FactReader;
    static void readFacts(const CatalogObject& object, Facts& facts);
    void exchange(ObjectId object, const Facts& before, const Facts& after);

    std::vector<ObjectId> touched_;
    Facts latest_; ///< of the object that refresh() is at; its memory serves all
    llvm::DenseMap<ObjectId, Facts> facts_;     ///< of objects that have any
    llvm::StringMap<uint32_t> constraintNames_; ///< how many constraints of a schema have it
    uint64_t freedNames_ = 0;
    llvm::DenseMap<uint64_t, std::vector<ObjectId>> lists_;
    llvm::StringMap<std::vector<ObjectId>> ofType_;
};

} // namespace ironlaw
