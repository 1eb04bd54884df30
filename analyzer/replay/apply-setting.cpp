// What statements set beside definitions: storage parameters, options, states, roles and other
// things outside of the schema.
#include "analyzer/replay/apply.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// Types whose values are not compressed or moved out of line, or only the latter as a last resort
/// (pg_type.typstorage of the types that tables have columns of).
constexpr std::array<std::string_view, 15> plainTypes = {
    "bool", "date", "float4", "float8",    "int2",        "int4",   "int8", "interval",
    "name", "oid",  "time",   "timestamp", "timestamptz", "timetz", "uuid"};
constexpr std::array<std::string_view, 3> mainTypes = {"cidr", "inet", "numeric"};

std::string_view defaultStorage(const TypeName* type) {
    const std::string_view name =
        type == nullptr ? std::string_view() : type->name.name.text.view();
    return std::ranges::find(plainTypes, name) != plainTypes.end() ? "plain"
           : std::ranges::find(mainTypes, name) != mainTypes.end() ? "main"
                                                                   : "extended";
}

} // namespace

void Applier::take(CatalogObject& object, std::span<const Setting> settings) const {
    for (const Setting& one : settings) {
        hold(object.settings, one, replay_.migration_, knowsDefault(object, one.name));
    }
}

void Applier::take(Column& column, std::span<const Setting> settings, bool made) const {
    for (Setting one : settings) {
        const bool isDefault = one.name == "storage" &&
                               (one.value == "default" || one.value == defaultStorage(column.type));
        one.value = isDefault ? std::string_view() : one.value;
        hold(column.settings, one, replay_.migration_, made);
    }
}

void Applier::alterSettings(ObjectId id, const OtherAction& action, bool only) {
    switch (action.kind) {
    case AlterActionKind::ToggleTrigger: toggleTriggers(id, action, only); return;
    case AlterActionKind::ClusterOn: markIndex(id, action.name.text, "clustering"); return;
    case AlterActionKind::ReplicaIdentity:
        markIndex(id, action.name.text, "replica identity");
        break;
    default: break;
    }
    const bool ofRule = action.kind == AlterActionKind::Other && !action.settings.empty() &&
                        action.settings.front().name == "state";
    const bool ofColumn = action.number != 0 || action.kind == AlterActionKind::SetStatistics ||
                          action.kind == AlterActionKind::SetStorage ||
                          action.words == "ALTER COLUMN OPTIONS (…)" ||
                          (action.kind == AlterActionKind::SetOptions && !action.name.empty());
    if (ofRule) {
        for (const RewriteRule* rule : catalog_.partsOf<RewriteRule>(id)) {
            if (rule->name == action.name.text) {
                take(*catalog_.editRemarks(rule->id), action.settings);
            }
        }
    } else if (ofColumn) {
        // ATPrepCmd, tablecmds.c: those of the children have the same, but for options.
        const bool recurses =
            action.kind == AlterActionKind::SetStatistics || action.words == "SET STORAGE";
        eachDescendant(id, only || !recurses,
                       [&](ObjectId one) { alterColumnSettings(one, action); });
    } else if (CatalogObject* object = catalog_.editRemarks(id)) {
        take(*object, action.settings);
    }
}

void Applier::alterColumnSettings(ObjectId id, const OtherAction& action) {
    CatalogObject* object = catalog_.editRemarks(id);
    if (object->kind == CatalogKind::Table) {
        Table& table = static_cast<Table&>(*object);
        const auto column =
            std::ranges::find(table.columns, action.name.text.view(), &Column::name);
        if (column != table.columns.end()) {
            take(*column, action.settings, table.complete || column->origin.migration != 0);
        }
        return;
    }
    for (const Setting& one : action.settings) { // of an index or a materialized view
        const std::string which = action.number != 0 ? fmt::format("{}", action.number)
                                                     : std::string(action.name.text.view());
        const std::string name = fmt::format("{} of column {}", one.name, which);
        take(*object, std::array{Setting{catalog_.intern(name), one.value}});
    }
}

void Applier::toggleTriggers(ObjectId table, const OtherAction& action, bool only) {
    std::vector<ObjectId> toggled;
    for (const Trigger* trigger : catalog_.partsOf<Trigger>(table)) {
        if (action.name.empty() || trigger->name == action.name.text) {
            toggled.push_back(trigger->id);
        }
    }
    for (size_t i = 0; i < toggled.size(); ++i) {
        take(*catalog_.editRemarks(toggled[i]), action.settings);
        if (!only) {
            std::ranges::copy(catalog_.children(toggled[i]), std::back_inserter(toggled));
        }
    }
    if (action.words.ends_with(" ALL")) {
        const Setting state{"state of constraint triggers", action.settings.front().value};
        take(*catalog_.editRemarks(table), std::array{state});
    }
}

void Applier::markIndex(ObjectId relation, std::string_view name, std::string_view setting) {
    for (const Index* index : catalog_.partsOf<Index>(relation)) {
        const bool marked = index->name == name;
        if (marked != !valueOf(index->settings, setting).empty()) {
            take(*catalog_.editRemarks(index->id),
                 std::array{Setting{setting, marked ? "on" : ""}});
        }
    }
}

ObjectId Applier::serverObject(std::string_view name) {
    if (const ServerObject* known = catalog_.serverObject(name)) {
        return known->id;
    }
    auto object = std::make_unique<ServerObject>();
    object->name = catalog_.intern(name);
    return catalog_.add(std::move(object));
}

std::string Applier::serverName(ObjectKind kind, std::string_view name) {
    switch (kind) {
    case ObjectKind::Role: return fmt::format("role \"{}\"", name);
    case ObjectKind::Database: return fmt::format("database \"{}\"", name);
    default: return std::string(name);
    }
}

void Applier::dropServerObject(ObjectKind kind, std::string_view name) {
    if (const ServerObject* known = catalog_.serverObject(serverName(kind, name))) {
        catalog_.remove(known->id);
    }
}

void Applier::change(const SettingChange& change, Range range) {
    const ObjectKind kind = change.objectKind;
    const bool outside =
        kind == ObjectKind::Role || kind == ObjectKind::Database || kind == ObjectKind::Other;
    ObjectId id = 0;
    if (!outside) {
        id = objectNamed(kind, change.object);
    } else if (change.removes) {
        dropServerObject(kind, change.object.name.name.text);
    } else {
        const std::string name = serverName(kind, change.object.name.name.text);
        const ServerObject* known = catalog_.serverObject(name);
        if (change.makes && known != nullptr && known->made) {
            return; // it fails, or something looks whether it is there
        }
        id = serverObject(name);
        auto* object = static_cast<ServerObject*>(catalog_.editRemarks(id));
        object->origin = object->origin.migration == 0 ? replay_.originAt(range) : object->origin;
        object->made |= change.makes;
        object->guarded |= change.makes && inBlock_;
    }
    if (CatalogObject* object = catalog_.editRemarks(id)) {
        take(*object, change.settings);
    }
}

void Applier::changeOther(const OtherStatement& statement) {
    for (const SettingChange& one : statement.changes) {
        change(one, statement.range);
        if (statement.defaults != nullptr) {
            const ObjectId id = serverObject(one.object.name.name.text);
            grant(id, *statement.defaults);
        }
    }
}

} // namespace ironlaw
