// See file-identity.h.
#include "analyzer/project/file-identity.h"

namespace ironlaw {

FileIdentity identityOf(const std::string& path) {
    FileIdentity result;
    if (llvm::sys::fs::getUniqueID(path.empty() ? "." : path, result.id)) {
        result.id = llvm::sys::fs::UniqueID(0, 0);
        result.path = path;
    }
    return result;
}

const FileIdentity& FileIdentities::of(FileId file) {
    auto [place, isNew] = known_.try_emplace(file);
    if (isNew) {
        place->second = identityOf(sources_[file].path);
    }
    return place->second;
}

} // namespace ironlaw
