// What differs between two schemas, object for object: a history's and a dump's, or the one before
// a migration and the one after its way back.
#pragma once

#include "analyzer/schema/description.h"

#include <set>

namespace ironlaw {

struct Difference {
    enum class Kind : uint8_t {
        Missing,   ///< only the first schema has the object
        LeftOver,  ///< only the second one has it
        Different, ///< both have it, with another attribute
        Renamed,   ///< both have it under different names
        Reordered, ///< the columns that both have of a table; of one catalog at two times only
    };
    Kind kind = Kind::Different;
    const ObjectDescription* before = nullptr; ///< of the first schema; null if left over
    const ObjectDescription* after = nullptr;  ///< of the second one; null if missing
    std::string_view attribute = {};           ///< Different: its name
    std::string from = {};                     ///< Different, Reordered: "the type bigint"
    std::string to = {};                       ///< likewise of the second schema
};

/// A described schema. One that is not complete may have objects that nobody sees.
struct DescribedSchema {
    std::vector<ObjectDescription> objects;
    bool complete = true;
    /// Both are of one catalog at two times: what is called otherwise may be the same object.
    bool sameCatalog = false;
};

/// These objects at this time, as far as they are there, to be compared exactly with themselves at
/// another one. The parts of a relation are compared if it is among them, too.
DescribedSchema describeObjects(const SchemaInput& input, const std::set<ObjectId>& ids);

/// The differences, in the order of the first schema's objects, then those left over in the order
/// of the second's. Parts of a table that only one schema has are not told. The result points into
/// both arguments. Linear in the number of objects.
std::vector<Difference> differencesOf(const DescribedSchema& before, const DescribedSchema& after);

} // namespace ironlaw
