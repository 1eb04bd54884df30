// Which files are one and the same, whatever path leads to them. Within project/ only.
#pragma once

#include "analyzer/diagnostic/diagnostic.h"

#include <llvm/Support/FileSystem.h>

#include <map>
#include <string>
#include <string_view>
#include <tuple>

namespace ironlaw {

/// A file or folder as the system knows it: "./m/1.sql", "m/1.sql" and a link to it are equal. What
/// is not on disk is equal to itself only, by its path.
struct FileIdentity {
    llvm::sys::fs::UniqueID id;
    std::string path; ///< empty for what is on disk

    friend auto operator<=>(const FileIdentity& a, const FileIdentity& b) {
        return a.key() <=> b.key();
    }
    friend bool operator==(const FileIdentity& a, const FileIdentity& b) {
        return a.key() == b.key();
    }

private:
    std::tuple<uint64_t, uint64_t, std::string_view> key() const {
        return {id.getDevice(), id.getFile(), path};
    }
};

/// The empty path is the working directory.
FileIdentity identityOf(const std::string& path);

/// The identities of the files of a run, each asked for once.
class FileIdentities {
public:
    /// `sources` may grow; it has to outlive this.
    explicit FileIdentities(const Sources& sources) : sources_(sources) {}
    const FileIdentity& of(FileId file);

private:
    const Sources& sources_;
    std::map<FileId, FileIdentity> known_;
};

} // namespace ironlaw
