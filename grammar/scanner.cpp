// The lexical rules of PostgreSQL's src/backend/parser/scan.l, as one switch over the class of a
// token's first byte. Long runs (strings, comments) are crossed with memchr and memmem.
#include "grammar/scanner.h"

#include "grammar/bytes.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace ironlaw {

namespace {

enum class ByteClass : uint8_t {
    Other,
    Space,
    Letter,
    Digit,
    Operator,
    Symbol,
    Quote,
    DoubleQuote,
    Dollar,
    Dot,
    Colon,
    Backslash
};

constexpr uint8_t identifierByte = 0x10; ///< ident_cont of scan.l
constexpr uint8_t classMask = 0x0F;

constexpr std::array<uint8_t, 256> makeByteTable() {
    std::array<uint8_t, 256> table{};
    const auto set = [&table](std::string_view bytes, ByteClass kind, uint8_t flags = 0) {
        for (const char byte : bytes) {
            table[static_cast<unsigned char>(byte)] =
                static_cast<uint8_t>(static_cast<uint8_t>(kind) | flags);
        }
    };
    set(" \t\n\r\f\v", ByteClass::Space);
    set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", ByteClass::Letter, identifierByte);
    set("0123456789", ByteClass::Digit, identifierByte);
    set("~!@#^&|`?+-*/%<>=", ByteClass::Operator);
    set("()[],;", ByteClass::Symbol);
    set("'", ByteClass::Quote);
    set("\"", ByteClass::DoubleQuote);
    set("$", ByteClass::Dollar, identifierByte);
    set(".", ByteClass::Dot);
    set(":", ByteClass::Colon);
    set("\\", ByteClass::Backslash);
    for (size_t byte = 0x80; byte < 0x100; ++byte) {
        table[byte] =
            static_cast<uint8_t>(static_cast<uint8_t>(ByteClass::Letter) | identifierByte);
    }
    return table;
}

constexpr std::array<uint8_t, 256> byteTable = makeByteTable();

ByteClass classOf(char byte) {
    return static_cast<ByteClass>(byteTable[static_cast<unsigned char>(byte)] & classMask);
}

bool isIdentifierByte(char byte) {
    return (byteTable[static_cast<unsigned char>(byte)] & identifierByte) != 0;
}

bool isHexDigit(char byte) {
    return isDigit(byte) || (loweredByte(byte) >= 'a' && loweredByte(byte) <= 'f');
}

const char* findByte(const char* from, const char* end, char byte) {
    return static_cast<const char*>(std::memchr(from, byte, static_cast<size_t>(end - from)));
}

/// Where a token ends, and whether its closing delimiter was missing.
struct Extent {
    const char* end;
    bool unterminated = false;
};

/// Behind the quote that closes a text whose quotes are doubled inside; `from` is behind the
/// opening one.
Extent quotedExtent(const char* from, const char* end, char quote) {
    while (const char* found = findByte(from, end, quote)) {
        if (found + 1 == end || found[1] != quote) {
            return {found + 1};
        }
        from = found + 2;
    }
    return {end, true};
}

const char* lineEnd(const char* from, const char* end) {
    while (from < end && !isLineEnd(*from)) {
        ++from;
    }
    return from;
}

/// The opening quote of the literal that SQL's rule joins with the one before it (white space with
/// a newline between them), or null.
const char* continuationQuote(const char* from, const char* end) {
    bool newline = false;
    while (from < end) {
        if (classOf(*from) == ByteClass::Space) {
            newline = newline || isLineEnd(*from);
            ++from;
        } else if (*from == '-' && newline && from + 1 < end && from[1] == '-') {
            from = lineEnd(from, end);
        } else {
            return *from == '\'' && newline ? from : nullptr;
        }
    }
    return nullptr;
}

/// E'…': a backslash takes the next byte with it, also in the pieces that continue the literal on
/// later lines.
Extent escapeStringExtent(const char* from, const char* end) {
    while (from < end) {
        if (*from == '\\') {
            from += from + 1 < end ? 2 : 1;
        } else if (*from != '\'') {
            ++from;
        } else if (from + 1 < end && from[1] == '\'') {
            from += 2;
        } else if (const char* next = continuationQuote(from + 1, end)) {
            from = next + 1;
        } else {
            return {from + 1};
        }
    }
    return {end, true};
}

Extent blockCommentExtent(const char* from, const char* end) {
    size_t depth = 1;
    while (from + 1 < end) {
        const char* found = from;
        while (found + 1 < end && *found != '*' && *found != '/') {
            ++found;
        }
        if (found + 1 >= end) {
            break;
        }
        from = found + 1;
        if (*found == '*' && found[1] == '/') {
            ++from;
            if (--depth == 0) {
                return {from};
            }
        } else if (*found == '/' && found[1] == '*') {
            ++from;
            ++depth;
        }
    }
    return {end, true};
}

const char* digitRun(const char* from, const char* end, bool (*accept)(char)) {
    while (from < end) {
        if (accept(*from)) {
            ++from;
        } else if (*from == '_' && from + 1 < end && accept(from[1])) {
            from += 2;
        } else {
            break;
        }
    }
    return from;
}

/// 0x1F, 0o17, 0b1: the end of the digits, or null if no such number starts here.
const char* radixNumberEnd(const char* from, const char* end) {
    if (*from != '0' || from + 2 >= end) {
        return nullptr;
    }
    bool (*accept)(char) = nullptr;
    switch (loweredByte(from[1])) {
    case 'x': accept = isHexDigit; break;
    case 'o': accept = [](char byte) { return byte >= '0' && byte <= '7'; }; break;
    case 'b': accept = [](char byte) { return byte == '0' || byte == '1'; }; break;
    default: return nullptr;
    }
    const char* digits = from + 2;
    const char* stop = digitRun(digits, end, accept);
    return stop == digits ? nullptr : stop;
}

const char* numberEnd(const char* from, const char* end) {
    if (const char* radix = radixNumberEnd(from, end)) {
        return radix;
    }
    const char* stop = digitRun(from, end, isDigit);
    if (stop < end && *stop == '.' && !(stop + 1 < end && stop[1] == '.')) { // `1..10` is a range
        stop = digitRun(stop + 1, end, isDigit);
    }
    if (stop < end && loweredByte(*stop) == 'e') {
        const char* exponent = stop + 1;
        if (exponent < end && (*exponent == '+' || *exponent == '-')) {
            ++exponent;
        }
        const char* digits = digitRun(exponent, end, isDigit);
        return digits == exponent ? stop : digits;
    }
    return stop;
}

/// scan.l's {operator}: a comment that starts inside ends it, and a trailing + or - belongs to it
/// only together with a character that no SQL operator has.
const char* operatorEnd(const char* from, const char* end) {
    const char* stop = from + 1;
    while (stop < end && classOf(*stop) == ByteClass::Operator) {
        if ((*stop == '-' && stop[-1] == '-') || (*stop == '*' && stop[-1] == '/')) {
            --stop;
            break;
        }
        ++stop;
    }
    if (stop - from > 1 && (stop[-1] == '+' || stop[-1] == '-')) {
        for (const char* byte = from; byte < stop; ++byte) {
            if (std::strchr("~!@#^&|`?%", *byte) != nullptr) {
                return stop;
            }
        }
        while (stop - from > 1 && (stop[-1] == '+' || stop[-1] == '-')) {
            --stop;
        }
    }
    return stop;
}

struct Lexeme {
    TokenKind kind;
    Extent extent;
};

Lexeme wordLexeme(const char* from, const char* end) {
    const char* stop = from + 1;
    while (stop < end && isIdentifierByte(*stop)) {
        ++stop;
    }
    if (stop == end || stop - from > 1) {
        return {TokenKind::Word, {stop}};
    }
    const char prefix = loweredByte(*from);
    if (*stop == '\'') {
        if (prefix == 'e') {
            return {TokenKind::String, escapeStringExtent(stop + 1, end)};
        }
        if (prefix == 'n' || prefix == 'b' || prefix == 'x') {
            return {TokenKind::String, quotedExtent(stop + 1, end, '\'')};
        }
    }
    if (prefix == 'u' && *stop == '&' && stop + 1 < end && (stop[1] == '\'' || stop[1] == '"')) {
        return {stop[1] == '\'' ? TokenKind::String : TokenKind::QuotedIdentifier,
                quotedExtent(stop + 2, end, stop[1])};
    }
    return {TokenKind::Word, {stop}};
}

Lexeme dollarLexeme(const char* from, const char* end) {
    const char* stop = from + 1;
    if (stop < end && isDigit(*stop)) {
        while (stop < end && isDigit(*stop)) {
            ++stop;
        }
        return {TokenKind::Parameter, {stop}};
    }
    while (stop < end && *stop != '$' && isIdentifierByte(*stop)) {
        ++stop;
    }
    if (stop == end || *stop != '$') {
        return {TokenKind::Unknown, {from + 1}};
    }
    ++stop;
    const auto tagLength = static_cast<size_t>(stop - from);
    const void* closing = memmem(stop, static_cast<size_t>(end - stop), from, tagLength);
    if (closing == nullptr) {
        return {TokenKind::DollarString, {end, true}};
    }
    return {TokenKind::DollarString, {static_cast<const char*>(closing) + tagLength}};
}

Lexeme operatorLexeme(const char* from, const char* end) {
    if (from + 1 < end && *from == '-' && from[1] == '-') {
        return {TokenKind::LineComment, {lineEnd(from, end)}};
    }
    if (from + 1 < end && *from == '/' && from[1] == '*') {
        return {TokenKind::BlockComment, blockCommentExtent(from + 2, end)};
    }
    return {TokenKind::Operator, {operatorEnd(from, end)}};
}

Lexeme lexemeAt(const char* from, const char* end) {
    switch (classOf(*from)) {
    case ByteClass::Letter: return wordLexeme(from, end);
    case ByteClass::Digit: return {TokenKind::Number, {numberEnd(from, end)}};
    case ByteClass::Operator: return operatorLexeme(from, end);
    case ByteClass::Symbol: return {TokenKind::Symbol, {from + 1}};
    case ByteClass::Quote: return {TokenKind::String, quotedExtent(from + 1, end, '\'')};
    case ByteClass::DoubleQuote:
        return {TokenKind::QuotedIdentifier, quotedExtent(from + 1, end, '"')};
    case ByteClass::Dollar: return dollarLexeme(from, end);
    case ByteClass::Dot:
        if (from + 1 < end && isDigit(from[1])) {
            return {TokenKind::Number, {numberEnd(from, end)}};
        }
        return {TokenKind::Symbol, {from + 1 < end && from[1] == '.' ? from + 2 : from + 1}};
    case ByteClass::Colon: {
        const bool pair = from + 1 < end && (from[1] == ':' || from[1] == '=');
        return {TokenKind::Symbol, {pair ? from + 2 : from + 1}};
    }
    case ByteClass::Backslash: return {TokenKind::Backslash, {from + 1}};
    case ByteClass::Space:
    case ByteClass::Other: break;
    }
    return {TokenKind::Unknown, {from + 1}};
}

} // namespace

Token Scanner::next() {
    const char* base = text_.data();
    const char* end = base + end_;
    const char* from = base + position_;
    while (from < end && classOf(*from) == ByteClass::Space) {
        ++from;
    }
    const auto begin = static_cast<uint32_t>(from - base);
    if (from >= end) {
        position_ = begin;
        return {TokenKind::End, false, {begin, begin}};
    }
    const Lexeme lexeme = lexemeAt(from, end);
    position_ = static_cast<uint32_t>(lexeme.extent.end - base);
    return {lexeme.kind, lexeme.extent.unterminated, {begin, position_}};
}

Token Scanner::nextSignificant() {
    Token token = next();
    while (token.kind == TokenKind::LineComment || token.kind == TokenKind::BlockComment) {
        token = next();
    }
    return token;
}

bool Scanner::is(const Token& token, std::string_view keyword) const {
    const std::string_view word = textOf(token);
    return token.kind == TokenKind::Word && word.size() == keyword.size() &&
           std::equal(word.begin(), word.end(), keyword.begin(),
                      [](char byte, char wanted) { return loweredByte(byte) == wanted; });
}

bool Scanner::isSymbol(const Token& token, std::string_view symbol) const {
    return (token.kind == TokenKind::Symbol || token.kind == TokenKind::Operator) &&
           textOf(token) == symbol;
}

Range tokenAt(std::string_view text, uint32_t offset) {
    Scanner scanner(text, {offset, static_cast<uint32_t>(text.size())});
    return scanner.next().range;
}

Range trimmed(std::string_view text, Range range) {
    Scanner scanner(text, range);
    Range result{range.end, range.end};
    Token token = scanner.nextSignificant();
    if (token.kind == TokenKind::End) {
        return result;
    }
    result.begin = token.range.begin;
    // Where no comment can be, the last token ends with the last byte that is not white space.
    const std::string_view rest = text.substr(token.range.begin, range.end - token.range.begin);
    if (rest.find("--") == std::string_view::npos && rest.find("/*") == std::string_view::npos) {
        result.end = range.end;
        while (result.end > token.range.end && classOf(text[result.end - 1]) == ByteClass::Space) {
            --result.end;
        }
        return result;
    }
    while (token.kind != TokenKind::End) {
        result.end = token.range.end;
        token = scanner.nextSignificant();
    }
    return result;
}

} // namespace ironlaw
