// The message texts of a rule, as they stand in its source.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ironlaw::fixtures {

enum class Speech : uint8_t { Report, Note, Help };

/// A call of report, note or help on an object.
struct SpokenText {
    Speech speech = Speech::Report;
    uint32_t line = 0;
    /// False if neither of the first arguments is a string literal: nobody can tell what it says.
    bool isLiteral = false;
    std::string text; ///< adjacent literals in one, escapes resolved
};

std::vector<SpokenText> spokenTexts(std::string_view source);

/// Whether `message` can have come from the fmt format `text`: its fixed parts are there in order,
/// from the first character to the last.
bool canSay(std::string_view text, std::string_view message);

} // namespace ironlaw::fixtures
