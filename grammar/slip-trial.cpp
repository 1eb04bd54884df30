// Tries out what a slip's help advises: advice that PostgreSQL refuses as well is worse than none.
#include "grammar/slip-pattern.h"

#include "grammar/raw-parse.h"

namespace ironlaw {

namespace {

/// Whether PostgreSQL reads past the token where it stopped with `written` in the place of `range`,
/// which ends with that token or before it.
bool readsOn(const BrokenStatement& broken, Range range, std::string_view written) {
    if (broken.place == SlipPlace::Body || broken.error >= broken.tokens.size()) {
        return broken.place == SlipPlace::Body;
    }
    const uint32_t begin = broken.tokens.front().range.begin;
    const uint32_t end = broken.tokens.back().range.end;
    const uint32_t stop = broken.at(broken.error).range.end;
    std::string text(broken.text.substr(begin, range.begin - begin));
    text.append(written).append(broken.text.substr(range.end, stop - range.end));
    const size_t behind = text.size();
    text.append(broken.text.substr(stop, end - stop));
    const auto refused = parserStop(text);
    return !refused || *refused >= behind;
}

} // namespace

bool readsOnWith(const BrokenStatement& broken, std::string_view written) {
    return readsOn(broken, broken.at(broken.error).range, written);
}

bool readsOnWithInserted(const BrokenStatement& broken, size_t index, std::string_view written) {
    const uint32_t begin = broken.at(index).range.begin;
    return readsOn(broken, {begin, begin}, std::string(written) + " ");
}

} // namespace ironlaw
