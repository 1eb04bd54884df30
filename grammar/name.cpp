// How PostgreSQL folds, cuts and quotes identifiers. Keywords are not known here.
#include "grammar/name.h"

#include "grammar/bytes.h"

#include <algorithm>

namespace ironlaw {

namespace {

bool isContinuationByte(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

bool isLowerLetter(char byte) { return byte >= 'a' && byte <= 'z'; }

} // namespace

std::string_view truncatedIdentifier(std::string_view text) {
    if (text.size() <= maxIdentifierBytes) {
        return text;
    }
    size_t length = maxIdentifierBytes;
    while (length > 0 && isContinuationByte(text[length])) {
        --length;
    }
    return text.substr(0, length);
}

std::string foldedIdentifier(std::string_view text) {
    std::string folded(text);
    std::transform(folded.begin(), folded.end(), folded.begin(), loweredByte);
    return folded;
}

bool needsQuotes(std::string_view text) {
    // quote_identifier (src/backend/utils/adt/ruleutils.c): only these are safe in any encoding.
    if (text.empty() || !(isLowerLetter(text.front()) || text.front() == '_')) {
        return true;
    }
    return !std::all_of(text.begin(), text.end(), [](char byte) {
        return isLowerLetter(byte) || byte == '_' || isDigit(byte);
    });
}

std::string displayName(const QualifiedName& name) {
    std::string text;
    text.reserve(name.schema.text.size() + 1 + name.name.text.size());
    if (!name.schema.empty()) {
        text.append(name.schema.text).append(1, '.');
    }
    return text.append(name.name.text);
}

} // namespace ironlaw
