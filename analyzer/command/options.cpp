// Reading of command lines.
#include "analyzer/command/options.h"

#include "analyzer/project/config.h"

#include <fmt/format.h>

#include <algorithm>

namespace ironlaw {

llvm::Error usageError(const std::string& reason) {
    return llvm::make_error<llvm::StringError>(reason, llvm::inconvertibleErrorCode());
}

llvm::Error unknownWord(std::string_view what, std::string_view word,
                        const std::vector<std::string_view>& known) {
    return usageError(unknownWordMessage(what, word, known));
}

std::vector<std::string> commaList(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        size_t comma = std::min(text.find(','), text.size());
        std::string_view part = text.substr(0, comma);
        part.remove_prefix(std::min(part.find_first_not_of(" \t"), part.size()));
        part = part.substr(0, part.find_last_not_of(" \t") + 1);
        if (!part.empty()) {
            parts.emplace_back(part);
        }
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return parts;
}

std::string optionHelp(const std::vector<OptionUsage>& options) {
    std::string help;
    for (const OptionUsage& option : options) {
        std::string left = option.value.empty() ? std::string(option.name)
                                                : fmt::format("{} {}", option.name, option.value);
        help += fmt::format("  {:24} {}\n", left, option.help);
    }
    return help;
}

llvm::Expected<bool> ArgumentReader::next(Found& found) {
    while (position_ < arguments_.size()) {
        std::string_view argument = arguments_[position_++];
        if (onlyOperands_ || argument == "-" || !argument.starts_with('-')) {
            operands_.emplace_back(argument);
            continue;
        }
        if (argument == "--") {
            onlyOperands_ = true;
            continue;
        }
        size_t equals = argument.find('=');
        std::string_view name = argument.substr(0, equals);
        auto known = std::ranges::find(options_, name, &OptionUsage::name);
        if (known == options_.end()) {
            std::vector<std::string_view> names;
            names.reserve(options_.size());
            for (const OptionUsage& option : options_) {
                names.push_back(option.name);
            }
            return unknownWord("option", name, names);
        }
        found.option = static_cast<size_t>(known - options_.begin());
        found.value = {};
        if (known->value.empty()) {
            if (equals != std::string_view::npos) {
                return usageError(fmt::format("option \"{}\" takes no value", name));
            }
        } else if (equals != std::string_view::npos) {
            found.value = argument.substr(equals + 1);
        } else if (position_ < arguments_.size()) {
            found.value = arguments_[position_++];
        }
        if (!known->value.empty() && found.value.empty()) {
            return usageError(fmt::format("option \"{}\" needs a value: {}", name, known->value));
        }
        return true;
    }
    return false;
}

} // namespace ironlaw
