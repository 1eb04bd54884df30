// Bodies of routines and DO blocks: which language is read how, and bodies between single quotes.
#include "grammar/body.h"

#include "grammar/bytes.h"
#include "grammar/raw-parse.h"

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

} // namespace

std::string undoubledQuotes(std::string_view body) { return QuoteReader(body).read(); }

Body readBody(PlacedText text, Range body, std::string_view language, Arena& arena, int depth) {
    Body result;
    result.language = language;
    result.range = body;
    std::string buffer(text.at(body));
    const bool singleQuoted =
        body.begin > text.base && text.at({body.begin - 1, body.begin}) == "'";
    if (singleQuoted && buffer.find('\'') != std::string::npos) {
        buffer = undoubledQuotes(buffer);
    }
    const PlacedText inside(buffer, body.begin);
    std::vector<const Statement*> statements;
    if (language == "sql") {
        ParserSession session;
        RawError error;
        result.readable =
            session.parse(buffer, body.begin, inside, arena, depth, statements, error);
    } else if (language == "plpgsql") {
        statements = readPlPgSql(inside, body, arena, depth, result);
    } else {
        result.readable = false;
    }
    if (singleQuoted) {
        for (const Statement* one : statements) {
            // The other half of a doubled quote at its end. Statements are only shared as const.
            Range& range = const_cast<Statement*>(one)->range;
            if (range.end < body.end && text.at({range.end - 1, range.end + 1}) == "''") {
                ++range.end;
            }
        }
    }
    result.statements = arena.copy(statements);
    return result;
}

} // namespace ironlaw
