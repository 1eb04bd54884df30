// Message texts are checked when the product is compiled: lower case or an SQL keyword first, no
// closing period, nothing that the style forbids.
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <type_traits>

namespace ironlaw {

namespace detail {

constexpr bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool isLower(char c) { return c >= 'a' && c <= 'z'; }

/// The first word is lower case, all upper case (a keyword), a name in quotes or a placeholder.
consteval bool startsWell(std::string_view text) {
    if (text.empty() || !isUpper(text[0])) {
        return !text.empty();
    }
    for (size_t i = 1; i < text.size() && text[i] != ' '; ++i) {
        if (isLower(text[i])) {
            return false;
        }
    }
    return true;
}

consteval bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// Not constexpr on purpose: calling it is the compile-time error.
void messageBreaksTheStyleOfDesignMd();

consteval void checkStyle(std::string_view text) {
    if (!startsWell(text) || text.ends_with('.') || contains(text, "should") ||
        contains(text, "dangerous") || contains(text, "best practice")) {
        messageBreaksTheStyleOfDesignMd();
    }
}

} // namespace detail

/// A message with fmt placeholders for `Arguments`.
template <typename... Arguments> struct BasicMessage {
    template <size_t size> consteval BasicMessage(const char (&text)[size]) : format(text) {
        detail::checkStyle({text, size - 1});
    }
    fmt::format_string<Arguments...> format;
};

template <typename... Arguments> using Message = BasicMessage<std::type_identity_t<Arguments>...>;

} // namespace ironlaw
