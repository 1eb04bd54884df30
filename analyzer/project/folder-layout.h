// The layout of tools that keep a folder for each migration, with scripts of fixed names in it.
// Within project/ only.
#pragma once

#include "analyzer/project/layout.h"

#include <span>

namespace ironlaw {

struct FolderScript {
    std::string_view fileName;
    Direction direction;
};

/// How a tool reads folders of migrations. Constants of the tools.
struct FolderLayout {
    std::span<const FolderScript> scripts;
    /// The version in a folder's name; empty: the tool takes no such folder.
    std::string (*versionOf)(std::string_view folderName) = nullptr;
    bool (*precedes)(const Migration& a, const Migration& b) = nullptr; ///< null: by folder names
    /// Completes each section: opt-outs in `folder` or the text, cuts. May be null.
    void (*complete)(Section& section, std::string_view text, const std::string& folder) = nullptr;
};

void layoutFolders(const LayoutInput& input, const FolderLayout& layout);

/// How many folders in the folder hold the file `name`.
size_t foldersWith(const Evidence& evidence, std::string_view name);

} // namespace ironlaw
