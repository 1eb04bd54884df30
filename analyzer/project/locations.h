// Folders that are locations of a tool (Tool::isLocation), from what lies below them. Within
// project/ only.
#pragma once

#include <llvm/ADT/StringMap.h>

#include <string>
#include <vector>

namespace ironlaw {

/// Looks at each folder once.
class Locations {
public:
    bool has(const std::string& folder);
    /// The folders around `folder` that are locations, the outermost first; up to the repository's
    /// root or eight levels.
    std::vector<std::string> around(const std::string& folder);

private:
    llvm::StringMap<bool> known_;
};

/// The files below a folder that end in .sql, sorted.
std::vector<std::string> sqlFilesBelow(const std::string& folder);

} // namespace ironlaw
