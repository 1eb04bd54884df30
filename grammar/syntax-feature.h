// Syntax that older servers do not know: grammar reads the newest server's language, and says of
// each statement what of it is younger than version 12.
#pragma once

#include <cstdint>
#include <string_view>

namespace ironlaw {

enum class SyntaxFeature : uint8_t {
#define FEATURE(Name, since, words) Name,
#include "grammar/syntax-features.def"
    FirstOption, ///< the first of the options, which have no names
};

/// A place in a file where a feature is used.
struct FeatureUse {
    SyntaxFeature feature;
    uint32_t location; ///< byte offset of its first token, or of the statement's
};

/// The first server version that knows it.
int sinceOf(SyntaxFeature feature);
/// "NULLS NOT DISTINCT", "the option \"process_main\" of VACUUM".
std::string_view wordsOf(SyntaxFeature feature);

} // namespace ironlaw
