// See keyword.h.
#include "grammar/keyword.h"

#include "grammar/name.h"
#include "grammar/raw.h"

extern "C" {
#include "common/keywords.h"
}

namespace ironlaw {

namespace {

/// UNRESERVED_KEYWORD also for what is no keyword.
int categoryOf(std::string_view word) {
    const int keyword = ScanKeywordLookup(std::string(word).c_str(), &ScanKeywords);
    return keyword < 0 ? UNRESERVED_KEYWORD : ScanKeywordCategories[keyword];
}

} // namespace

bool isReservedWord(std::string_view word) { return categoryOf(word) == RESERVED_KEYWORD; }

std::string quotedIdentifier(std::string_view name) {
    if (!needsQuotes(name) && categoryOf(name) == UNRESERVED_KEYWORD) {
        return std::string(name);
    }
    std::string result = "\"";
    for (const char byte : name) {
        result.append(byte == '"' ? 2 : 1, byte);
    }
    return result += '"';
}

} // namespace ironlaw
