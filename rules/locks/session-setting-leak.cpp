// SET without LOCAL: the setting reaches the migrations that come next in the same session.
#include "analyzer/rule/context.h"

#include <vector>

namespace ironlaw::rules {

namespace {

void check(const SettingsLeft& event, Context& context) {
    const Tool& tool = *context.history().tool;
    std::vector<const SettingLeft*> left;
    std::string names;
    for (const SettingLeft& setting : event.settings) {
        const bool restored = tool.restoredSettings == "all" ||
                              tool.restoredSettings.find(setting.name) != std::string_view::npos;
        if (!restored) {
            names += (left.empty() ? "" : ", ") + setting.name;
            left.push_back(&setting);
        }
    }
    if (left.empty() || context.migration().schemaDump || context.history().toolAssumed) {
        return;
    }
    const SettingLeft& first = *left.front();
    auto diagnostic = context.report(
        Location(first.place),
        "SET without LOCAL leaves {} to the migrations that come next in the session", names);
    for (const SettingLeft* other : std::span(left).subspan(1)) {
        diagnostic.note(other->place, "{} is set here", other->name);
    }
    if (first.inTransaction) {
        diagnostic.help("use SET LOCAL, which ends with the transaction");
    } else {
        diagnostic.help("put RESET {} at the end of the migration", first.name);
    }
}

} // namespace

extern constinit const Rule session_setting_leak = {
    .summary = "setting that outlives its migration",
    .severity = Severity::Note,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
