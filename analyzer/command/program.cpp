// The program itself: which sub-command runs, and what there is without one.
#include "analyzer/command/command.h"

#include "analyzer/command/options.h"
#include "analyzer/diagnostic/sanitise.h"
#include "grammar/parser.h"

#include <fmt/format.h>

#include <algorithm>

namespace ironlaw {

namespace {

constexpr Command commands[] = {
    {"check", "[PATH…]", "judge migrations folders, files or schema dumps", checkCommand},
    {"locks", "[PATH…]", "what each statement locks, scans and rewrites", locksCommand},
    {"schema", "[PATH…]", "print the schema that a history produces", schemaCommand},
    {"rollback", "[PATH…]", "draft the ways back that migrations lack", rollbackCommand},
    {"rules", "", "list the rules", rulesCommand},
    {"explain", "RULE", "show a rule's manual", explainCommand},
};

std::string help() {
    std::string text = "ironlaw judges PostgreSQL migrations without a database.\n\n"
                       "Usage: ironlaw COMMAND [OPTION…]\n\nCommands:\n";
    for (const Command& command : commands) {
        text += fmt::format("  {:18} {}\n", fmt::format("{} {}", command.name, command.arguments),
                            command.summary);
    }
    return text +
           "\n\"ironlaw COMMAND --help\" says more; \"ironlaw --version\" names the version.\n";
}

} // namespace

CommandResult impossible(std::string_view reason) {
    return {ExitStatus::Impossible, "", fmt::format("ironlaw: {}\n", sanitise(reason))};
}

void addFailures(CommandResult& result, const std::vector<std::string>& reasons) {
    if (reasons.empty()) {
        return;
    }
    std::string line = result.err;
    std::ranges::replace(line, '\n', ';');
    for (const std::string& reason : reasons) {
        line += line.empty() ? "" : " ";
        line += reason + ";";
    }
    line.pop_back();
    constexpr std::string_view prefix = "ironlaw: ";
    for (size_t at = line.find(prefix); at != std::string::npos; at = line.find(prefix, at)) {
        line.erase(at, prefix.size());
    }
    result.err = impossible(line).err;
    result.status = ExitStatus::Impossible;
}

void addRemark(CommandResult& result, std::string_view remark) {
    result.err += fmt::format("ironlaw: {}\n", sanitise(remark));
}

CommandResult runProgram(CommandArguments arguments, Terminal terminal) {
    if (arguments.empty()) {
        return impossible("no command is given; \"ironlaw --help\" lists them");
    }
    std::string_view name = arguments.front();
    if (name == "--help" || name == "help") {
        return {ExitStatus::Passed, help(), ""};
    }
    if (name == "--version") {
        return {ExitStatus::Passed,
                fmt::format("ironlaw {} (grammar of PostgreSQL {})\n", IRONLAW_VERSION,
                            grammarVersion()),
                ""};
    }
    std::vector<std::string_view> known;
    for (const Command& command : commands) {
        if (command.name == name) {
            return command.run(arguments.subspan(1), terminal);
        }
        known.push_back(command.name);
    }
    bool isOption = name.starts_with('-');
    if (isOption) {
        known = {"--help", "--version"};
    }
    return impossible(llvm::toString(unknownWord(isOption ? "option" : "command", name, known)));
}

} // namespace ironlaw
