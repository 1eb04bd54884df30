// The spelling of types, after PostgreSQL's format_type.c and gram.y.
#include "grammar/type-name.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

struct Spelling {
    std::string_view internal;
    std::string_view printed;
};

/// Where format_type prints another name than pg_type.typname, sorted by the internal name
/// (src/backend/utils/adt/format_type.c, format_type_extended).
constexpr std::array spellings = {
    Spelling{"bit", "bit"},
    Spelling{"bool", "boolean"},
    Spelling{"bpchar", "character"},
    Spelling{"char", "\"char\""},
    Spelling{"float4", "real"},
    Spelling{"float8", "double precision"},
    Spelling{"int2", "smallint"},
    Spelling{"int4", "integer"},
    Spelling{"int8", "bigint"},
    Spelling{"interval", "interval"},
    Spelling{"numeric", "numeric"},
    Spelling{"time", "time without time zone"},
    Spelling{"timestamp", "timestamp without time zone"},
    Spelling{"timestamptz", "timestamp with time zone"},
    Spelling{"timetz", "time with time zone"},
    Spelling{"varbit", "bit varying"},
    Spelling{"varchar", "character varying"},
};

std::string_view printedName(std::string_view internal) {
    const auto* found = std::lower_bound(
        spellings.begin(), spellings.end(), internal,
        [](const Spelling& spelling, std::string_view name) { return spelling.internal < name; });
    return found != spellings.end() && found->internal == internal ? found->printed : internal;
}

/// "timestamp(3) with time zone": the modifier stands before "with" and "without".
std::string withModifiers(std::string_view printed, const TypeName& type) {
    if (type.modifiers.empty()) {
        return std::string(printed);
    }
    std::string modifiers = fmt::format("({})", fmt::join(type.modifiers, ","));
    size_t with = printed.find(" with");
    if (with == std::string_view::npos) {
        return fmt::format("{}{}", printed, modifiers);
    }
    return fmt::format("{}{}{}", printed.substr(0, with), modifiers, printed.substr(with));
}

} // namespace

bool TypeName::isSerial() const {
    if (!name.schema.empty() || dimensions > 0) {
        return false;
    }
    static constexpr std::array<std::string_view, 6> serials = {"serial",  "serial4",  "bigserial",
                                                                "serial8", "smallserial", "serial2"};
    return std::find(serials.begin(), serials.end(), name.name.text) != serials.end();
}

std::string formatType(const TypeName& type) {
    std::string result;
    bool builtIn = type.name.schema.empty() || type.name.schema.text == "pg_catalog";
    if (builtIn) {
        result = withModifiers(printedName(type.name.name.text), type);
    } else {
        result = withModifiers(displayName(type.name), type);
    }
    if (type.columnType) {
        result += "%TYPE";
    }
    // PostgreSQL does not keep the number of dimensions in a column's type.
    if (type.dimensions > 0) {
        result += "[]";
    }
    return result;
}

} // namespace ironlaw
