// See type-text.h.
#include "analyzer/catalog/type-text.h"

#include <algorithm>

namespace ironlaw {

std::string typeText(const Catalog& catalog, TypeName type) {
    if (type.name.schema.text == catalog.defaultSchema()) {
        type.name.schema = {};
    }
    return formatType(type);
}

std::string argumentTypeText(const Catalog& catalog, const TypeName& type) {
    constexpr std::string_view internal = "bpchar";
    std::string text = typeText(catalog, type);
    if (text.starts_with(internal)) {
        text.replace(0, internal.size(), "character");
    }
    return text;
}

bool sameTypes(const Catalog& catalog, const std::vector<TypeName>& a,
               const std::vector<TypeName>& b) {
    return std::ranges::equal(a, b, [&](const TypeName& one, const TypeName& other) {
        return typeText(catalog, one) == typeText(catalog, other);
    });
}

} // namespace ironlaw
