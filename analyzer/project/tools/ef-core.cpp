// EF Core's scripts for Npgsql, as "dotnet ef migrations script" writes them: psql runs them. In
// the idempotent form each statement stands in a DO block that asks the history table first; what
// is in it is what counts.
#include "analyzer/project/tools.h"
#include "analyzer/project/tools/script-output.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

constexpr llvm::StringRef historyTable = "__EFMigrationsHistory";

/// The text between the first two quotes.
llvm::StringRef quoted(llvm::StringRef text) { return text.split('\'').second.split('\'').first; }

/// `VALUES ('20240101120000_Name', '8.0.0');`, or the DELETE of one. The line of the table stands
/// above the one of the values, which alone has the form of a version.
std::optional<ScriptStep> stepOf(std::string_view text) {
    const llvm::StringRef line = llvm::StringRef(text).trim();
    const llvm::StringRef id = quoted(line);
    const bool isVersion = leadingDigits(id).size() == 14 && id.drop_front(14).starts_with("_");
    if (isVersion && line.starts_with("VALUES (")) {
        return ScriptStep{id, Direction::Up};
    }
    if (isVersion && line.starts_with("WHERE ")) {
        return ScriptStep{id, Direction::Down};
    }
    return std::nullopt;
}

/// Leaves out "DO $EF$ BEGIN IF … THEN" above a statement, and "END IF; END $EF$;" below it.
void unwrap(Section& section, std::string_view text) {
    const Range within = section.range;
    std::optional<uint32_t> opened; ///< where "DO $EF$" begins, until THEN has come
    std::optional<uint32_t> closed; ///< where the last "END IF;" begins
    bool inside = false;
    eachLine(text.substr(within.begin, within.size()), [&](llvm::StringRef line, Range range) {
        const llvm::StringRef words = line.trim();
        if (words == "DO $EF$") {
            opened = within.begin + range.begin;
        } else if (opened && words.starts_with("IF ") && words.contains(historyTable) &&
                   words.ends_with("THEN")) {
            section.unsent.push_back({*opened, within.begin + range.end});
            opened.reset();
            inside = true;
        } else if (inside && words == "END IF;") {
            closed = within.begin + range.begin;
        } else if (inside && closed && words.starts_with("END $EF$;")) {
            section.unsent.push_back({*closed, within.begin + range.end});
            closed.reset();
            inside = false;
        }
    });
}

constexpr ScriptOutput scripts = {.stepOf = stepOf, .complete = unwrap};

void layout(const LayoutInput& input) { layoutOutput(input, scripts); }

int recognise(const Evidence& evidence) {
    const auto isScript = [](llvm::StringRef head) {
        return head.contains(historyTable) && head.contains("INSERT INTO");
    };
    const auto count = std::ranges::count_if(evidence.heads, isScript);
    return count > 0 && static_cast<size_t>(count) * 2 >= evidence.heads.size() ? 80 : 0;
}

} // namespace

const Tool efCore = {
    .name = "ef-core",
    .title = "psql",
    .execution = statementByStatement,
    .restoredSettings = "all",
    .transactionOptOut = "move the statement out of the transaction",
    .wayBackForm = commentedWayBackForm,
    .singleMessageHelp = "",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
