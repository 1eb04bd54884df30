// See changelog-files.h.
#include "analyzer/project/tools/changelog-files.h"

#include "analyzer/project/history-loader.h"
#include "analyzer/project/layout.h"
#include "analyzer/project/tools/changelog.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <array>
#include <set>

namespace ironlaw {

namespace {

namespace sys = llvm::sys;

constexpr uint64_t maxBytes = 4U << 20U; ///< of a changelog

/// Names of changelogs that stand above others; other names are not worth opening the file.
bool isRootName(llvm::StringRef name) {
    static constexpr std::array<llvm::StringRef, 7> words = {
        "changelog", "master", "root", "main", "liquibase", "migration", "index"};
    return isChangelogFile(name) && !name.starts_with(".") &&
           std::ranges::any_of(words, [&](auto one) { return name.contains_insensitive(one); });
}

} // namespace

bool isChangelogFile(std::string_view name) {
    static constexpr std::array<std::string_view, 4> endings = {".xml", ".yaml", ".yml", ".json"};
    return std::ranges::any_of(endings, [&](auto one) { return endsWithNoCase(name, one); });
}

std::string pathFromChangelog(const std::string& from, llvm::StringRef path, bool isRelative) {
    if (!path.consume_front("classpath:")) {
        path.consume_front("classpath*:");
    }
    path = path.ltrim('/');
    std::string folder = sys::path::parent_path(from).str();
    for (int level = 0; level < 8 && !path.empty(); ++level) {
        llvm::SmallString<256> candidate(folder);
        sys::path::append(candidate, path);
        sys::path::remove_dots(candidate, true);
        if (sys::fs::exists(candidate)) {
            return candidate.str().str();
        }
        if (isRelative || folder == "/") {
            break;
        }
        folder = folderAround(folder);
    }
    return "";
}

std::vector<std::string> rootChangelogs(const Folder& folder) {
    std::vector<std::string> roots;
    std::set<std::string> included;
    for (const FolderEntry& entry : folder.entries()) {
        uint64_t size = 0;
        const bool isSmall = !entry.isFolder && isRootName(entry.name) &&
                             !sys::fs::file_size(entry.path, size) && size <= maxBytes;
        const std::optional<std::string> text =
            isSmall ? FileReader::peek(entry.path) : std::nullopt;
        if (!text || text->find("databaseChangeLog") == std::string::npos) {
            continue;
        }
        const ChangelogNode changelog = readChangelog(entry.name, *text);
        if (changelog.children.empty()) {
            continue;
        }
        roots.push_back(entry.path);
        eachEntry(changelog, [&](const ChangelogNode& one) {
            if (one.name == "include") {
                included.insert(pathFromChangelog(entry.path, one.value("file"),
                                                  one.isTrue("relativeToChangelogFile")));
            }
        });
    }
    std::erase_if(roots, [&](const std::string& root) { return included.contains(root); });
    const auto isMaster = [](const std::string& path) {
        const llvm::StringRef name = sys::path::filename(path);
        return name.contains_insensitive("master") || name.contains_insensitive("root");
    };
    if (std::ranges::any_of(roots, isMaster)) {
        std::erase_if(roots, [&](const std::string& root) { return !isMaster(root); });
    }
    return roots;
}

} // namespace ironlaw
