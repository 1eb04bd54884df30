// Looking up rules in the generated list.
#include "analyzer/rule/registry.h"

#include <algorithm>

namespace ironlaw {

const RegisteredRule* findRule(std::string_view id) {
    std::span<const RegisteredRule> rules = registeredRules();
    auto found = std::ranges::lower_bound(rules, id, {}, &RegisteredRule::id);
    return found != rules.end() && found->id == id ? &*found : nullptr;
}

std::vector<std::string_view> ruleFamilies() {
    std::vector<std::string_view> families;
    for (const RegisteredRule& rule : registeredRules()) {
        families.push_back(rule.family);
    }
    std::ranges::sort(families);
    auto repeated = std::ranges::unique(families);
    families.erase(repeated.begin(), repeated.end());
    return families;
}

} // namespace ironlaw
