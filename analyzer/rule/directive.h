// What a comment says to ironlaw: its words, before anybody asks what they apply to.
#pragma once

#include "grammar/range.h"

#include <optional>
#include <string_view>
#include <vector>

namespace ironlaw {

enum class DirectiveKind : uint8_t {
    Allow,        ///< allow RULE[, RULE…]: reason
    AllowFile,    ///< allow-file RULE[, RULE…]: reason
    Irreversible, ///< irreversible: reason
    Backup,       ///< backup: reason
    Unknown,      ///< `ironlaw:` and something else
};

struct Directive {
    DirectiveKind kind = DirectiveKind::Unknown;
    Range comment;            ///< without the line end
    Range word;               ///< "allow"; the comment if there is none
    std::vector<Range> rules; ///< of allow and allow-file, as written
    bool hasReason = false;
};

/// The words that may follow `ironlaw:`.
std::vector<std::string_view> directiveWords();

/// The directive in a comment of `text`, `--` or `/* */`; nothing if it does not start with
/// `ironlaw:`.
std::optional<Directive> parseDirective(std::string_view text, Range comment);

} // namespace ironlaw
