// Golden files: what a test makes is compared with a file, or written to it on request.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace ironlaw::test {

/// The bytes of a file; empty if it cannot be read.
std::string readFile(const std::filesystem::path& path);

/// The files of `folder` (below the project's root) whose names end in `extension`, sorted.
std::vector<std::filesystem::path> filesOf(const std::string& folder, const std::string& extension);

/// As filesOf(), with the files of the folders within.
std::vector<std::filesystem::path> filesBelow(const std::string& folder,
                                              const std::string& extension);

/// Checks that the file holds `actual`; with IRONLAW_UPDATE_GOLDEN=1 in the environment it is
/// written instead.
void checkGolden(const std::filesystem::path& path, const std::string& actual);

} // namespace ironlaw::test
