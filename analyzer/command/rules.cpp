// `ironlaw rules`: the list of rules.
#include "analyzer/command/options.h"
#include "analyzer/rule/registry.h"

#include <fmt/format.h>
#include <llvm/Support/JSON.h>
#include <llvm/Support/raw_ostream.h>

#include <algorithm>
#include <tuple>

namespace ironlaw {

namespace {

struct RulesOptions {
    bool json = false;
    bool help = false;
};

llvm::Error format(RulesOptions& options, std::string_view value) {
    options.json = value == "json";
    bool known = options.json || value == "text";
    return known ? llvm::Error::success() : unknownWord("format", value, {"text", "json"});
}

constexpr Option<RulesOptions> table[] = {
    {"--format", "FORMAT", "text (default) or json", format},
    {"--help", "", "show this help", setFlag<RulesOptions, &RulesOptions::help>},
};

std::vector<const RegisteredRule*> byFamily() {
    std::vector<const RegisteredRule*> rules;
    for (const RegisteredRule& rule : registeredRules()) {
        rules.push_back(&rule);
    }
    std::ranges::sort(rules, [](const RegisteredRule* a, const RegisteredRule* b) {
        return std::tie(a->family, a->id) < std::tie(b->family, b->id);
    });
    return rules;
}

std::string asText(const std::vector<const RegisteredRule*>& rules) {
    size_t idWidth = 0;
    size_t familyWidth = 0;
    for (const RegisteredRule* rule : rules) {
        idWidth = std::max(idWidth, rule->id.size());
        familyWidth = std::max(familyWidth, rule->family.size());
    }
    std::string text;
    for (const RegisteredRule* rule : rules) {
        text += fmt::format("{:{}}  {:{}}  {:7}  {:3}  {}\n", rule->family, familyWidth, rule->id,
                            idWidth, wordOf(rule->rule->severity),
                            rule->rule->enabled ? "on" : "off", rule->rule->summary);
    }
    return text;
}

std::string asJson(const std::vector<const RegisteredRule*>& rules) {
    std::string text;
    llvm::raw_string_ostream out(text);
    llvm::json::OStream json(out, 2);
    json.object([&] {
        json.attribute("version", 1);
        json.attributeArray("rules", [&] {
            for (const RegisteredRule* rule : rules) {
                json.object([&] {
                    json.attribute("rule", llvm::StringRef(rule->id));
                    json.attribute("family", llvm::StringRef(rule->family));
                    json.attribute("severity", llvm::StringRef(wordOf(rule->rule->severity)));
                    json.attribute("default", rule->rule->enabled);
                    json.attribute("since", llvm::StringRef(rule->rule->since));
                    json.attribute("summary", llvm::StringRef(rule->rule->summary));
                });
            }
        });
    });
    out << '\n';
    return text;
}

} // namespace

CommandResult rulesCommand(CommandArguments arguments, Terminal) {
    RulesOptions options;
    llvm::Expected<std::vector<std::string>> operands = readArguments(arguments, table, options);
    if (!operands) {
        return impossible(llvm::toString(operands.takeError()));
    }
    if (options.help) {
        return {ExitStatus::Passed,
                "Lists the rules: family, id, severity, whether it is on by default, and what it "
                "finds.\n\nUsage: ironlaw rules [OPTION…]\n\nOptions:\n" +
                    optionHelp(usageOf(table)),
                ""};
    }
    if (!operands->empty()) {
        return impossible(fmt::format("unexpected argument \"{}\"", operands->front()));
    }
    std::vector<const RegisteredRule*> rules = byFamily();
    return {ExitStatus::Passed, options.json ? asJson(rules) : asText(rules), ""};
}

} // namespace ironlaw
