// Recognises the placeholders of Flyway, Liquibase, MyBatis, Go templates, Jinja and Maven, and
// decides what stands in for them.
#include "grammar/placeholder.h"

#include "grammar/bytes.h"
#include "grammar/name.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace ironlaw {

namespace {

using Kind = Placeholder::Kind;

constexpr uint32_t longestValue = 256;
constexpr uint32_t longestTag = 4096;

template <size_t count>
bool contains(const std::array<std::string_view, count>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool startsWith(std::string_view text, uint32_t offset, std::string_view prefix) {
    return text.substr(offset, prefix.size()) == prefix;
}

/// The offset behind `closing`, found before `limit` bytes and any of `forbidden`.
std::optional<uint32_t> behind(std::string_view text, Range range, std::string_view closing,
                               std::string_view forbidden) {
    for (uint32_t at = range.begin; at < range.end; ++at) {
        if (startsWith(text, at, closing)) {
            const auto end = static_cast<uint32_t>(at + closing.size());
            return at == range.begin || end > range.end ? std::nullopt : std::optional(end);
        }
        if (forbidden.find(text[at]) != std::string_view::npos) {
            break;
        }
    }
    return std::nullopt;
}

/// At most `length` bytes from `begin`.
Range within(uint32_t begin, uint32_t end, uint32_t length) {
    return {begin, begin < end && end - begin > length ? begin + length : end};
}

/// Whether `tag` speaks of a dialect that is not PostgreSQL's: `if .mysql`, `logic.hsql-only`.
bool namesOtherDialect(std::string_view tag) {
    constexpr std::array<std::string_view, 9> others = {
        "mysql", "mariadb", "sqlite", "hsql", "oracle", "mssql", "sqlserver", "h2-", "derby"};
    const std::string lower = foldedIdentifier(tag);
    if (lower.find("postgres") != std::string::npos || lower.find("not ") != std::string::npos ||
        lower.find("ne ") != std::string::npos || lower.find("!=") != std::string::npos) {
        return false;
    }
    return std::any_of(others.begin(), others.end(), [&lower](std::string_view other) {
        return lower.find(other) != std::string::npos;
    });
}

/// What the words of a {{ … }} or {% … %} tag say.
Kind tagKind(std::string_view tag, bool statement) {
    constexpr std::array<std::string_view, 11> openings = {"if",    "with", "range",  "define",
                                                           "block", "for",  "unless", "each",
                                                           "macro", "call", "filter"};
    constexpr std::array<std::string_view, 4> alternatives = {"else", "elif", "elsif", "elseif"};
    while (!tag.empty() &&
           (isBlankOrLineEnd(tag.front()) || tag.front() == '-' || tag.front() == '~')) {
        tag.remove_prefix(1);
    }
    while (!tag.empty() &&
           (isBlankOrLineEnd(tag.back()) || tag.back() == '-' || tag.back() == '~')) {
        tag.remove_suffix(1);
    }
    if (tag.empty()) {
        return Kind::Value;
    }
    if (tag.front() == '#' || tag.front() == '^') {
        return Kind::Opening;
    }
    if (tag.front() == '!' || startsWith(tag, 0, "/*")) {
        return Kind::Directive;
    }
    if (tag.front() == '/') {
        return Kind::Closing;
    }
    const auto wordEnd = std::find_if_not(tag.begin(), tag.end(), isNameByte);
    const std::string_view word = tag.substr(0, static_cast<size_t>(wordEnd - tag.begin()));
    if (contains(alternatives, word)) {
        return Kind::Alternative;
    }
    if (word == "end" || (statement && startsWith(word, 0, "end"))) {
        return Kind::Closing;
    }
    if (contains(openings, word) && (statement || word.size() < tag.size())) {
        return Kind::Opening;
    }
    return statement ? Kind::Directive : Kind::Value;
}

std::optional<Placeholder> bracedAt(std::string_view text, uint32_t offset, uint32_t end) {
    const char second = offset + 1 < end ? text[offset + 1] : '\0';
    const Range inside = within(offset + 2, end, longestTag);
    if (startsWith(text, offset, "{{{")) {
        if (const auto stop = behind(text, {offset + 3, inside.end}, "}}}", "{")) {
            return Placeholder{Kind::Value, {offset, *stop}};
        }
    } else if (second == '{' || second == '%') {
        if (const auto stop = behind(text, inside, second == '{' ? "}}" : "%}", "{")) {
            const std::string_view tag = text.substr(inside.begin, *stop - 2 - inside.begin);
            const Kind kind = tagKind(tag, second == '%');
            return Placeholder{
                kind, {offset, *stop}, kind != Kind::Value && namesOtherDialect(tag)};
        }
    } else if (second == '#') {
        if (const auto stop = behind(text, inside, "#}", "{")) {
            return Placeholder{Kind::Directive, {offset, *stop}};
        }
    } else {
        uint32_t stop = offset + 1;
        while (stop < inside.end && isNameByte(text[stop])) {
            ++stop;
        }
        if (stop > offset + 1 && stop < end && text[stop] == '}') {
            return Placeholder{Kind::Value, {offset, stop + 1}};
        }
    }
    return std::nullopt;
}

/// ${name}, $name and #{name}; Play's $evolutions{{{name}}}.
std::optional<Placeholder> prefixedAt(std::string_view text, uint32_t offset, uint32_t end) {
    constexpr std::string_view play = "$evolutions{{{";
    if (startsWith(text, offset, play)) {
        const auto inside = static_cast<uint32_t>(offset + play.size());
        const auto stop = behind(text, within(inside, end, longestValue), "}}}", "{\n");
        return stop ? std::optional(Placeholder{Kind::Value, {offset, *stop}}) : std::nullopt;
    }
    if (offset + 2 >= end) {
        return std::nullopt;
    }
    if (text[offset + 1] != '{') { // goose's $NAME
        uint32_t stop = offset + 1;
        while (stop < end && isNameByte(text[stop])) {
            ++stop;
        }
        const bool named = text[offset] == '$' && !isDigit(text[offset + 1]) && stop > offset + 1;
        return named ? std::optional(Placeholder{Kind::Value, {offset, stop}}) : std::nullopt;
    }
    const auto stop = behind(text, within(offset + 2, end, longestValue), "}", "{\n");
    if (!stop) {
        return std::nullopt;
    }
    return Placeholder{
        Kind::Value, {offset, *stop}, namesOtherDialect(text.substr(offset, *stop - offset))};
}

/// %(name)s and @name@.
std::optional<Placeholder> namedAt(std::string_view text, uint32_t offset, uint32_t end) {
    const bool percent = text[offset] == '%';
    uint32_t at = offset + 1;
    if (percent) {
        if (at >= end || text[at] != '(') {
            return std::nullopt;
        }
        ++at;
    }
    const uint32_t name = at;
    while (at < end && (isNameByte(text[at]) || text[at] == '.' || text[at] == '-') &&
           at - name < longestValue) {
        ++at;
    }
    const std::string_view closing = percent ? ")s" : "@";
    const auto stop = static_cast<uint32_t>(at + closing.size());
    const bool sound =
        at > name && stop <= end && startsWith(text, at, closing) && !isDigit(text[name]);
    if (!sound || (stop < end && (percent ? isNameByte(text[stop]) : text[stop] == '@'))) {
        return std::nullopt;
    }
    return Placeholder{Kind::Value, {offset, stop}};
}

} // namespace

std::optional<Placeholder> placeholderAt(std::string_view text, uint32_t offset, uint32_t end) {
    switch (text[offset]) {
    case '$':
    case '#': return prefixedAt(text, offset, end);
    case '{': return bracedAt(text, offset, end);
    case '%':
    case '@': return namedAt(text, offset, end);
    default: return std::nullopt;
    }
}

std::optional<uint32_t> placeholderStart(std::string_view text, const Token& token, uint32_t end) {
    const uint32_t last = token.range.end - 1;
    if (token.range.end >= end) {
        return std::nullopt;
    }
    const char next = text[token.range.end];
    switch (text[last]) {
    case '$': return next == '{' || isNameByte(next) ? std::optional(last) : std::nullopt;
    case '#': return next == '{' ? std::optional(last) : std::nullopt;
    case '{':
        return next == '{' || next == '%' || next == '#' || isNameByte(next) ? std::optional(last)
                                                                             : std::nullopt;
    case '%': return next == '(' ? std::optional(last) : std::nullopt;
    case '@':
        return isNameByte(next) && (last == token.range.begin || text[last - 1] != '@')
                   ? std::optional(last)
                   : std::nullopt;
    default: return std::nullopt;
    }
}

std::optional<Range> quotedTag(std::string_view text, Range literal, uint32_t end) {
    const std::string_view written = text.substr(literal.begin, literal.size());
    const size_t opening = written.rfind("{{");
    if (opening == std::string_view::npos ||
        written.find("}}", opening) != std::string_view::npos) {
        return std::nullopt;
    }
    const auto tag = static_cast<uint32_t>(literal.begin + opening);
    const auto stop = behind(text, within(tag + 2, end, longestValue), "}}", "{\n");
    if (!stop) {
        return std::nullopt;
    }
    const size_t closing = text.substr(0, end).find_first_of("\"'\n", *stop);
    if (closing == std::string_view::npos || text[closing] != written.back()) {
        return std::nullopt;
    }
    return Range{literal.begin, static_cast<uint32_t>(closing + 1)};
}

std::optional<Placeholder> branchEnd(std::string_view text, Range range, bool alternatives) {
    uint32_t depth = 0;
    uint32_t at = range.begin;
    while (at < range.end) {
        const void* found = std::memchr(text.data() + at, '{', range.end - at);
        if (found == nullptr) {
            break;
        }
        at = static_cast<uint32_t>(static_cast<const char*>(found) - text.data());
        const auto tag = bracedAt(text, at, range.end);
        at = tag ? tag->range.end : at + 1;
        if (!tag) {
            continue;
        }
        if (tag->kind == Kind::Opening) {
            ++depth;
        } else if (depth == 0 && (tag->kind == Kind::Closing ||
                                  (alternatives && tag->kind == Kind::Alternative))) {
            return tag;
        } else if (tag->kind == Kind::Closing) {
            --depth;
        }
    }
    return std::nullopt;
}

Slot slotBehind(std::string_view text, const Splitter& statement) {
    constexpr std::array<std::string_view, 11> literals = {
        "password", "interval", "timestamp",  "timestamptz", "date",     "time",
        "until",    "location", "connection", "is",          "delimiter"};
    constexpr std::array<std::string_view, 13> numbers = {
        "limit", "offset", "start",   "increment", "restart", "minvalue", "maxvalue",
        "cache", "cost",   "modulus", "remainder", "by",      "rows"};
    constexpr std::array<std::string_view, 8> measuredTypes = {
        "varchar", "char", "character", "varying", "nchar", "float", "timestamp", "time"};
    const auto wordOf = [text](const Token& token) {
        return token.kind == TokenKind::Word
                   ? foldedIdentifier(text.substr(token.range.begin, token.range.size()))
                   : std::string();
    };
    if (text.substr(statement.last().range.begin, 1) == "(") {
        return contains(measuredTypes, wordOf(statement.beforeLast())) ? Slot::Number : Slot::Name;
    }
    const std::string last = wordOf(statement.last());
    const std::string beforeLast = wordOf(statement.beforeLast());
    const bool copies = wordOf(statement.first()) == "copy" && (last == "from" || last == "to");
    if (copies || contains(literals, last) || (last == "value" && beforeLast == "add")) {
        return Slot::Literal;
    }
    const bool startsWithNumber =
        last == "with" && (beforeLast == "start" || beforeLast == "restart");
    if (last == "by" && beforeLast != "increment") {
        return Slot::Name; // ORDER BY, OWNED BY
    }
    return startsWithNumber || contains(numbers, last) ? Slot::Number : Slot::Name;
}

std::string_view standIn(std::string_view text, Range range, Slot slot, Arena& arena) {
    std::string stand(text.substr(range.begin, range.size()));
    if (slot == Slot::Number) {
        std::fill(stand.begin(), stand.end(), ' ');
        stand.front() = '1';
        return arena.copy(stand);
    }
    std::replace_if(stand.begin(), stand.end(), [](char byte) { return !isNameByte(byte); }, '_');
    if (slot == Slot::Literal) {
        stand.front() = '\'';
        stand.back() = '\'';
    } else if (text[range.begin] != ':') { // a psql variable keeps the shape of its name: _name
        // One placeholder is one name, with quotes around it and without.
        std::ranges::transform(stand, stand.begin(), loweredByte);
        stand.front() = 'p';
    }
    return arena.copy(stand);
}

} // namespace ironlaw
