// Lookups in the tables of facts.
#include "analyzer/replay/facts/facts.h"

#include <algorithm>
#include <array>
#include <span>

namespace ironlaw {

namespace {

struct Function {
    std::string_view name;
    Volatility volatility;
    uint8_t first;
    uint8_t last;
};

struct Versioned {
    std::string_view name;
    uint8_t first;
    uint8_t last;
};

constexpr Versioned aggregates[] = {
#define AGGREGATE(name, first, last) {name, first, last},
#include "analyzer/replay/facts/aggregates.def"
#undef AGGREGATE
};

constexpr Versioned builtinTypes[] = {
#define BUILTIN_TYPE(name, first, last) {name, first, last},
#include "analyzer/replay/facts/builtin-types.def"
#undef BUILTIN_TYPE
};

struct BinaryCast {
    std::string_view source;
    std::string_view target;
    uint8_t first;
    uint8_t last;
};

constexpr Function functions[] = {
#define FUNCTION(name, volatility, first, last) {name, Volatility::volatility, first, last},
#include "analyzer/replay/facts/functions.def"
#undef FUNCTION
};

constexpr BinaryCast binaryCasts[] = {
#define BINARY_CAST(source, target, first, last) {source, target, first, last},
#include "analyzer/replay/facts/binary-casts.def"
#undef BINARY_CAST
};

struct ExtensionType {
    std::string_view extension;
    std::string_view type;
};

constexpr ExtensionType extensionTypes[] = {
#define EXTENSION_TYPE(extension, type) {extension, type},
#include "analyzer/replay/facts/extension-types.def"
#undef EXTENSION_TYPE
};

static_assert(std::ranges::is_sorted(functions, {}, &Function::name));
static_assert(std::ranges::is_sorted(aggregates, {}, &Versioned::name));
static_assert(std::ranges::is_sorted(builtinTypes, {}, &Versioned::name));

/// The first of the versions of `name` in the table, which is sorted by name and version, if all of
/// them are behind `serverVersion`.
template <typename Entry>
std::optional<int> laterVersion(std::span<const Entry> table, std::string_view name,
                                int serverVersion) {
    for (const Entry& one : std::ranges::equal_range(table, name, {}, &Entry::name)) {
        if (one.last >= serverVersion) {
            return one.first > serverVersion ? std::optional<int>(one.first) : std::nullopt;
        }
    }
    return std::nullopt;
}

/// Of the functions that a query may call for what they do, those that leave something behind.
constexpr std::array<std::string_view, 4> changingFunctions = {"lo_create", "lo_import",
                                                               "lo_unlink", "setval"};

} // namespace

bool isAggregate(std::string_view function) {
    return std::ranges::binary_search(aggregates, function, {}, &Versioned::name);
}

bool isChangingBuiltin(std::string_view function) {
    return std::ranges::find(changingFunctions, function) != changingFunctions.end();
}

std::optional<Volatility> volatilityOfBuiltin(std::string_view function, int serverVersion) {
    for (const Function& one : std::ranges::equal_range(functions, function, {}, &Function::name)) {
        if (one.first <= serverVersion && serverVersion <= one.last) {
            return one.volatility;
        }
    }
    return std::nullopt;
}

std::optional<int> laterVersionWith(std::string_view function, int serverVersion) {
    const auto found = laterVersion<Function>(functions, function, serverVersion);
    return found ? found : laterVersion<Versioned>(aggregates, function, serverVersion);
}

std::optional<int> laterVersionWithType(std::string_view type, int serverVersion) {
    return laterVersion<Versioned>(builtinTypes, type, serverVersion);
}

bool isBinaryCast(std::string_view source, std::string_view target, int serverVersion) {
    return std::ranges::any_of(binaryCasts, [&](const BinaryCast& cast) {
        return cast.source == source && cast.target == target && cast.first <= serverVersion &&
               serverVersion <= cast.last;
    });
}

bool isTypeOfExtension(std::string_view type) {
    return std::ranges::find(extensionTypes, type, &ExtensionType::type) !=
           std::end(extensionTypes);
}

std::vector<std::string_view> typesOfExtension(std::string_view extension) {
    std::vector<std::string_view> result;
    for (const ExtensionType& one : extensionTypes) {
        if (one.extension == extension) {
            result.push_back(one.type);
        }
    }
    return result;
}

} // namespace ironlaw
