// See flyway-callbacks.h.
#include "analyzer/project/tools/flyway-callbacks.h"

#include "analyzer/project/layout.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

using Place = FlywayCallback::Place;

struct Event {
    std::string_view name;
    Place place;
};

/// Each migrate validates first. What surrounds each migration or statement is taken once; what
/// surrounds an undo finds the schema as the last migrate has left it.
constexpr auto events = std::to_array<Event>({
    {"afterConnect", Place::Before},
    {"beforeValidate", Place::Before},
    {"afterValidate", Place::Before},
    {"createSchema", Place::Before},
    {"beforeCreateSchema", Place::Before},
    {"beforeMigrate", Place::Before},
    {"beforeEachMigrate", Place::Before},
    {"beforeEachMigrateStatement", Place::Before},
    {"afterVersioned", Place::BehindVersions},
    {"beforeRepeatables", Place::BehindVersions},
    {"afterEachMigrateStatement", Place::Behind},
    {"afterEachMigrate", Place::Behind},
    {"afterMigrateApplied", Place::Behind},
    {"afterMigrate", Place::Behind},
    {"afterMigrateOperationFinish", Place::Behind},
    {"beforeUndo", Place::Behind},
    {"beforeEachUndo", Place::Behind},
    {"beforeEachUndoStatement", Place::Behind},
    {"afterEachUndoStatement", Place::Behind},
    {"afterEachUndo", Place::Behind},
    {"afterUndo", Place::Behind},
    {"afterUndoOperationFinish", Place::Behind},
});

/// The other commands, whose events have names such as beforeClean and afterInfoError.
struct Command {
    std::string_view name;
    std::string_view reason;
};
constexpr auto commands = std::to_array<Command>({
    {"Baseline", "Flyway runs it with the command baseline only"},
    {"Clean", "Flyway runs it with the command clean only"},
    {"Connect", "Flyway runs it before it connects"},
    {"Info", "Flyway runs it with the command info only"},
    {"Repair", "Flyway runs it with the command repair only"},
    {"Validate", "Flyway runs it when a validation has failed"},
});
constexpr auto failing =
    std::to_array<std::string_view>({"Migrate", "MigrateStatement", "Undo", "UndoStatement"});
constexpr std::string_view onFailure = "Flyway runs it when a migration has failed";

std::optional<FlywayCallback> onOtherCommand(llvm::StringRef event) {
    if (!event.consume_front("before") && !event.consume_front("after")) {
        return std::nullopt;
    }
    const bool isError = event.consume_back("Error");
    event.consume_back("OperationFinish");
    for (const Command& command : commands) {
        if (event == llvm::StringRef(command.name)) {
            return FlywayCallback{Place::Never, 0, command.reason};
        }
    }
    event.consume_front("Each");
    const bool isKnown =
        isError && std::ranges::any_of(failing, [&](llvm::StringRef one) { return event == one; });
    return isKnown ? std::optional(FlywayCallback{Place::Never, 0, onFailure}) : std::nullopt;
}

} // namespace

std::optional<FlywayCallback> flywayCallback(std::string_view fileName) {
    const llvm::StringRef stem = without(fileName, ".sql");
    const llvm::StringRef event = stem.split("__").first;
    const auto* const found = std::ranges::find_if(
        events, [&](const Event& one) { return event == llvm::StringRef(one.name); });
    if (found == events.end()) {
        return onOtherCommand(event);
    }
    return FlywayCallback{found->place, static_cast<size_t>(found - events.begin()), ""};
}

void placeCallbacks(std::vector<CallbackMigration> callbacks, std::vector<Migration>& migrations) {
    std::ranges::stable_sort(callbacks, [](const auto& a, const auto& b) {
        return a.callback.rank != b.callback.rank ? a.callback.rank < b.callback.rank
                                                  : a.migration.name < b.migration.name;
    });
    std::vector<Migration> placed;
    const auto place = [&](Place where) {
        for (CallbackMigration& one : callbacks) {
            if (one.callback.place == where) {
                placed.push_back(std::move(one.migration));
            }
        }
    };
    const auto repeatables = std::ranges::find_if(migrations, &Migration::repeatable);
    place(Place::Before);
    std::move(migrations.begin(), repeatables, std::back_inserter(placed));
    place(Place::BehindVersions);
    std::move(repeatables, migrations.end(), std::back_inserter(placed));
    place(Place::Behind);
    migrations = std::move(placed);
}

} // namespace ironlaw
