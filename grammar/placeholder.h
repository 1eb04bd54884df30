// What a migration tool or a template engine replaces before PostgreSQL sees the text: ${name},
// #{name}, {{ … }}, {% … %}, {name}, %(name)s, @name@. Values are replaced by something that the
// grammar accepts in their place; conditions keep the branch that speaks of PostgreSQL.
#pragma once

#include "grammar/arena.h"
#include "grammar/range.h"
#include "grammar/splitter.h"

#include <optional>
#include <string_view>

namespace ironlaw {

struct Placeholder {
    enum class Kind : uint8_t {
        Value,       ///< stands for text
        Opening,     ///< {{ if … }}, {% for … %}
        Alternative, ///< {{ else }}
        Closing,     ///< {{ end }}
        Directive,   ///< a comment or an instruction to the template engine
    };
    Kind kind = Kind::Value;
    Range range;
    bool otherDialect = false; ///< names MySQL, SQLite and the like, and not PostgreSQL
};

/// The placeholder that starts at `offset` with one of `$ # { % @` and ends at `end` at the latest.
std::optional<Placeholder> placeholderAt(std::string_view text, uint32_t offset, uint32_t end);

/// The offset in `token` where a placeholder may start: at its end in words and operators, which
/// PostgreSQL's lexer takes to include the placeholder's first byte.
std::optional<uint32_t> placeholderStart(std::string_view text, const Token& token, uint32_t end);

/// The whole of a name or string that `literal` is only the begin of, because a template tag in it
/// has quotes of the same kind: "{{ index .Options "Schema" }}".
std::optional<Range> quotedTag(std::string_view text, Range literal, uint32_t end);

/// The tag that closes the condition opened before `range`, or its first {{ else }} if
/// `alternatives` count; null if there is none in `range`.
std::optional<Placeholder> branchEnd(std::string_view text, Range range, bool alternatives);

/// What the grammar wants in a place.
enum class Slot : uint8_t { Name, Number, Literal };

/// What has to stand behind the tokens that `statement` has seen so far.
Slot slotBehind(std::string_view text, const Splitter& statement);

/// As many bytes as `range` has that read as a name, number or string literal. Names keep the
/// letters of the placeholder, so that different placeholders stay different.
std::string_view standIn(std::string_view text, Range range, Slot slot, Arena& arena);

} // namespace ironlaw
