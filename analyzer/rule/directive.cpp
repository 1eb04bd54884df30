// Reading of directives.
#include "analyzer/rule/directive.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

struct DirectiveWord {
    std::string_view word;
    DirectiveKind kind;
};

constexpr std::array knownWords = {
    DirectiveWord{"allow", DirectiveKind::Allow},
    DirectiveWord{"allow-file", DirectiveKind::AllowFile},
    DirectiveWord{"irreversible", DirectiveKind::Irreversible},
    DirectiveWord{"backup", DirectiveKind::Backup},
};

constexpr std::string_view sign = "ironlaw:";
constexpr std::string_view blanks = " \t\r\n\f\v";

bool isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '/';
}

class Reader {
public:
    Reader(std::string_view text, Range range)
        : text_(text), position_(range.begin), end_(range.end) {}

    void skipBlanks() {
        while (position_ < end_ && blanks.find(text_[position_]) != std::string_view::npos) {
            ++position_;
        }
    }
    bool take(std::string_view what) {
        skipBlanks();
        llvm::StringRef rest = text_.substr(position_, end_ - position_);
        if (!rest.starts_with_insensitive(what)) {
            return false;
        }
        position_ += static_cast<uint32_t>(what.size());
        return true;
    }
    Range word() {
        skipBlanks();
        Range result{position_, position_};
        while (result.end < end_ && isWordCharacter(text_[result.end])) {
            ++result.end;
        }
        position_ = result.end;
        return result;
    }
    /// The word that comes next, which stays there.
    Range peekWord() {
        const uint32_t position = position_;
        Range result = word();
        position_ = position;
        return result;
    }
    bool atEnd() {
        skipBlanks();
        return position_ >= end_;
    }

private:
    std::string_view text_;
    uint32_t position_;
    uint32_t end_;
};

/// The comment without its signs.
Range inside(std::string_view text, Range comment) {
    std::string_view all = text.substr(comment.begin, comment.size());
    if (all.starts_with("/*")) {
        // Lines of a block comment may each begin with a star.
        const size_t first = std::min(all.find_first_not_of("/* \t\r\n\f\v"), all.size());
        const size_t last = all.find_last_not_of("/* \t\r\n\f\v");
        const size_t behind = std::max(first, last == std::string_view::npos ? 0 : last + 1);
        return {comment.begin + static_cast<uint32_t>(first),
                comment.begin + static_cast<uint32_t>(behind)};
    }
    size_t dashes = std::min(all.find_first_not_of('-'), all.size());
    return {comment.begin + static_cast<uint32_t>(dashes), comment.end};
}

} // namespace

std::vector<std::string_view> directiveWords() {
    std::vector<std::string_view> words;
    words.reserve(knownWords.size());
    for (const DirectiveWord& known : knownWords) {
        words.push_back(known.word);
    }
    return words;
}

bool mayHoldDirective(std::string_view text) {
    // The colon is rarer than the letters, and has no case.
    for (size_t colon = text.find(':'); colon != std::string_view::npos;
         colon = text.find(':', colon + 1)) {
        if (llvm::StringRef(text.substr(0, colon + 1)).ends_with_insensitive(sign)) {
            return true;
        }
    }
    return false;
}

std::optional<Directive> parseDirective(std::string_view text, Range comment) {
    Reader reader(text, inside(text, comment));
    if (!reader.take(sign)) {
        return std::nullopt;
    }
    Directive result;
    result.comment = comment;
    while (!result.comment.empty() &&
           blanks.find(text[result.comment.end - 1]) != std::string_view::npos) {
        --result.comment.end;
    }
    Range word = reader.word();
    result.word = word.empty() ? result.comment : word;
    llvm::StringRef written = text.substr(word.begin, word.size());
    const auto* known = std::ranges::find_if(
        knownWords, [&](const DirectiveWord& one) { return written.equals_insensitive(one.word); });
    if (known == knownWords.end()) {
        return result;
    }
    result.kind = known->kind;
    if (result.kind == DirectiveKind::Allow || result.kind == DirectiveKind::AllowFile) {
        // Only a comma leads to another name: what else follows is a reason without its colon.
        do {
            Range rule = reader.word();
            if (!rule.empty()) {
                result.rules.push_back(rule);
            }
        } while (reader.take(","));
        result.behindRules = reader.peekWord();
    }
    result.hasReason = reader.take(":") && !reader.atEnd();
    return result;
}

} // namespace ironlaw
