// How teams without a migration tool mark their ways back by the names of files and folders. Within
// project/ only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ironlaw {

/// What the name of a plain SQL file says.
struct PlainName {
    std::string_view stem; ///< what the way up and the way back have in common; may be empty
    bool down = false;
    /// Only a word in front says that it is a way back (`rollback_users.sql`), and no number behind
    /// that word: there has to be a way up without it.
    bool doubtful = false;
};

/// "0007_users.down.sql", "users_rollback.sql", "rollback_0007_users.sql", "rollback.sql".
PlainName parsePlainName(std::string_view fileName);

/// Whether the name is that of a way up without another name: up.sql, migrate.sql.
bool isBareWayUp(std::string_view fileName);

/// "down", "rollbacks", "undo": a folder of ways back, if there are ways up beside or above it.
bool isWayBackFolder(std::string_view name);
/// "up", "deploy".
bool isWayUpFolder(std::string_view name);

/// The folders of ways back beside a folder of ways up: "db/down" for "db/up".
std::vector<std::string> wayBackFoldersBeside(const std::string& folder);
/// Where the ways up of a folder of ways back may lie: beside it, or above; none for others.
std::vector<std::string> wayUpFolders(const std::string& folder);

} // namespace ironlaw
