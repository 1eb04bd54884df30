// See setting.h.
#include "analyzer/catalog/setting.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

void holdOne(HeldSettings& settings, const Setting& setting, uint32_t migration,
             bool knowsDefault) {
    const auto place = std::ranges::lower_bound(settings, setting.name, {}, &HeldSetting::name);
    const bool isThere = place != settings.end() && place->name == setting.name;
    if (setting.value.empty() && knowsDefault) {
        settings.erase(place, place + (isThere ? 1 : 0));
    } else if (!isThere) {
        settings.insert(place, {setting.name, setting.value, migration, migration});
    } else if (place->value != setting.value) {
        place->value = setting.value;
        place->lastSetIn = migration;
    }
}

} // namespace

void hold(HeldSettings& settings, const Setting& setting, uint32_t migration, bool knowsDefault) {
    if (!setting.name.ends_with('*')) {
        holdOne(settings, setting, migration, knowsDefault);
        return;
    }
    const std::string_view prefix = setting.name.substr(0, setting.name.size() - 1);
    const HeldSettings before = settings;
    for (const HeldSetting& one : before) {
        if (one.name.starts_with(prefix)) {
            holdOne(settings, {one.name, setting.value}, migration, knowsDefault);
        }
    }
}

std::string_view valueOf(const HeldSettings& settings, std::string_view name) {
    const auto place = std::ranges::lower_bound(settings, name, {}, &HeldSetting::name);
    return place != settings.end() && place->name == name ? place->value : std::string_view();
}

namespace {

struct IntegerType {
    std::string_view name;
    std::string_view internalName;
    int64_t minimum;
    int64_t maximum;
};

constexpr IntegerType integerTypes[] = {
    {"smallint", "int2", INT16_MIN, INT16_MAX},
    {"integer", "int4", INT32_MIN, INT32_MAX},
    {"bigint", "int8", INT64_MIN, INT64_MAX},
};

const IntegerType& integerType(std::string_view name) {
    for (const IntegerType& known : integerTypes) {
        if (known.name == name || known.internalName == name) {
            return known;
        }
    }
    return integerTypes[2];
}

/// The option of that name; null if it is not among them.
const Setting* find(std::span<const Setting> options, std::string_view name) {
    const auto found = std::ranges::find(options, name, &Setting::name);
    return found == options.end() ? nullptr : &*found;
}

/// Whether the option is there and gives a number.
bool read(const Setting* option, int64_t& value) {
    int64_t number = 0;
    if (option == nullptr || llvm::StringRef(option->value).getAsInteger(10, number)) {
        return false;
    }
    value = number;
    return true;
}

} // namespace

void SequenceOptions::set(std::span<const Setting> options, bool isNew) {
    bool newMinimum = isNew;
    bool newMaximum = isNew;
    if (const Setting* as = find(options, "as")) {
        const IntegerType& before = integerType(type);
        newMinimum |= minimum == before.minimum;
        newMaximum |= maximum == before.maximum;
        type = integerType(as->value).name;
    }
    const IntegerType& limits = integerType(type);
    read(find(options, "increment"), increment);
    const bool ascends = increment > 0;
    const Setting* cycle = find(options, "cycle");
    cycles = cycle == nullptr ? cycles : cycle->value == "true";
    const Setting* largest = find(options, "maxvalue");
    if (!read(largest, maximum) && (newMaximum || largest != nullptr)) {
        maximum = ascends ? limits.maximum : -1;
    }
    const Setting* smallest = find(options, "minvalue");
    if (!read(smallest, minimum) && (newMinimum || smallest != nullptr)) {
        minimum = ascends ? 1 : limits.minimum;
    }
    if (!read(find(options, "start"), start) && isNew) {
        start = ascends ? minimum : maximum;
    }
    read(find(options, "cache"), cache);
}

} // namespace ironlaw
