// The rules that were built into the program. The list is generated from the folder rules/.
#pragma once

#include "analyzer/rule/rule.h"

#include <span>
#include <string_view>

namespace ironlaw {

struct RegisteredRule {
    std::string_view id;     ///< the file's stem: "index-without-concurrently"
    std::string_view family; ///< its folder: "locks"
    std::string_view manual; ///< the text of the .md beside it
    const Rule* rule;
};

/// Sorted by id.
std::span<const RegisteredRule> registeredRules();

/// Null if there is no such rule.
const RegisteredRule* findRule(std::string_view id);

/// The families, sorted, each once.
std::vector<std::string_view> ruleFamilies();

} // namespace ironlaw
