// Reading of a command line by a table: `--name value`, `--name=value`, flags, operands. What the
// values mean is the table's business.
#pragma once

#include "analyzer/command/command.h"

#include <llvm/Support/Error.h>

#include <string>
#include <string_view>
#include <vector>

namespace ironlaw {

/// An option that sets something in a `Target`.
template <typename Target> struct Option {
    std::string_view name;  ///< "--format"
    std::string_view value; ///< what help calls its value: "FORMAT"; empty for a flag
    std::string_view help;
    /// Takes the value; empty for a flag.
    llvm::Error (*apply)(Target& target, std::string_view value);
};

/// What a flag does: it sets `flag`.
template <typename Target, bool Target::* flag>
llvm::Error setFlag(Target& target, std::string_view) {
    target.*flag = true;
    return llvm::Error::success();
}

/// One line of help, and what is known of an option without its target.
struct OptionUsage {
    std::string_view name;
    std::string_view value;
    std::string_view help;
};

llvm::Error usageError(const std::string& reason);
/// `unknown WHAT "word"`, with the nearest of `known` if there is one.
llvm::Error unknownWord(std::string_view what, std::string_view word,
                        const std::vector<std::string_view>& known);
/// The parts of a list with commas; empty parts are left out.
std::vector<std::string> commaList(std::string_view text);
/// The lines of help for options.
std::string optionHelp(const std::vector<OptionUsage>& options);

/// Cuts arguments into options and operands. `-` is an operand, and so is everything behind `--`.
class ArgumentReader {
public:
    ArgumentReader(CommandArguments arguments, std::vector<OptionUsage> options)
        : arguments_(arguments), options_(std::move(options)) {}

    struct Found {
        size_t option = 0; ///< index in the table
        std::string_view value;
    };
    /// Goes on to the next option; collects operands on the way. False at the end.
    llvm::Expected<bool> next(Found& found);
    const std::vector<std::string>& operands() const { return operands_; }

private:
    CommandArguments arguments_;
    std::vector<OptionUsage> options_;
    size_t position_ = 0;
    bool onlyOperands_ = false;
    std::vector<std::string> operands_;
};

template <typename Target, size_t size>
std::vector<OptionUsage> usageOf(const Option<Target> (&options)[size]) {
    std::vector<OptionUsage> usage;
    for (const Option<Target>& option : options) {
        usage.push_back({option.name, option.value, option.help});
    }
    return usage;
}

/// Applies all options to `target` and returns the operands.
template <typename Target, size_t size>
llvm::Expected<std::vector<std::string>>
readArguments(CommandArguments arguments, const Option<Target> (&options)[size], Target& target) {
    ArgumentReader reader(arguments, usageOf(options));
    while (true) {
        ArgumentReader::Found found;
        llvm::Expected<bool> more = reader.next(found);
        if (!more) {
            return more.takeError();
        }
        if (!*more) {
            return reader.operands();
        }
        if (llvm::Error error = options[found.option].apply(target, found.value)) {
            return error;
        }
    }
}

} // namespace ironlaw
