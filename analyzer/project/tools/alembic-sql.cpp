// Alembic's offline mode, "alembic upgrade --sql": scripts that psql runs, with a comment above
// each revision and its transaction around one or all of them (alembic/runtime/migration.py).
#include "analyzer/project/tools.h"
#include "analyzer/project/tools/script-output.h"

#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <functional>
#include <queue>

namespace ironlaw {

namespace {

/// "-- Running upgrade a -> b", "-- Running downgrade b -> a"; a merge follows several revisions.
std::optional<ScriptStep> stepOf(std::string_view text) {
    llvm::StringRef line = text;
    const bool up = line.consume_front("-- Running upgrade ");
    if (!up && !line.consume_front("-- Running downgrade ")) {
        return std::nullopt;
    }
    const auto [from, to] = line.split("->");
    const llvm::StringRef first = from.split(',').first.trim();
    return up ? ScriptStep{to.trim(), Direction::Up, first} : ScriptStep{first, Direction::Down};
}

/// Puts each revision behind the one that it follows, and otherwise keeps the order of the names.
void sortByGraph(History& history, const std::map<std::string, std::string>& before) {
    std::vector<Migration>& all = history.migrations;
    llvm::StringMap<size_t> known;
    for (size_t i = 0; i < all.size(); ++i) {
        known[all[i].version] = i;
    }
    std::vector<std::vector<size_t>> followers(all.size());
    std::priority_queue<size_t, std::vector<size_t>, std::greater<>> ready;
    for (size_t i = 0; i < all.size(); ++i) {
        const auto named = before.find(all[i].version);
        const auto parent = named == before.end() ? known.end() : known.find(named->second);
        if (parent == known.end() || parent->second == i) {
            ready.push(i);
        } else {
            followers[parent->second].push_back(i);
        }
    }
    std::vector<size_t> order;
    while (!ready.empty()) {
        order.push_back(ready.top());
        ready.pop();
        for (const size_t follower : followers[order.back()]) {
            ready.push(follower);
        }
    }
    if (order.size() == all.size()) { // no circle
        std::vector<Migration> sorted;
        for (const size_t one : order) {
            sorted.push_back(std::move(all[one]));
        }
        all = std::move(sorted);
    }
}

constexpr ScriptOutput scripts = {.stepOf = stepOf};

void layout(const LayoutInput& input) {
    const std::map<std::string, std::string> before = layoutOutput(input, scripts);
    sortByGraph(input.history, before);
}

int recognise(const Evidence& evidence) {
    const auto isScript = [](llvm::StringRef head) {
        return head.contains("\n-- Running upgrade ") || head.starts_with("-- Running upgrade ") ||
               head.contains("\n-- Running downgrade ");
    };
    const auto count = std::ranges::count_if(evidence.heads, isScript);
    return count > 0 && static_cast<size_t>(count) * 2 >= evidence.heads.size() ? 80 : 0;
}

} // namespace

const Tool alembicSql = {
    .name = "alembic-sql",
    .title = "psql",
    .execution = statementByStatement,
    .restoredSettings = "all",
    .transactionOptOut = "move the statement out of BEGIN and COMMIT",
    .wayBackForm = commentedWayBackForm,
    .singleMessageHelp = "",
    .ordersByList = true,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
