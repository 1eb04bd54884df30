// Lookups in the tables of facts.
#include "analyzer/replay/facts/facts.h"

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

struct Function {
    std::string_view name;
    Volatility volatility;
    uint8_t first;
    uint8_t last;
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

/// Of the functions that a query may call for what they do, those that leave something behind.
constexpr std::array<std::string_view, 4> changingFunctions = {"lo_create", "lo_import",
                                                               "lo_unlink", "setval"};

/// pg_proc.prokind 'a' and 'w' of any server version.
constexpr std::array<std::string_view, 61> aggregates = {"any_value",
                                                         "array_agg",
                                                         "avg",
                                                         "bit_and",
                                                         "bit_or",
                                                         "bit_xor",
                                                         "bool_and",
                                                         "bool_or",
                                                         "corr",
                                                         "count",
                                                         "covar_pop",
                                                         "covar_samp",
                                                         "cume_dist",
                                                         "dense_rank",
                                                         "every",
                                                         "first_value",
                                                         "json_agg",
                                                         "json_agg_strict",
                                                         "json_object_agg",
                                                         "json_object_agg_strict",
                                                         "json_object_agg_unique",
                                                         "json_object_agg_unique_strict",
                                                         "jsonb_agg",
                                                         "jsonb_agg_strict",
                                                         "jsonb_object_agg",
                                                         "jsonb_object_agg_strict",
                                                         "jsonb_object_agg_unique",
                                                         "jsonb_object_agg_unique_strict",
                                                         "lag",
                                                         "last_value",
                                                         "lead",
                                                         "max",
                                                         "min",
                                                         "mode",
                                                         "nth_value",
                                                         "ntile",
                                                         "percent_rank",
                                                         "percentile_cont",
                                                         "percentile_disc",
                                                         "range_agg",
                                                         "range_intersect_agg",
                                                         "rank",
                                                         "regr_avgx",
                                                         "regr_avgy",
                                                         "regr_count",
                                                         "regr_intercept",
                                                         "regr_r2",
                                                         "regr_slope",
                                                         "regr_sxx",
                                                         "regr_sxy",
                                                         "regr_syy",
                                                         "row_number",
                                                         "stddev",
                                                         "stddev_pop",
                                                         "stddev_samp",
                                                         "string_agg",
                                                         "sum",
                                                         "var_pop",
                                                         "var_samp",
                                                         "variance",
                                                         "xmlagg"};
static_assert(std::ranges::is_sorted(aggregates));

} // namespace

bool isAggregate(std::string_view function) {
    return std::ranges::binary_search(aggregates, function);
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
