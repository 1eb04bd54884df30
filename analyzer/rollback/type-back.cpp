// See type-back.h; the casts are those of src/include/catalog/pg_cast.dat.
#include "analyzer/rollback/type-back.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// Within one of these lists values are assigned.
constexpr std::array<std::string_view, 7> numbers = {"int2",   "int4",   "int8", "numeric",
                                                     "float4", "float8", "money"};
constexpr std::array<std::string_view, 4> times = {"date", "timestamp", "timestamptz", "time"};
constexpr std::array<std::string_view, 2> documents = {"json", "jsonb"};
constexpr std::array<std::string_view, 2> networks = {"inet", "cidr"};
constexpr std::array<std::string_view, 2> bits = {"bit", "varbit"};
/// Everything is assigned to these.
constexpr std::array<std::string_view, 3> strings = {"text", "varchar", "bpchar"};

bool isIn(const auto& list, std::string_view name) {
    return std::ranges::find(list, name) != list.end();
}

bool areIn(const auto& list, std::string_view a, std::string_view b) {
    return isIn(list, a) && isIn(list, b);
}

} // namespace

std::string conversionBack(const std::string& column, const TypeName& from, const TypeName& to,
                           const std::string& text) {
    const std::string_view a = from.name.name.text;
    const std::string_view b = to.name.name.text;
    const bool arrays = from.dimensions > 0 || to.dimensions > 0;
    const bool bothArrays = from.dimensions > 0 && to.dimensions > 0;
    const bool assigned = (a == b && isBuiltinType(a)) || areIn(numbers, a, b) ||
                          areIn(times, a, b) || areIn(documents, a, b) || areIn(networks, a, b) ||
                          areIn(bits, a, b) || isIn(strings, b);
    if (assigned && (!arrays || bothArrays)) {
        return "";
    }
    const bool isText = isIn(strings, a) && from.dimensions == 0;
    return isText       ? fmt::format("{}::{}", column, text)
           : bothArrays ? fmt::format("{}::text[]::{}", column, text)
                        : fmt::format("{}::text::{}", column, text);
}

} // namespace ironlaw
