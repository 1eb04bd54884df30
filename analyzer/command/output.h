// Output that goes to a file.
#pragma once

#include <string>
#include <string_view>

namespace ironlaw {

/// Writes `text` to a file; the reason why not, else empty.
std::string writeFile(const std::string& path, std::string_view text);

} // namespace ironlaw
