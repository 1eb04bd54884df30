// See type-change.h.
#include "analyzer/replay/type-change.h"

#include "analyzer/replay/facts/facts.h"

#include <algorithm>
#include <array>
#include <string>

namespace ironlaw {

namespace {

/// A type without its domain: what the values are, and how they are cut.
struct Values {
    std::string type; ///< as format_type prints it, without modifiers
    std::span<const int64_t> modifiers;
    bool array = false;
    bool known = true;
};

/// Domains are made of domains, but not of themselves.
constexpr int maxDomains = 16;

const Type* domainOf(const TypeName& type, const Catalog& catalog) {
    if (type.dimensions > 0) {
        return nullptr;
    }
    const Lookup<Type> found = catalog.type(type.name);
    return found && found->typeKind == TypeKind::Domain ? found.object : nullptr;
}

Values valuesOf(const TypeName& type, const Catalog& catalog) {
    const TypeName* base = &type;
    for (int i = 0; i < maxDomains; ++i) {
        const Type* domain = domainOf(*base, catalog);
        if (domain == nullptr || domain->baseType == nullptr) {
            break;
        }
        base = domain->baseType;
    }
    Values values;
    TypeName plain = *base;
    plain.modifiers = {};
    plain.modifierTexts = {};
    values.type = formatType(plain);
    values.modifiers = base->modifiers;
    values.array = values.type.ends_with("[]");
    values.known = base->modifierTexts.empty() &&
                   (base->name.schema.text == "pg_catalog" || isBuiltinType(base->name.name.text) ||
                    catalog.type(base->name));
    return values;
}

bool isTimestamp(std::string_view type) {
    return type == "timestamp with time zone" || type == "timestamp without time zone";
}

/// interval(p) and its fields, as interval_support in src/backend/utils/adt/timestamp.c compares
/// them. The first modifier is a mask of fields, the second a precision.
bool intervalIsKept(std::span<const int64_t> from, std::span<const int64_t> to) {
    constexpr int64_t fullPrecision = 0xFFFF;
    constexpr int64_t maxPrecision = 6;
    // From the least field to the greatest: INTERVAL_MASK(SECOND), MINUTE, HOUR, DAY, MONTH, YEAR.
    constexpr std::array<int64_t, 6> fields = {1 << 12, 1 << 11, 1 << 10, 1 << 3, 1 << 1, 1 << 2};
    auto least = [&](std::span<const int64_t> modifiers) {
        if (modifiers.empty() || modifiers[0] == 0x7FFF) {
            return size_t(0);
        }
        const auto* field =
            std::ranges::find_if(fields, [&](int64_t mask) { return (modifiers[0] & mask) != 0; });
        return static_cast<size_t>(field - fields.begin());
    };
    auto precision = [&](std::span<const int64_t> modifiers) {
        return modifiers.size() > 1 ? modifiers[1] : fullPrecision;
    };
    return least(from) >= least(to) &&
           (least(from) > 0 || precision(to) >= maxPrecision || precision(to) >= precision(from));
}

/// Whether cutting values of a type with modifiers `from` to `to` provably changes none of them:
/// the support functions of the length coercions.
bool lengthIsKept(std::string_view type, std::span<const int64_t> from,
                  std::span<const int64_t> to) {
    if (to.empty() || std::ranges::equal(from, to)) {
        return true;
    }
    if (type == "character varying" || type == "bit varying") {
        return !from.empty() && from[0] <= to[0];
    }
    if (type == "numeric") {
        const int64_t fromScale = from.size() > 1 ? from[1] : 0;
        const int64_t toScale = to.size() > 1 ? to[1] : 0;
        return !from.empty() && from[0] <= to[0] && fromScale == toScale;
    }
    if (type.starts_with("time")) { // time and timestamp, with and without time zone
        constexpr int64_t maxPrecision = 6;
        return to[0] >= maxPrecision || (!from.empty() && from[0] <= to[0]);
    }
    return type == "interval" && intervalIsKept(from, to);
}

/// The type whose default operator class an index on `type` takes (GetDefaultOpClass,
/// src/backend/commands/indexcmds.c): that of a type which it only relabels, if it has none.
std::string_view indexedAs(std::string_view type) {
    if (type == "character varying") {
        return "text";
    }
    if (type == "cidr") {
        return "inet";
    }
    return type.starts_with("reg") ? "oid" : type;
}

/// USING x and USING x::newtype say no more than what happens without USING.
bool isPlainConversion(const AlterColumnType& action) {
    const Expression* expression = action.conversion;
    if (expression != nullptr && expression->kind == ExpressionKind::Cast) {
        if (formatType(*expression->type()) != formatType(action.type)) {
            return false;
        }
        expression = expression->operands.front();
    }
    return expression == nullptr || (expression->kind == ExpressionKind::ColumnReference &&
                                     expression->text == action.column.text.view());
}

Answer betweenTypes(const Values& from, const Values& to, bool fromDomain, int serverVersion,
                    Answer zoneIsUtc) {
    if (!from.known || !to.known) {
        return from.type == to.type ? Answer::No : Answer::Unknown;
    }
    // The length of a domain's values is not seen.
    const std::span<const int64_t> fromModifiers =
        fromDomain ? std::span<const int64_t>() : from.modifiers;
    if (from.type == to.type) {
        const bool same = std::ranges::equal(fromModifiers, to.modifiers);
        const bool kept = same || (!to.array && lengthIsKept(to.type, fromModifiers, to.modifiers));
        return kept ? Answer::No : Answer::Yes;
    }
    if (from.array || to.array) {
        return Answer::Yes;
    }
    if (isTimestamp(from.type) && isTimestamp(to.type)) {
        return !to.modifiers.empty()      ? Answer::Yes
               : zoneIsUtc == Answer::Yes ? Answer::No
               : zoneIsUtc == Answer::No  ? Answer::Yes
                                          : Answer::Unknown;
    }
    // A relabelled value has no known length.
    const bool relabelled = isBinaryCast(from.type, to.type, serverVersion);
    return relabelled && lengthIsKept(to.type, {}, to.modifiers) ? Answer::No : Answer::Yes;
}

} // namespace

bool isConstrainedDomain(const TypeName& type, const Catalog& catalog) {
    const Type* domain = domainOf(type, catalog);
    for (int i = 0; domain != nullptr && i < maxDomains; ++i) {
        if (domain->constrained || domain->notNull) {
            return true;
        }
        domain = domain->baseType == nullptr ? nullptr : domainOf(*domain->baseType, catalog);
    }
    return false;
}

TypeChange typeChange(const Column& column, const AlterColumnType& action, const Catalog& catalog,
                      int serverVersion, Answer zoneIsUtc) {
    TypeChange change;
    if (column.type == nullptr) {
        return change;
    }
    const Values from = valuesOf(*column.type, catalog);
    const Values to = valuesOf(action.type, catalog);
    const bool plain = isPlainConversion(action);
    if (plain && formatType(*column.type) == formatType(action.type)) {
        change.rewrites = Answer::No;
    } else if (!plain || isConstrainedDomain(action.type, catalog)) {
        change.rewrites = Answer::Yes;
    } else {
        const bool fromDomain = domainOf(*column.type, catalog) != nullptr;
        change.rewrites = betweenTypes(from, to, fromDomain, serverVersion, zoneIsUtc);
        change.timeZoneDecides = from.type != to.type && isTimestamp(from.type) &&
                                 isTimestamp(to.type) && to.modifiers.empty();
    }
    change.rebuildsIndexes = indexedAs(from.type) != indexedAs(to.type) ||
                             column.collation != action.collation.text.view();
    return change;
}

} // namespace ironlaw
