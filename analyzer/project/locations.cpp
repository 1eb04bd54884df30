// See locations.h.
#include "analyzer/project/locations.h"

#include "analyzer/project/history-loader.h"
#include "analyzer/project/layout.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/Support/FileSystem.h>

#include <algorithm>

namespace ironlaw {

namespace sys = llvm::sys;

bool Locations::has(const std::string& folder) {
    const auto [known, isNew] = known_.try_emplace(folder, false);
    if (isNew) {
        known->second = isToolLocation(Folder(folder));
    }
    return known->second;
}

std::vector<std::string> Locations::around(const std::string& folder) {
    std::vector<std::string> result;
    std::string inner = folder;
    for (int level = 0; level < 8 && inner != "/"; ++level) {
        if (sys::fs::exists(fmt::format("{}/.git", inner.empty() ? "." : inner))) {
            break;
        }
        inner = folderAround(inner);
        if (has(inner)) {
            result.push_back(inner);
        }
    }
    std::ranges::reverse(result);
    return result;
}

std::vector<std::string> sqlFilesBelow(const std::string& folder) {
    std::vector<std::string> result;
    std::error_code error;
    const sys::fs::recursive_directory_iterator end{};
    for (sys::fs::recursive_directory_iterator one(folder, error, false); !error && one != end;
         one.increment(error)) {
        if (endsWithNoCase(one->path(), ".sql")) {
            result.push_back(one->path());
        }
    }
    std::ranges::sort(result);
    return result;
}

} // namespace ironlaw
