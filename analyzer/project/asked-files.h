// Which parts of the histories were asked for: single files of a folder, and what was named twice.
// Within project/ only.
#pragma once

#include "analyzer/project/file-identity.h"
#include "analyzer/project/project.h"

#include <map>
#include <set>

namespace ironlaw {

/// Histories of folders of which only single files were asked for. Each is laid out once, however
/// many of its files are named.
class AskedFiles {
public:
    /// Both arguments have to outlive this.
    AskedFiles(Project& project, FileIdentities& identities)
        : project_(project), identities_(identities) {}

    /// Reports on the file too, if `folder` was opened before and a migration of it has the file.
    bool ask(const FileIdentity& folder, const FileIdentity& file);
    /// Takes the project's last history for that of `folder`, and reports on nothing but the file.
    /// False, and nothing is changed, if no migration has the file.
    bool open(const FileIdentity& folder, const FileIdentity& file);
    /// Whether `folder` was tried by open() before, in vain, and no migration of it has the file.
    bool lacks(const FileIdentity& folder, const FileIdentity& file) const;
    /// Leaves of each history what runs before the last file that was asked for.
    void finish();

private:
    struct Part {
        size_t history;                                         ///< its position in the project
        std::map<FileIdentity, std::vector<size_t>> migrations; ///< by file
    };
    void report(const Part& part, const FileIdentity& file);

    Project& project_;
    FileIdentities& identities_;
    std::map<FileIdentity, Part> parts_;                    ///< by folder
    std::map<FileIdentity, std::set<FileIdentity>> inVain_; ///< the files of folders not opened
};

/// Folders and files may be named twice, or below each other, or through links: of several
/// histories with one file, the largest reports on it. One that has nothing left to report is
/// removed.
void reportEachFileOnce(Project& project, FileIdentities& identities);

/// Sets the roles of files in migrations by the sections that the migrations have of them.
void settleRoles(History& history);

} // namespace ironlaw
