// The patterns of `paths-ignored`. Knows nothing of rules.
#pragma once

#include <string>
#include <string_view>

namespace ironlaw {

/// Whether `pattern` matches `path` or a folder above it. `?` and `*` stand for characters within a
/// name, `**` for any characters, `**/` also for nothing; a pattern without a slash matches at any
/// depth.
bool matchesPath(std::string_view pattern, std::string_view path);

/// `path` as it is seen from `folder` (which is absolute, or relative to the working directory like
/// `path` itself); `path` without `.` and `..` if it is not below it.
std::string pathBelow(std::string_view folder, std::string_view path);

} // namespace ironlaw
