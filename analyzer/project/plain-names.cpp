// See plain-names.h.
#include "analyzer/project/plain-names.h"

#include "analyzer/project/layout.h"

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <array>
#include <span>

namespace ironlaw {

namespace {

constexpr std::array<std::string_view, 4> downWords = {"down", "rollback", "undo", "revert"};
constexpr std::array<std::string_view, 6> upWords = {"up",     "migrate", "migration",
                                                     "deploy", "apply",   "forward"};
constexpr std::array<std::string_view, 7> downFolders = {"down", "downs",  "rollback", "rollbacks",
                                                         "undo", "revert", "reverts"};
constexpr std::array<std::string_view, 3> upFolders = {"up", "ups", "deploy"};
constexpr std::string_view separators = "._-";

bool isOneOf(std::string_view name, std::span<const std::string_view> words) {
    return std::ranges::any_of(words, [&](std::string_view word) {
        return llvm::StringRef(name).equals_insensitive(word);
    });
}

/// Takes a word and the separator before it from the end of `stem`.
bool dropEnding(std::string_view& stem, std::string_view word) {
    if (stem.size() <= word.size() || !endsWithNoCase(stem, word) ||
        separators.find(stem[stem.size() - word.size() - 1]) == std::string_view::npos) {
        return false;
    }
    stem.remove_suffix(word.size() + 1);
    return true;
}

/// Likewise from its front.
bool dropBeginning(std::string_view& stem, std::string_view word) {
    if (stem.size() <= word.size() || !startsWithNoCase(stem, word) ||
        separators.find(stem[word.size()]) == std::string_view::npos) {
        return false;
    }
    stem.remove_prefix(word.size() + 1);
    return true;
}

/// The folders in `parent` whose names `fits` takes.
std::vector<std::string> foldersIn(const std::string& parent, bool (*fits)(std::string_view)) {
    std::vector<std::string> result;
    const Folder folder(parent);
    for (const FolderEntry& entry : folder.entries()) {
        if (entry.isFolder && fits(entry.name)) {
            result.push_back(entry.path);
        }
    }
    return result;
}

} // namespace

PlainName parsePlainName(std::string_view fileName) {
    PlainName name{without(without(fileName, ".sql"), ".pgsql")};
    if (isOneOf(name.stem, downWords)) {
        return {"", true};
    }
    for (std::string_view word : downWords) {
        if (dropEnding(name.stem, word)) {
            name.down = true;
            return name;
        }
    }
    if (dropEnding(name.stem, "up")) {
        return name;
    }
    for (std::string_view word : downWords) {
        if (dropBeginning(name.stem, word)) {
            name.down = true;
            name.doubtful = leadingDigits(name.stem).empty();
            return name;
        }
    }
    return name;
}

bool isBareWayUp(std::string_view fileName) { return isOneOf(without(fileName, ".sql"), upWords); }

bool isWayBackFolder(std::string_view name) { return isOneOf(name, downFolders); }

bool isWayUpFolder(std::string_view name) { return isOneOf(name, upFolders); }

std::vector<std::string> wayBackFoldersBeside(const std::string& folder) {
    if (!isWayUpFolder(llvm::sys::path::filename(folder))) {
        return {};
    }
    return foldersIn(llvm::sys::path::parent_path(folder).str(), isWayBackFolder);
}

std::vector<std::string> wayUpFolders(const std::string& folder) {
    if (!isWayBackFolder(llvm::sys::path::filename(folder))) {
        return {};
    }
    std::string parent = llvm::sys::path::parent_path(folder).str();
    std::vector<std::string> result = foldersIn(parent, isWayUpFolder);
    result.push_back(std::move(parent));
    return result;
}

} // namespace ironlaw
