// The table of syntax-features.def as values.
#include "grammar/syntax-feature.h"

#include <array>
#include <cstddef>

namespace ironlaw {

namespace {

struct Feature {
    int since;
    std::string_view words;
};

constexpr std::array features = {
#define FEATURE(Name, since, words) Feature{since, words},
#include "grammar/syntax-features.def"
#define OPTION(NodeTag, option, since, command)                                                    \
    Feature{since, "the option \"" option "\" of " command},
#include "grammar/syntax-features.def"
};

} // namespace

int sinceOf(SyntaxFeature feature) { return features[static_cast<size_t>(feature)].since; }

std::string_view wordsOf(SyntaxFeature feature) {
    return features[static_cast<size_t>(feature)].words;
}

} // namespace ironlaw
