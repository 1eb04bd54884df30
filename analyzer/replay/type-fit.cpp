// See type-fit.h.
#include "analyzer/replay/type-fit.h"

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// Types that are cast alike; within a group everything is assigned to everything.
enum class Group : uint8_t {
    Unknown,
    Integer,
    Numeric,
    Float,
    Text,
    Boolean,
    Uuid,
    Json,
    Time,
    Enum
};

struct NamedGroup {
    std::string_view type;
    Group group;
};
constexpr std::array<NamedGroup, 16> groups = {{{"bool", Group::Boolean},
                                                {"bpchar", Group::Text},
                                                {"date", Group::Time},
                                                {"float4", Group::Float},
                                                {"float8", Group::Float},
                                                {"int2", Group::Integer},
                                                {"int4", Group::Integer},
                                                {"int8", Group::Integer},
                                                {"json", Group::Json},
                                                {"jsonb", Group::Json},
                                                {"numeric", Group::Numeric},
                                                {"text", Group::Text},
                                                {"timestamp", Group::Time},
                                                {"timestamptz", Group::Time},
                                                {"uuid", Group::Uuid},
                                                {"varchar", Group::Text}}};
static_assert(std::ranges::is_sorted(groups, {}, &NamedGroup::type));

const Type* enumOf(const TypeName& type, const Catalog& catalog) {
    const Type* found = catalog.type(type.name).object;
    return found != nullptr && found->typeKind == TypeKind::Enum ? found : nullptr;
}

/// Of the elements, for an array.
Group groupOf(const TypeName& type, const Catalog& catalog) {
    if (type.isSerial()) {
        return Group::Integer;
    }
    if (type.columnType || catalog.type(type.name)) {
        return enumOf(type, catalog) != nullptr ? Group::Enum : Group::Unknown;
    }
    const std::string_view name = type.name.name.text;
    const bool isOwn = type.name.schema.empty() || type.name.schema.text == "pg_catalog";
    const auto* found = std::ranges::lower_bound(groups, name, {}, &NamedGroup::type);
    return isOwn && found != groups.end() && found->type == name ? found->group : Group::Unknown;
}

bool isNumber(Group group) {
    return group == Group::Integer || group == Group::Numeric || group == Group::Float;
}

bool unassignable(Group from, Group to) {
    return from != Group::Unknown && to != Group::Unknown && to != Group::Text && from != to &&
           !(isNumber(from) && isNumber(to));
}

/// What the value is before it becomes the column's; of a string, nothing is settled yet.
Group groupOfLiteral(const Expression& value) {
    switch (value.kind) {
    case ExpressionKind::Number:
        return value.text.view().find_first_not_of("0123456789") == std::string_view::npos
                   ? Group::Integer
                   : Group::Numeric;
    case ExpressionKind::Boolean: return Group::Boolean;
    case ExpressionKind::SqlValue:
        return value.text == "current_timestamp" || value.text == "current_date" ? Group::Time
                                                                                 : Group::Unknown;
    case ExpressionKind::FunctionCall:
        return value.names.size() == 1 && value.names.front().text == "now" &&
                       value.operands.empty()
                   ? Group::Time
                   : Group::Unknown;
    default: return Group::Unknown;
    }
}

/// parse_bool_with_len (src/backend/utils/adt/bool.c): the words and what they begin with.
bool isBooleanWord(std::string_view text) {
    constexpr std::array<std::string_view, 4> words = {"true", "false", "yes", "no"};
    const auto begins = [&](std::string_view word) {
        return std::ranges::equal(text, word.substr(0, text.size()), [](char a, char b) {
            return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
        });
    };
    return begins("on")    ? text.size() == 2
           : begins("off") ? text.size() >= 2
                           : text == "1" || text == "0" || std::ranges::any_of(words, begins);
}

bool surelyNoInput(std::string_view text, const TypeName& type, const Catalog& catalog) {
    if (text.find_first_of(" \t\n\r\f\v") != std::string_view::npos) {
        return false; // which input functions pass over
    }
    const Type* labels = enumOf(type, catalog);
    switch (groupOf(type, catalog)) {
    case Group::Integer: return text.find_first_of("0123456789") == std::string_view::npos;
    case Group::Boolean: return text.empty() || !isBooleanWord(text);
    case Group::Enum: return std::ranges::find(labels->labels, text) == labels->labels.end();
    default: return false;
    }
}

} // namespace

bool surelyUnassignable(const TypeName& from, const TypeName& to, const Catalog& catalog) {
    const Group source = groupOf(from, catalog);
    const Group target = groupOf(to, catalog);
    if (source == Group::Unknown || target == Group::Unknown) {
        return false;
    }
    if ((from.dimensions > 0) != (to.dimensions > 0)) {
        return to.dimensions > 0 || target != Group::Text;
    }
    const bool otherEnum = source == Group::Enum && target == Group::Enum &&
                           enumOf(from, catalog) != enumOf(to, catalog);
    return otherEnum || unassignable(source, target);
}

bool surelyIncomparable(const TypeName& from, const TypeName& key, const Catalog& catalog) {
    const Group source = groupOf(from, catalog);
    const Group target = groupOf(key, catalog);
    if (source == Group::Unknown || target == Group::Unknown || from.dimensions > 0 ||
        key.dimensions > 0) {
        return false;
    }
    if (isNumber(source) && isNumber(target)) {
        return source > target; // from integer to numeric and on to float, but not back
    }
    return source != target ||
           (source == Group::Enum && enumOf(from, catalog) != enumOf(key, catalog));
}

bool surelyNoInteger(const TypeName& type, const Catalog& catalog) {
    const Group group = groupOf(type, catalog);
    return group != Group::Unknown && (group != Group::Integer || type.dimensions > 0);
}

bool surelyNoDefault(const Expression& value, const TypeName& type, const Catalog& catalog) {
    const Group target = groupOf(type, catalog);
    if (target == Group::Unknown || type.dimensions > 0) {
        return false;
    }
    return value.kind == ExpressionKind::String ? surelyNoInput(value.text, type, catalog)
                                                : unassignable(groupOfLiteral(value), target);
}

bool surelyLosesDefault(const Expression& value, const TypeName& from, const TypeName& to,
                        const Catalog& catalog) {
    if (value.kind == ExpressionKind::String) {
        return surelyUnassignable(from, to, catalog);
    }
    return to.dimensions == 0 && unassignable(groupOfLiteral(value), groupOf(to, catalog));
}

std::string plainTypeName(const TypeName& type) {
    const std::string_view name = type.name.name.text;
    if (!type.isSerial()) {
        return formatType(type);
    }
    if (name.starts_with("small") || name == "serial2") {
        return "smallint";
    }
    return name.starts_with("big") || name == "serial8" ? "bigint" : "integer";
}

} // namespace ironlaw
