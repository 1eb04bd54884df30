// Building the selection of a configuration.
#include "analyzer/rule/selection.h"

#include "analyzer/rule/path-pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace ironlaw {

namespace {

/// How narrowly the words name a rule: 3 by its id, 2 by its family, 1 by a set of all families, 0
/// not at all.
int narrowness(const std::vector<std::string>& words, const RegisteredRule& rule, bool inDefault) {
    int result = 0;
    for (const std::string& word : words) {
        if (word == rule.id) {
            return 3;
        }
        if (word == rule.family) {
            result = std::max(result, 2);
        } else if (word == "all" || (word == "default" && inDefault)) {
            result = std::max(result, 1);
        }
    }
    return result;
}

} // namespace

std::vector<std::string_view> ruleIds() {
    std::vector<std::string_view> ids;
    for (const RegisteredRule& rule : registeredRules()) {
        ids.push_back(rule.id);
    }
    return ids;
}

std::string unknownRuleMessage(std::string_view word) {
    const std::vector<std::string_view> families = ruleFamilies();
    if (std::ranges::find(families, word) != families.end()) {
        return fmt::format("\"{}\" is a family of rules, where a single rule is wanted", word);
    }
    return unknownWordMessage("rule", word, ruleIds());
}

std::vector<std::string_view> selectorWords() {
    std::vector<std::string_view> words = ruleFamilies();
    std::vector<std::string_view> ids = ruleIds();
    words.insert(words.end(), ids.begin(), ids.end());
    words.insert(words.end(), {"default", "all"});
    return words;
}

Selection::Selection(const Config& config)
    : folder_(config.folder), checkRollbacks_(config.checkRollbacks) {
    for (const RegisteredRule& rule : registeredRules()) {
        auto own = config.rules.find(rule.id);
        bool configured = own != config.rules.end() && own->second.severity.has_value();
        Severity severity = configured ? *own->second.severity : rule.rule->severity;
        bool inDefault = rule.rule->enabled || configured;
        if (severity == Severity::Off || narrowness(config.select, rule, inDefault) <=
                                             narrowness(config.ignore, rule, inDefault)) {
            continue;
        }
        ActiveRule& active = rules_.emplace_back(ActiveRule{&rule, severity, {}});
        if (own != config.rules.end()) {
            active.pathsIgnored = own->second.pathsIgnored;
        }
        for (const Listener& listener : rule.rule->check) {
            if (listener.invoke != nullptr) {
                assert(listener.key.detail < maxDetails);
                hearers_[slot(listener.key)].push_back({&active, listener.invoke});
            }
        }
    }
}

const ActiveRule* Selection::find(std::string_view id) const {
    auto found = std::ranges::lower_bound(rules_, id, {},
                                          [](const ActiveRule& active) { return active.rule->id; });
    return found != rules_.end() && found->rule->id == id ? &*found : nullptr;
}

Severity Selection::severityOf(const ActiveRule& rule, Direction direction) {
    bool lowered = direction == Direction::Down && !rule.rule->rule->fullOnWayBack;
    return lowered ? std::min(rule.severity, Severity::Note) : rule.severity;
}

bool Selection::ignoresPath(const ActiveRule& rule, std::string_view path) const {
    if (rule.pathsIgnored.empty()) {
        return false;
    }
    std::string seen = pathBelow(folder_, path);
    return std::ranges::any_of(
        rule.pathsIgnored, [&](const std::string& pattern) { return matchesPath(pattern, seen); });
}

} // namespace ironlaw
