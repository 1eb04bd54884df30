// Which characters are dangerous to print, and what stands for them.
#include "analyzer/diagnostic/sanitise.h"

#include <fmt/format.h>
#include <llvm/Support/ConvertUTF.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace ironlaw {

namespace {

struct Span {
    uint32_t first;
    uint32_t last;
};

/// Sorted; the C0 controls have pictures instead. C1 controls, bidirectional marks, embeddings,
/// overrides and isolates (Unicode Technical Report 36, "Trojan Source"), invisible operators and
/// tags, line separators, and non-characters, which XML forbids. Joiners (U+200C, U+200D) are part
/// of ordinary words and stay.
constexpr std::array unprintable = {
    Span{0x0080, 0x009F}, Span{0x061C, 0x061C}, Span{0x180E, 0x180E},   Span{0x200B, 0x200B},
    Span{0x200E, 0x200F}, Span{0x2028, 0x202E}, Span{0x2060, 0x206F},   Span{0xFEFF, 0xFEFF},
    Span{0xFFF9, 0xFFFB}, Span{0xFFFE, 0xFFFF}, Span{0xE0000, 0xE007F},
};

constexpr uint32_t replacementCharacter = 0xFFFD;

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// `text` starts with the introducer of a logging command: ##[…], ##vso[…], ##teamcity[…]. GitHub's
/// runner and Azure's agent look for it anywhere in a line.
bool startsCommand(std::string_view text) {
    if (!text.starts_with("##")) {
        return false;
    }
    const auto* end = std::find_if_not(text.begin() + 2, text.end(), isLetter);
    return end != text.end() && *end == '[';
}

Character firstCharacter(std::string_view text) {
    const auto* begin = reinterpret_cast<const llvm::UTF8*>(text.data());
    const llvm::UTF8* end = begin + text.size();
    if (*begin < 0x80) {
        return {text.substr(0, 1), *begin};
    }
    const uint32_t size = llvm::getUTF8SequenceSize(begin, end);
    llvm::UTF32 codePoint = 0;
    const llvm::UTF8* from = begin;
    if (size == 0 || llvm::convertUTF8Sequence(&from, begin + size, &codePoint,
                                               llvm::strictConversion) != llvm::conversionOK) {
        return {text.substr(0, 1), replacementCharacter};
    }
    return {text.substr(0, size), codePoint};
}

bool isUnprintable(uint32_t codePoint) {
    const auto* next =
        std::upper_bound(unprintable.begin(), unprintable.end(), codePoint,
                         [](uint32_t value, const Span& span) { return value < span.first; });
    return next != unprintable.begin() && codePoint <= std::prev(next)->last;
}

/// As a UTF-16 escape of JSON.
void appendEscape(uint32_t codePoint, std::string& out) {
    const auto append = [&](uint32_t unit) {
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", unit);
    };
    if (codePoint < 0x10000) {
        append(codePoint);
    } else {
        append(0xD800 + ((codePoint - 0x10000) >> 10));
        append(0xDC00 + (codePoint & 0x3FF));
    }
}

} // namespace

Character appendVisible(std::string_view text, std::string& out) {
    const Character character = firstCharacter(text);
    const uint32_t codePoint = character.codePoint;
    if (codePoint == replacementCharacter) {
        out += "\xEF\xBF\xBD";
    } else if (codePoint < 0x20 || codePoint == 0x7F) {
        // The control pictures start at U+2400; that of DEL follows those of the others.
        out += "\xE2\x90";
        out += static_cast<char>(codePoint == 0x7F ? 0xA1 : 0x80 + codePoint);
    } else if (isUnprintable(codePoint) || startsCommand(text)) {
        fmt::format_to(std::back_inserter(out), "<U+{:04X}>", codePoint);
    } else {
        out += character.bytes;
    }
    return character;
}

std::string sanitiseLines(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool lineStart = true;
    while (!text.empty()) {
        const char byte = text[0];
        if (byte == '\n' || byte == '\r' || byte == '\t') {
            out += byte == '\r' && !text.starts_with("\r\n") ? '\n' : byte;
            text.remove_prefix(1);
        } else if (byte == '\f' || byte == '\v') {
            out += ' ';
            text.remove_prefix(1);
        } else if (lineStart && text.starts_with("::")) {
            out += "<U+003A>";
            text.remove_prefix(1);
        } else {
            text.remove_prefix(appendVisible(text, out).bytes.size());
        }
        lineStart = byte == '\n' || byte == '\r' || (lineStart && (byte == ' ' || byte == '\t'));
    }
    return out;
}

std::string escapeJson(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    while (!json.empty()) {
        const Character character = firstCharacter(json);
        const uint32_t codePoint = character.codePoint;
        if (codePoint == 0x7F || isUnprintable(codePoint) || startsCommand(json)) {
            appendEscape(codePoint, out);
        } else {
            out += character.bytes;
        }
        json.remove_prefix(character.bytes.size());
    }
    return out;
}

std::string sanitise(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        if (text.starts_with("\r\n")) {
            text.remove_prefix(1);
        }
        if (text[0] == '\n' || text[0] == '\r' || text[0] == '\t') {
            out += ' ';
            text.remove_prefix(1);
        } else {
            text.remove_prefix(appendVisible(text, out).bytes.size());
        }
    }
    return out;
}

std::string sanitisePath(std::string_view path) {
    std::string out = sanitise(path);
    const size_t start = out.find_first_not_of(' ');
    if (start != std::string::npos && std::string_view(out).substr(start).starts_with("::")) {
        out.insert(0, "./");
    }
    return out;
}

} // namespace ironlaw
