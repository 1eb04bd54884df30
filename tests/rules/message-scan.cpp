// Finding string literals in C++ as far as rules use it; no preprocessor, no concatenated prefixes.
#include "tests/rules/message-scan.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <optional>

namespace ironlaw::fixtures {

namespace {

using llvm::StringRef;

struct Token {
    enum class Kind : uint8_t { End, Word, Literal, Sign } kind = Kind::End;
    std::string text; ///< of a literal: what it stands for
    uint32_t line = 0;
};

class Lexer {
public:
    explicit Lexer(StringRef source) : rest_(source) {}

    Token next() {
        skipBlanks();
        Token token{Token::Kind::End, "", line_};
        if (rest_.empty()) {
            return token;
        }
        auto isWord = [](char c) { return llvm::isAlnum(c) || c == '_'; };
        if (rest_.starts_with("R\"")) {
            token.kind = Token::Kind::Literal;
            token.text = raw();
        } else if (isWord(rest_.front())) {
            token.kind = Token::Kind::Word;
            token.text = take(rest_.take_while(isWord).size()).str();
        } else if (rest_.front() == '"') {
            token.kind = Token::Kind::Literal;
            token.text = quoted('"');
        } else {
            token.kind = Token::Kind::Sign;
            token.text = rest_.front() == '\'' ? quoted('\'') : take(1).str();
        }
        return token;
    }

private:
    StringRef take(size_t count) {
        StringRef taken = rest_.take_front(count);
        line_ += static_cast<uint32_t>(taken.count('\n'));
        rest_ = rest_.drop_front(taken.size());
        return taken;
    }
    /// Takes everything up to the end of `end`.
    StringRef takeThrough(StringRef end) {
        size_t found = rest_.find(end);
        StringRef taken = take(found == StringRef::npos ? found : found + end.size());
        taken.consume_back(end);
        return taken;
    }
    void skipBlanks() {
        while (!rest_.empty()) {
            if (rest_.starts_with("//")) {
                takeThrough("\n");
            } else if (rest_.starts_with("/*")) {
                takeThrough("*/");
            } else if (llvm::isSpace(rest_.front())) {
                take(1);
            } else {
                return;
            }
        }
    }
    std::string quoted(char quote) {
        std::string text;
        take(1);
        while (!rest_.empty() && rest_.front() != quote) {
            bool escaped = rest_.front() == '\\';
            if (escaped) {
                take(1);
            }
            StringRef taken = take(1);
            text += escaped && taken == "n" ? "\n" : taken.str();
        }
        take(1);
        return text;
    }
    std::string raw() {
        take(2);
        StringRef delimiter = takeThrough("(");
        return takeThrough((")" + delimiter + "\"").str()).str();
    }

    StringRef rest_;
    uint32_t line_ = 1;
};

std::optional<Speech> speechOf(const Token& token) {
    if (token.kind != Token::Kind::Word) {
        return std::nullopt;
    }
    return token.text == "report" ? std::optional(Speech::Report)
           : token.text == "note" ? std::optional(Speech::Note)
           : token.text == "help" ? std::optional(Speech::Help)
                                  : std::nullopt;
}

bool isSign(const Token& token, std::string_view sign) {
    return token.kind == Token::Kind::Sign && token.text == sign;
}

/// Reads the arguments behind the open parenthesis at `at`. The message is the first argument or,
/// where a place comes first, the second.
void readArguments(const std::vector<Token>& tokens, size_t at, SpokenText& spoken) {
    int depth = 1;
    int argument = 0;
    bool starts = true;
    for (++at; at < tokens.size() && depth > 0 && argument < 2; ++at) {
        const Token& token = tokens[at];
        if (starts && token.kind == Token::Kind::Literal) {
            spoken.isLiteral = true;
            for (; at < tokens.size() && tokens[at].kind == Token::Kind::Literal; ++at) {
                spoken.text += tokens[at].text;
            }
            return;
        }
        depth += isSign(token, "(") || isSign(token, "{") || isSign(token, "[");
        depth -= isSign(token, ")") || isSign(token, "}") || isSign(token, "]");
        starts = depth == 1 && isSign(token, ",");
        argument += starts;
    }
}

/// The fixed parts of an fmt format: one more than it has placeholders.
std::vector<std::string> fixedParts(std::string_view format) {
    std::vector<std::string> parts(1);
    for (size_t i = 0; i < format.size(); ++i) {
        bool doubled = i + 1 < format.size() && format[i + 1] == format[i];
        if (format[i] == '{' && !doubled) {
            i = std::min(format.find('}', i), format.size());
            parts.emplace_back();
            continue;
        }
        i += (format[i] == '{' || format[i] == '}') && doubled;
        parts.back() += format[i];
    }
    return parts;
}

} // namespace

std::vector<SpokenText> spokenTexts(std::string_view source) {
    std::vector<Token> tokens;
    Lexer lexer(source);
    for (Token token = lexer.next(); token.kind != Token::Kind::End; token = lexer.next()) {
        tokens.push_back(std::move(token));
    }
    std::vector<SpokenText> result;
    for (size_t i = 1; i + 1 < tokens.size(); ++i) {
        // context.report(…), builder->note(…): a call on an object.
        bool onObject = isSign(tokens[i - 1], ".") || isSign(tokens[i - 1], ">");
        std::optional<Speech> speech = speechOf(tokens[i]);
        if (onObject && speech && isSign(tokens[i + 1], "(")) {
            SpokenText& spoken =
                result.emplace_back(SpokenText{*speech, tokens[i].line, false, ""});
            readArguments(tokens, i + 1, spoken);
        }
    }
    return result;
}

bool canSay(std::string_view text, std::string_view message) {
    std::vector<std::string> parts = fixedParts(text);
    if (parts.size() == 1) {
        return message == parts[0];
    }
    StringRef rest = message;
    if (!rest.consume_front(parts.front()) || !rest.consume_back(parts.back())) {
        return false;
    }
    for (size_t i = 1; i + 1 < parts.size(); ++i) {
        size_t found = rest.find(parts[i]);
        if (found == StringRef::npos) {
            return false;
        }
        rest = rest.drop_front(found + parts[i].size());
    }
    return true;
}

} // namespace ironlaw::fixtures
