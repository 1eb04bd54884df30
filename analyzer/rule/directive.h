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
    /// What stands behind the last rule where a comma, a colon or the end is due: in `allow a b: …`
    /// the word `b`.
    Range behindRules;
    bool hasReason = false;
};

/// The words that may follow `ironlaw:`.
std::vector<std::string_view> directiveWords();

/// Whether `text` holds `ironlaw:`, in any case, so that a directive may be in it.
bool mayHoldDirective(std::string_view text);

/// The directive in a comment of `text`, `--` or `/* */`; nothing if it does not start with
/// `ironlaw:`. That sign and the word behind it may be in any case.
std::optional<Directive> parseDirective(std::string_view text, Range comment);

} // namespace ironlaw
