// `ironlaw explain RULE`: one rule's manual.
#include "analyzer/command/options.h"
#include "analyzer/project/config.h"
#include "analyzer/rule/registry.h"
#include "analyzer/rule/selection.h"

namespace ironlaw {

namespace {

struct ExplainOptions {
    bool help = false;
};

constexpr Option<ExplainOptions> table[] = {
    {"--help", "", "show this help", setFlag<ExplainOptions, &ExplainOptions::help>},
};

} // namespace

CommandResult explainCommand(CommandArguments arguments, Terminal) {
    ExplainOptions options;
    llvm::Expected<std::vector<std::string>> operands = readArguments(arguments, table, options);
    if (!operands) {
        return impossible(llvm::toString(operands.takeError()));
    }
    if (options.help) {
        return {ExitStatus::Passed,
                "Shows the manual of a rule.\n\nUsage: ironlaw explain RULE\n\nOptions:\n" +
                    optionHelp(usageOf(table)),
                ""};
    }
    if (operands->size() != 1) {
        return impossible("explain needs the name of one rule; \"ironlaw rules\" lists them");
    }
    const RegisteredRule* rule = findRule(operands->front());
    if (rule == nullptr) {
        return impossible(unknownRuleMessage(operands->front()));
    }
    CommandResult result{ExitStatus::Passed, std::string(rule->manual), ""};
    if (!result.out.ends_with('\n')) {
        result.out += '\n';
    }
    return result;
}

} // namespace ironlaw
