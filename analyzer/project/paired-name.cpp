// See paired-name.h.
#include "analyzer/project/paired-name.h"

#include <algorithm>

namespace ironlaw {

std::optional<ScriptName> parsePairedName(std::string_view fileName) {
    const std::string_view digits = leadingDigits(fileName);
    if (digits.empty() || fileName.size() <= digits.size() || fileName[digits.size()] != '_') {
        return std::nullopt;
    }
    const std::string_view stem = fileName.substr(0, fileName.rfind('.'));
    if (stem.ends_with(".up")) {
        return ScriptName{digits, without(stem, ".up"), Direction::Up};
    }
    return stem.ends_with(".down")
               ? std::optional(ScriptName{digits, without(stem, ".down"), Direction::Down})
               : std::nullopt;
}

bool hasPairedWayUp(const Folder& folder) {
    const auto isWayUp = [](const FolderEntry& entry) {
        const std::optional<ScriptName> name = parsePairedName(entry.name);
        return name && name->direction == Direction::Up && !entry.isFolder;
    };
    return std::ranges::any_of(folder.entries(), isWayUp) ||
           std::ranges::any_of(Folder(folder.path()).entries(), isWayUp);
}

} // namespace ironlaw
