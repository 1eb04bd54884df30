// What no output of the program may hold, whatever the input was.
#pragma once

#include "analyzer/command/command.h"

#include <string>
#include <string_view>
#include <vector>

namespace ironlaw::hostile {

inline constexpr std::string_view formats[] = {"text",   "short",  "json", "sarif",
                                               "github", "gitlab", "junit"};

/// What is wrong with a report: control characters, commands of CI systems, bytes that are not
/// UTF-8, JSON that is none.
std::vector<std::string> harmIn(std::string_view format, std::string_view text);

/// `ironlaw check` of a path, with the rules of the hostile fixtures.
CommandResult check(std::string_view path, std::string_view format, std::string_view jobs = "1");

/// Checks that every format is harmless, and the same with four threads.
void checkReports(const std::string& path);

/// Checks that the short report of `path` names each of the indexes, which are created without
/// CONCURRENTLY, and gives the report.
CommandResult checkSeen(const std::string& path, const std::vector<std::string_view>& indexes);

} // namespace ironlaw::hostile
