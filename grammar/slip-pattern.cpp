// Matches slip patterns against the tokens of a broken statement.
#include "grammar/slip-pattern.h"

#include "grammar/slip-words.h"

#include <algorithm>
#include <iterator>
#include <ranges>

namespace ironlaw {

namespace {

constexpr std::string_view gap = "..";
constexpr std::string_view mark = "^";

std::vector<std::string_view> elementsOf(std::string_view pattern) {
    std::vector<std::string_view> elements;
    while (!pattern.empty()) {
        const size_t blank = std::min(pattern.find(' '), pattern.size());
        elements.push_back(pattern.substr(0, blank));
        pattern.remove_prefix(std::min(blank + 1, pattern.size()));
    }
    return elements;
}

bool isKeywordElement(std::string_view element) {
    return (element.front() >= 'a' && element.front() <= 'z') || element.front() == '_';
}

using Elements = std::span<const std::string_view>;

class Matcher {
public:
    explicit Matcher(const BrokenStatement& broken) : broken_(broken) {}

    bool matches(std::string_view pattern);
    std::string filled(std::string_view text) const;

private:
    std::optional<std::string> variable(std::string_view text, size_t& length) const;
    bool exists(size_t count) const;
    std::optional<size_t> anywhere(Elements elements, size_t from, size_t end);
    std::optional<size_t> backward(Elements elements, size_t end, size_t limit) const;
    std::optional<size_t> forward(Elements elements, size_t from);
    std::optional<size_t> one(std::string_view element, size_t from);
    std::optional<size_t> name(size_t from);
    bool isKeyword(std::string_view alternatives, size_t index) const;
    size_t existsLength(size_t from) const;
    size_t typeEnd(size_t from) const;
    size_t nameBegin(size_t index) const;
    size_t beginOf(std::string_view element, size_t end) const;
    void keep(size_t begin, size_t end);

    const BrokenStatement& broken_;
    std::vector<std::string_view> kept_;
    std::vector<bool> exists_; ///< whether each ?exists stands for something
};

void Matcher::keep(size_t begin, size_t end) {
    const uint32_t from = broken_.at(begin).range.begin;
    kept_.push_back(broken_.text.substr(from, broken_.at(end - 1).range.end - from));
}

bool Matcher::isKeyword(std::string_view alternatives, size_t index) const {
    while (!alternatives.empty()) {
        const size_t bar = std::min(alternatives.find('|'), alternatives.size());
        if (broken_.isWord(index, alternatives.substr(0, bar))) {
            return true;
        }
        alternatives.remove_prefix(std::min(bar + 1, alternatives.size()));
    }
    return false;
}

std::optional<size_t> Matcher::name(size_t from) {
    if (!broken_.isName(from) || isKeyword("cascade|restrict", from)) {
        return std::nullopt;
    }
    size_t end = from + 1;
    while (broken_.isSymbol(end, ".") && broken_.isName(end + 1)) {
        end += 2;
    }
    keep(from, end);
    return end;
}

/// The number of tokens of IF EXISTS or IF NOT EXISTS at `from`.
size_t Matcher::existsLength(size_t from) const {
    if (!broken_.isWord(from, "if")) {
        return 0;
    }
    const size_t length = broken_.isWord(from + 1, "not") ? 3 : 2;
    return broken_.isWord(from + length - 1, "exists") ? length : 0;
}

/// Behind the type whose first word is the token `from`: its second word, length, time zone, and
/// brackets belong to it.
size_t Matcher::typeEnd(size_t from) const {
    size_t end = from + 1;
    end += isKeyword("precision|varying", end) ? 1 : 0;
    if (broken_.isSymbol(end, "(") && broken_.at(end + 1).kind == TokenKind::Number) {
        const bool scale =
            broken_.isSymbol(end + 2, ",") && broken_.at(end + 3).kind == TokenKind::Number;
        const size_t close = end + (scale ? 4 : 2);
        end = broken_.isSymbol(close, ")") ? close + 1 : end;
    }
    if (isKeyword("with|without", end) && broken_.isWord(end + 1, "time") &&
        broken_.isWord(end + 2, "zone")) {
        end += 3;
    }
    while (broken_.isSymbol(end, "[") && broken_.isSymbol(end + 1, "]")) {
        end += 2;
    }
    return end;
}

/// The token where `element` begins if it ends before the token `end`.
size_t Matcher::beginOf(std::string_view element, size_t end) const {
    if (element == "<name>") {
        return nameBegin(end - 1);
    }
    if (element == "?exists") {
        for (const size_t length : {size_t{3}, size_t{2}}) {
            if (end >= length && existsLength(end - length) == length) {
                return end - length;
            }
        }
        return end;
    }
    return end - 1;
}

/// Behind what `element` fits at token `from`, or null.
std::optional<size_t> Matcher::one(std::string_view element, size_t from) {
    const Token token = broken_.at(from);
    const auto token1 = [&](bool fits) -> std::optional<size_t> {
        if (!fits) {
            return std::nullopt;
        }
        keep(from, from + 1);
        return from + 1;
    };
    if (element == "<name>") {
        return name(from);
    }
    if (element == "<table>") {
        from += existsLength(from);
        return name(broken_.isWord(from, "only") ? from + 1 : from);
    }
    if (element == "?exists") {
        const size_t length = existsLength(from);
        exists_.push_back(length > 0);
        return from + length;
    }
    if (element == "<end>") {
        return from >= broken_.tokens.size() ? std::optional(from) : std::nullopt;
    }
    if (element == "<type>") {
        if (token.kind != TokenKind::Word || !isTypeWord(broken_.textAt(from))) {
            return std::nullopt;
        }
        keep(from, typeEnd(from));
        return typeEnd(from);
    }
    if (element == "<string>") {
        return token1(token.kind == TokenKind::String);
    }
    if (element == "<quoted>") {
        return token1(token.kind == TokenKind::QuotedIdentifier);
    }
    if (element == "<operator>") {
        return token.kind == TokenKind::Operator || broken_.isSymbol(from, "::")
                   ? std::optional(from + 1)
                   : std::nullopt;
    }
    if (element == "<number>") {
        return token1(token.kind == TokenKind::Number);
    }
    const bool fits =
        isKeywordElement(element) ? isKeyword(element, from) : broken_.isSymbol(from, element);
    return fits ? std::optional(from + 1) : std::nullopt;
}

std::optional<size_t> Matcher::forward(Elements elements, size_t from) {
    for (const std::string_view element : elements) {
        const auto next = one(element, from);
        if (!next) {
            return std::nullopt;
        }
        from = *next;
    }
    return from;
}

/// The first token of the qualified name that ends with the token `index`.
size_t Matcher::nameBegin(size_t index) const {
    while (index >= 2 && broken_.isSymbol(index - 1, ".") && broken_.isName(index - 2)) {
        index -= 2;
    }
    return index;
}

/// Fits `elements` at the first place in `range` where they do; the token behind them, or null.
std::optional<size_t> Matcher::anywhere(Elements elements, size_t from, size_t end) {
    const size_t kept = kept_.size();
    const size_t exists = exists_.size();
    for (; from < end; ++from) {
        const auto stop = forward(elements, from);
        if (stop && *stop <= end) {
            return stop;
        }
        kept_.resize(kept);
        exists_.resize(exists);
    }
    return std::nullopt;
}

/// The token where `elements` begin if they end before the token `end`, but not before `limit`.
std::optional<size_t> Matcher::backward(Elements elements, size_t end, size_t limit) const {
    for (std::string_view element : std::views::reverse(elements)) {
        if (end <= limit) {
            return std::nullopt;
        }
        end = beginOf(element, end);
    }
    return end >= limit ? std::optional(end) : std::nullopt;
}

bool Matcher::matches(std::string_view pattern) {
    kept_.clear();
    exists_.clear();
    const std::vector<std::string_view> all = elementsOf(pattern);
    const auto markAt = std::find(all.begin(), all.end(), mark);
    const bool marked = markAt != all.end();
    auto segment = std::find(all.begin(), markAt, gap);
    const auto head = forward({all.begin(), segment}, 0);
    if (!head || (marked && *head > broken_.error)) {
        return false;
    }
    size_t at = *head;
    const size_t end = marked ? broken_.error : broken_.tokens.size();
    bool fits = !marked || segment != markAt || at == broken_.error;
    while (fits && segment != markAt) {
        const auto next = std::find(segment + 1, markAt, gap);
        const Elements elements(segment + 1, next);
        // What stands between the last gap and the mark has to end where PostgreSQL stopped.
        const bool anchored = marked && next == markAt;
        const auto from = anchored ? backward(elements, end, at) : std::optional(at);
        const auto stop = !from      ? from
                          : anchored ? forward(elements, *from)
                                     : anywhere(elements, at, end);
        fits = stop && (!anchored || *stop == end);
        at = stop.value_or(at);
        segment = next;
    }
    return fits && (!marked || forward({markAt + 1, all.end()}, broken_.error));
}

/// A name as messages show it: the quotes of its parts removed, one pair around the whole.
std::string displayed(std::string_view written) {
    std::string text = "\"";
    std::copy_if(written.begin(), written.end(), std::back_inserter(text),
                 [](char byte) { return byte != '"' && byte != '\''; });
    return text.append(1, '"');
}

/// The same as a string literal: `a` and `"a"` are 'a'.
std::string asString(std::string_view written) {
    if (written.size() > 1 && written.front() == '"' && written.back() == '"') {
        written = written.substr(1, written.size() - 2);
    }
    std::string text = "'";
    for (size_t at = 0; at < written.size(); ++at) {
        text.append(written[at] == '\'' ? 2 : 1, written[at]);
        at += written.substr(at, 2) == "\"\"" ? 1 : 0;
    }
    return text.append(1, '\'');
}

/// Whether the last of the first `count` ?exists stands for something, or one before it.
bool Matcher::exists(size_t count) const {
    const auto end = exists_.begin() + static_cast<std::ptrdiff_t>(std::min(count, exists_.size()));
    return std::find(exists_.begin(), end, true) != end;
}

/// What the variable at the start of `text` stands for; `length` becomes the variable's own.
std::optional<std::string> Matcher::variable(std::string_view text, size_t& length) const {
    const char sign = text.front();
    const char which = text.size() > 1 ? text[1] : ' ';
    length = 2;
    if (which >= '1' && which <= '9' && (sign == '%' || sign == '$' || sign == '\'')) {
        const auto index = static_cast<size_t>(which - '1');
        const std::string_view kept = index < kept_.size() ? kept_[index] : "";
        return sign == '%' ? displayed(kept) : sign == '$' ? std::string(kept) : asString(kept);
    }
    if (sign != '$') {
        return std::nullopt;
    }
    switch (which) {
    case '0': return broken_.kind();
    case '^': return upperCase(broken_.textAt(broken_.error));
    case '?':
    case '!': {
        const bool second = text.size() > 2 && text[2] == '2';
        length += second ? 1 : 0;
        const std::string_view words = which == '?' ? "IF EXISTS " : "IF NOT EXISTS ";
        return std::string(exists(second ? 2 : 1) ? words : "");
    }
    default: return std::nullopt;
    }
}

std::string Matcher::filled(std::string_view text) const {
    std::string result;
    while (!text.empty()) {
        size_t length = 0;
        if (const auto value = variable(text, length)) {
            result.append(*value);
            text.remove_prefix(length);
        } else {
            result.append(1, text.front());
            text.remove_prefix(1);
        }
    }
    return result;
}

} // namespace

bool fitsPattern(std::string_view pattern, const BrokenStatement& broken) {
    return Matcher(broken).matches(pattern);
}

std::optional<Slip> matchingSlip(std::span<const SlipPattern> patterns,
                                 const BrokenStatement& broken) {
    Matcher matcher(broken);
    for (const SlipPattern& slip : patterns) {
        if (matcher.matches(slip.pattern) &&
            (slip.inserted.empty() || readsOnWithInserted(broken, broken.error, slip.inserted))) {
            return Slip{matcher.filled(slip.message), matcher.filled(slip.help)};
        }
    }
    return std::nullopt;
}

} // namespace ironlaw
