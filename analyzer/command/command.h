// The program: its sub-commands, their output and exit status. Nothing here writes to a standard
// stream; main() does that once, at the end.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ironlaw {

/// What the program is run in.
struct Terminal {
    bool isTerminal = false; ///< standard output is one that shows colours
};

enum class ExitStatus : uint8_t {
    Passed = 0,
    Failed = 1,     ///< a diagnostic at or above `--fail-on`
    Impossible = 2, ///< the run, or a part of it
};

struct CommandResult {
    ExitStatus status = ExitStatus::Passed;
    std::string out; ///< for standard output
    /// For standard error: the one line that says why the run was impossible, or remarks.
    std::string err;
};

using CommandArguments = std::span<const std::string_view>;

struct Command {
    std::string_view name;
    std::string_view arguments; ///< as help shows them: "[PATH…]"
    std::string_view summary;
    CommandResult (*run)(CommandArguments arguments, Terminal terminal);
};

/// Runs the program with the arguments behind its name.
CommandResult runProgram(CommandArguments arguments, Terminal terminal);

/// The run is impossible for a reason of one line.
CommandResult impossible(std::string_view reason);
/// Says in `result` that the run was impossible, in one line with what stood there before.
void addFailures(CommandResult& result, const std::vector<std::string>& reasons);
/// Adds a line to what `result` says on standard error, and leaves its status.
void addRemark(CommandResult& result, std::string_view remark);

CommandResult checkCommand(CommandArguments arguments, Terminal terminal);
CommandResult locksCommand(CommandArguments arguments, Terminal terminal);
CommandResult rollbackCommand(CommandArguments arguments, Terminal terminal);
CommandResult schemaCommand(CommandArguments arguments, Terminal terminal);
CommandResult rulesCommand(CommandArguments arguments, Terminal terminal);
CommandResult explainCommand(CommandArguments arguments, Terminal terminal);

} // namespace ironlaw
