// See quoted-text.h.
#include "grammar/quoted-text.h"

#include "grammar/bytes.h"

namespace ironlaw {

namespace {

bool isPrefixByte(char byte) {
    const char lowered = loweredByte(byte);
    return (lowered >= 'a' && lowered <= 'z') || byte == '&' || byte == '_' || isDigit(byte);
}

/// Walks over the text between the quotes of a body, where every quote is doubled.
class QuoteReader {
public:
    explicit QuoteReader(std::string_view body) : text_(body) {}

    std::string read() {
        while (at_ < text_.size()) {
            if (startsWith("--")) {
                skipTo("\n");
            } else if (startsWith("/*")) {
                skipTo("*/");
            } else if (startsWith("\"")) {
                ++at_;
                skipTo("\"");
            } else if (startsWith("''")) {
                literal();
            } else {
                ++at_;
            }
        }
        return std::move(text_);
    }

private:
    bool startsWith(std::string_view what) const {
        return std::string_view(text_).substr(at_).starts_with(what);
    }

    void skipTo(std::string_view stop) {
        const size_t found = text_.find(stop, at_);
        at_ = found == std::string::npos ? text_.size() : found + stop.size();
    }

    /// The blank stands in front of the opening quote, but behind it where a letter belongs to it.
    void literal() {
        const bool prefixed = at_ > 0 && isPrefixByte(text_[at_ - 1]);
        const bool escapes = prefixed && loweredByte(text_[at_ - 1]) == 'e';
        text_.replace(at_, 2, prefixed ? "' " : " '");
        at_ += 2;
        while (at_ < text_.size()) {
            if (startsWith("''''")) {
                text_.replace(at_, 4, "''  ");
                at_ += 4;
            } else if (startsWith("''")) {
                text_.replace(at_, 2, "' ");
                at_ += 2;
                return;
            } else if (escapes && startsWith("\\''")) {
                text_.replace(at_ + 1, 2, "' ");
                at_ += 3;
            } else {
                at_ += escapes && text_[at_] == '\\' ? 2 : 1;
            }
        }
    }

    std::string text_;
    size_t at_ = 0;
};

/// Turns the escapes of E'…' into what they stand for, with a blank before it; false for numbers.
bool replaceEscapes(std::string& text) {
    for (size_t at = 0; at + 1 < text.size(); ++at) {
        if (text[at] != '\\') {
            continue;
        }
        char& escaped = text[at + 1];
        switch (escaped) {
        case '\'': text[at] = '\''; break; // a doubled quote is the same
        case 'n':
        case 'r':
        case 't':
        case 'b':
        case 'f':
            text[at] = ' ';
            escaped = escaped == 'n' ? '\n' : ' ';
            break;
        case 'x':
        case 'u':
        case 'U': return false;
        default:
            if (isDigit(escaped)) {
                return false;
            }
            text[at] = ' ';
            break;
        }
        ++at;
    }
    return true;
}

} // namespace

std::string undoubledQuotes(std::string_view body) { return QuoteReader(body).read(); }

std::optional<QuotedText> quotedText(PlacedText text, Range token) {
    std::string_view literal = text.at(token);
    const bool escapes = literal.size() > 1 && loweredByte(literal[0]) == 'e' && literal[1] == '\'';
    const size_t opening = literal.starts_with('$') ? literal.find('$', 1) + 1 : escapes ? 2 : 1;
    const size_t closing = literal.starts_with('$') ? opening : 1;
    const bool quoted = literal.starts_with('$') || literal.starts_with('\'') || escapes;
    if (!quoted || opening == 0 || literal.size() < opening + closing ||
        literal.back() != literal[opening - 1]) {
        return std::nullopt;
    }
    QuotedText result;
    result.range = {token.begin + static_cast<uint32_t>(opening),
                    token.end - static_cast<uint32_t>(closing)};
    result.bytes = text.at(result.range);
    if (literal.starts_with('$')) {
        return result;
    }
    if (escapes && !replaceEscapes(result.bytes)) {
        return std::nullopt;
    }
    if (result.bytes.find('\'') != std::string::npos) {
        result.bytes = undoubledQuotes(result.bytes);
    }
    return result;
}

void coverQuotes(PlacedText text, Range body, const std::vector<const Statement*>& statements) {
    for (const Statement* one : statements) {
        // Statements are only shared as const.
        Range& range = const_cast<Statement*>(one)->range;
        if (range.end >= body.end || range.end <= body.begin) {
            continue;
        }
        const std::string_view last = text.at({range.end - 1, range.end + 1});
        if (last == "''" || last == "\\'") {
            ++range.end;
        }
    }
}

} // namespace ironlaw
