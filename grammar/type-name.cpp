// The spelling of types, after PostgreSQL's format_type.c and gram.y.
#include "grammar/type-name.h"

#include "grammar/keyword.h"

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
    Spelling{"json", "json"},
    Spelling{"numeric", "numeric"},
    Spelling{"time", "time without time zone"},
    Spelling{"timestamp", "timestamp without time zone"},
    Spelling{"timestamptz", "timestamp with time zone"},
    Spelling{"timetz", "time with time zone"},
    Spelling{"varbit", "bit varying"},
    Spelling{"varchar", "character varying"},
};

/// The other types that columns have, which format_type prints by their internal name.
constexpr std::array<std::string_view, 58> otherTypes = {"aclitem",
                                                         "box",
                                                         "bytea",
                                                         "cid",
                                                         "cidr",
                                                         "circle",
                                                         "date",
                                                         "datemultirange",
                                                         "daterange",
                                                         "inet",
                                                         "int2vector",
                                                         "int4multirange",
                                                         "int4range",
                                                         "int8multirange",
                                                         "int8range",
                                                         "json",
                                                         "jsonb",
                                                         "jsonpath",
                                                         "line",
                                                         "lseg",
                                                         "macaddr",
                                                         "macaddr8",
                                                         "money",
                                                         "name",
                                                         "nummultirange",
                                                         "numrange",
                                                         "oid",
                                                         "oidvector",
                                                         "path",
                                                         "pg_lsn",
                                                         "pg_snapshot",
                                                         "point",
                                                         "polygon",
                                                         "refcursor",
                                                         "regclass",
                                                         "regcollation",
                                                         "regconfig",
                                                         "regdictionary",
                                                         "regnamespace",
                                                         "regoper",
                                                         "regoperator",
                                                         "regproc",
                                                         "regprocedure",
                                                         "regrole",
                                                         "regtype",
                                                         "text",
                                                         "tid",
                                                         "tsmultirange",
                                                         "tsquery",
                                                         "tsrange",
                                                         "tstzmultirange",
                                                         "tstzrange",
                                                         "tsvector",
                                                         "txid_snapshot",
                                                         "uuid",
                                                         "xid",
                                                         "xid8",
                                                         "xml"};

const Spelling* spellingOf(std::string_view internal) {
    const auto* found = std::lower_bound(
        spellings.begin(), spellings.end(), internal,
        [](const Spelling& spelling, std::string_view name) { return spelling.internal < name; });
    return found != spellings.end() && found->internal == internal ? found : nullptr;
}

std::string printedName(const TypeName& type, std::string_view internal) {
    // Without a length it is not what CHARACTER means, which has the length 1.
    const bool plainBpchar = internal == "bpchar" && type.modifiers.empty();
    const Spelling* spelling = plainBpchar ? nullptr : spellingOf(internal);
    return spelling != nullptr ? std::string(spelling->printed) : quotedIdentifier(internal);
}

struct IntervalFields {
    int64_t mask;
    std::string_view words;
};

/// The field lists of interval types: INTERVAL_MASK of their first to last field
/// (src/include/utils/timestamp.h; intervaltypmodout, src/backend/utils/adt/timestamp.c).
constexpr int64_t monthField = 1 << 1;
constexpr int64_t yearField = 1 << 2;
constexpr int64_t dayField = 1 << 3;
constexpr int64_t hourField = 1 << 10;
constexpr int64_t minuteField = 1 << 11;
constexpr int64_t secondField = 1 << 12;
constexpr std::array intervalFields = {
    IntervalFields{yearField, " year"},
    IntervalFields{monthField, " month"},
    IntervalFields{dayField, " day"},
    IntervalFields{hourField, " hour"},
    IntervalFields{minuteField, " minute"},
    IntervalFields{secondField, " second"},
    IntervalFields{yearField | monthField, " year to month"},
    IntervalFields{dayField | hourField, " day to hour"},
    IntervalFields{dayField | hourField | minuteField, " day to minute"},
    IntervalFields{dayField | hourField | minuteField | secondField, " day to second"},
    IntervalFields{hourField | minuteField, " hour to minute"},
    IntervalFields{hourField | minuteField | secondField, " hour to second"},
    IntervalFields{minuteField | secondField, " minute to second"},
};

/// The modifiers of an interval are a mask of fields and a precision.
std::string formatInterval(const TypeName& type) {
    std::string result = "interval";
    for (const IntervalFields& fields : intervalFields) {
        if (!type.modifiers.empty() && type.modifiers.front() == fields.mask) {
            result += fields.words;
        }
    }
    if (type.modifiers.size() > 1) {
        result += fmt::format("({})", type.modifiers[1]);
    }
    return result;
}

/// "timestamp(3) with time zone": the modifier stands before "with" and "without".
std::string withModifiers(std::string_view printed, const TypeName& type) {
    std::string modifiers;
    if (!type.modifierTexts.empty()) {
        modifiers = fmt::format("({})", fmt::join(type.modifierTexts, ","));
    } else if (printed == "numeric" && type.modifiers.size() == 1) {
        modifiers = fmt::format("({},0)", type.modifiers.front());
    } else if (!type.modifiers.empty()) {
        modifiers = fmt::format("({})", fmt::join(type.modifiers, ","));
    }
    const size_t with = printed.find(" with");
    if (with == std::string_view::npos) {
        return fmt::format("{}{}", printed, modifiers);
    }
    return fmt::format("{}{}{}", printed.substr(0, with), modifiers, printed.substr(with));
}

} // namespace

bool isBuiltinType(std::string_view internal) {
    return spellingOf(internal) != nullptr ||
           std::binary_search(otherTypes.begin(), otherTypes.end(), internal);
}

bool TypeName::isSerial() const {
    if (!name.schema.empty() || dimensions > 0) {
        return false;
    }
    static constexpr std::array<std::string_view, 6> serials = {
        "serial", "serial4", "bigserial", "serial8", "smallserial", "serial2"};
    return std::find(serials.begin(), serials.end(), name.name.text) != serials.end();
}

std::string formatType(const TypeName& type) {
    std::string result;
    std::string_view name = type.name.name.text;
    bool array = type.dimensions > 0;
    if (!type.name.schema.empty() && type.name.schema.text != "pg_catalog") {
        const std::string schema = quotedIdentifier(type.name.schema.text);
        result = withModifiers(schema + "." + quotedIdentifier(name), type);
    } else {
        const std::string_view element = name.substr(std::min<size_t>(1, name.size()));
        const bool isKnown = isBuiltinType(element) || element == "citext" || element == "hstore";
        if (name.starts_with('_') && isKnown) {
            name.remove_prefix(1);
            array = true;
        }
        result = name == "interval" ? formatInterval(type)
                                    : withModifiers(printedName(type, name), type);
    }
    if (type.columnType) {
        result += "%TYPE";
    }
    // PostgreSQL does not keep the number of dimensions in a column's type.
    if (array) {
        result += "[]";
    }
    return result;
}

} // namespace ironlaw
