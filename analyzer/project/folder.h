// A folder on disk as migration tools look at it. Within project/ only.
#pragma once

#include "analyzer/project/migration.h"

#include <llvm/Support/Error.h>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ironlaw {

/// A file or folder directly within a folder.
struct FolderEntry {
    std::string name;
    std::string path; ///< for the user: below the path that the user gave
    bool isFolder = false;
    bool asked = false; ///< the user named this very file, whatever its ending
};

/// What is directly in a folder, sorted by name (bytes). Read when asked for.
class Folder {
public:
    explicit Folder(std::string path);
    /// A folder as if nothing but the file `onlyFile` were in it.
    Folder(std::string path, std::string onlyFile);

    const std::string& path() const { return path_; }
    /// The path of a file in it, as the user would write it.
    std::string below(std::string_view fileName) const;
    const std::vector<FolderEntry>& entries() const { return entries_; }
    bool has(std::string_view entryName) const;
    /// Adds a file or folder that need not be on disk, if it is not there.
    void addFile(std::string fileName) { add(std::move(fileName), false); }
    void addFolder(std::string folderName) { add(std::move(folderName), true); }
    /// Forgets all entries but the one called `entryName`.
    void keepOnly(std::string_view entryName);
    /// The folder could not be read: why.
    const std::string& failure() const { return failure_; }

private:
    void add(std::string entryName, bool isFolder);

    std::string path_;
    std::vector<FolderEntry> entries_;
    std::string failure_;
};

/// The folders that a search came through. Links may lead back to one of them, or to one folder in
/// many ways.
class SeenFolders {
public:
    /// Whether `path` is a folder that was not entered before.
    bool enter(const std::string& path);
    bool hasEntered(const std::string& path) const;

private:
    std::set<std::pair<uint64_t, uint64_t>> seen_; ///< device and inode
};

/// Reads files into the run's sources, each once.
class FileReader {
public:
    FileReader(Sources& sources, std::vector<std::string>& failures)
        : sources_(sources), failures_(failures) {}

    /// The file's number; nothing if it cannot be read, which is then a failure of the run.
    std::optional<FileId> read(const std::string& path);
    /// The same of a file that need not be there.
    std::optional<FileId> readIfThere(const std::string& path);
    /// What is in a folder, with the files given by add(); one that cannot be read is a failure of
    /// the run.
    Folder folder(const std::string& path);
    /// The same of a folder that need not be there.
    Folder look(const std::string& path) const;
    /// A small file's text without making it a file of the run; nothing if it is not there.
    static std::optional<std::string> peek(const std::string& path);
    /// Gives the bytes of a file that are not read from it: standard input with a path.
    FileId add(const std::string& path, std::unique_ptr<llvm::MemoryBuffer> buffer);
    /// The file's number; one that cannot be read makes the run impossible.
    llvm::Expected<FileId> need(const std::string& path);
    std::string_view text(FileId file) const { return sources_[file].text(); }
    const std::string& path(FileId file) const { return sources_[file].path; }

private:
    std::map<std::string, std::optional<FileId>, std::less<>> known_;
    std::vector<std::string> given_; ///< by add()
    Sources& sources_;
    std::vector<std::string>& failures_;
};

/// What a tool's layout works with: the folder, its files, and the history to fill.
struct LayoutInput {
    const Folder& folder;
    FileReader& reader;
    History& history;
};

/// The first bytes of the folder's SQL files, for markers; and what lies around the folder.
struct Evidence {
    const Folder& folder;
    std::vector<std::string> sqlNames;   ///< direct *.sql files, sorted
    std::vector<std::string_view> heads; ///< their first 64 KB, in the same order
    /// Whether a file of this name lies in the folder or in one of the three above it.
    bool nearby(std::string_view name) const;
    /// Whether such a file holds `word`: "sqlx" in Cargo.toml.
    bool nearbyMentions(std::string_view name, std::string_view word) const;
    /// The same of the files whose names end in `ending`, whatever they are called: ".csproj".
    bool anyNearbyMentions(std::string_view ending, std::string_view word) const;
    /// Whether a go.mod nearby requires a module that has `word` in its name, for this program's
    /// own sake.
    bool requiresModule(std::string_view word) const;
    /// Whether the subfolder `child` holds the file `name`.
    bool childHas(std::string_view child, std::string_view name) const;

    bool anyHead(const std::function<bool(std::string_view)>& matches) const;
    /// Whether a head holds `marker`, its letters in either case. It is looked for by its `+` or
    /// `:`, which are rarer in SQL than letters.
    bool anyHeadMentions(std::string_view marker) const;
};

/// `path` from the working directory on if it leads there by way of "." or "..": so each file has
/// one name.
std::string directPath(const std::string& path);
/// The text of the nearest file called `name`, in `folder` or above it.
std::optional<std::string> textNearby(const std::string& folder, std::string_view name);

} // namespace ironlaw
