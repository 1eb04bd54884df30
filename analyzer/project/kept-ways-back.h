// Ways back that a team keeps in files which its tool does not run: beside the scripts, or in a
// folder "rollback". Within project/ only.
#pragma once

#include "analyzer/project/folder.h"

#include <map>
#include <string>
#include <vector>

namespace ironlaw {

/// The folders of ways back in other folders, each of which is listed once: many histories may lie
/// beside one another.
class WayBackFolders {
public:
    /// Their paths; none if `folder` is not there.
    const std::vector<std::string>& in(const std::string& folder);

private:
    std::map<std::string, std::vector<std::string>> known_;
};

/// Gives each migration of `history` that has no way back the file that is one by its name, if
/// there is one among the files of `folder` that the tool leaves out, or in a folder of ways back
/// below it or beside it. Such a folder counts as the history's as soon as one of its files fits;
/// a file there that has a version of no migration is then a way back without a way up.
void adoptKeptWaysBack(History& history, const Folder& folder, FileReader& reader,
                       WayBackFolders& folders);

} // namespace ironlaw
