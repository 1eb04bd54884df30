// From paths to histories: which folders and files are looked at, and what of them the user asked
// for.
#include "analyzer/project/project.h"

#include "analyzer/project/asked-files.h"
#include "analyzer/project/findings.h"
#include "analyzer/project/folder.h"
#include "analyzer/project/history-loader.h"
#include "analyzer/project/layout.h"
#include "analyzer/project/locations.h"
#include "analyzer/project/plain-names.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace sys = llvm::sys;

namespace {

/// What standard input is called if the user gives it no path.
constexpr std::string_view standardInputName = "<stdin>";

/// Folders that hold other people's files or build results.
constexpr std::array<std::string_view, 8> skippedFolders = {
    "node_modules", "vendor", "target", "build", "dist", "bower_components", "__pycache__", "venv"};

llvm::Error failure(const std::string& message) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(), message.c_str());
}

std::string parentOf(const std::string& path) { return sys::path::parent_path(path).str(); }

class Loader {
public:
    Loader(const ProjectOptions& options, Project& project)
        : options_(options), project_(project), loader_(options, project),
          identities_(project.sources), askedFiles_(project, identities_) {}

    llvm::Error load() {
        std::vector<std::string> paths = options_.paths;
        if (paths.empty()) {
            llvm::Expected<const Config*> config = loader_.configOf(".");
            if (!config) {
                return config.takeError();
            }
            for (const std::string& path : (*config)->paths) {
                paths.push_back((*config)->folder.empty() || (*config)->folder == "."
                                    ? path
                                    : belowHere(fmt::format("{}/{}", (*config)->folder, path)));
            }
            if (paths.empty()) {
                paths.push_back(".");
            }
        }
        for (const std::string& path : paths) {
            if (llvm::Error error = this->path(path)) {
                return error;
            }
        }
        askedFiles_.finish();
        reportEachFileOnce(project_, identities_);
        leaveDumpsToTheirHistories(project_);
        sayWhatWasGuessed(project_);
        return llvm::Error::success();
    }

private:
    llvm::Error path(std::string path) {
        if (path == "-") {
            return standardInput();
        }
        while (path.size() > 1 && path.ends_with('/')) {
            path.pop_back();
        }
        sys::fs::file_status status;
        if (std::error_code error = sys::fs::status(path, status)) {
            return failure(fmt::format("{}: {}", path, error.message()));
        }
        if (sys::fs::is_directory(status)) {
            return namedFolder(path);
        }
        return file(path);
    }

    size_t findings() const { return project_.histories.size() + project_.remarks.size(); }

    /// A folder is searched for migrations. Only where it holds none, its SQL files are taken for
    /// some: beside migrations they are seeds, queries and the like.
    llvm::Error namedFolder(const std::string& path) {
        if (seen_.hasEntered(path)) {
            return llvm::Error::success(); // named before, or below a folder that was
        }
        if (isMigrationFolder(path)) {
            for (const std::string_view name : filesOfMigrationFolder) {
                const std::string file = fmt::format("{}/{}", path, name);
                if (sys::fs::exists(file)) {
                    if (llvm::Error error = this->file(file)) {
                        return error;
                    }
                }
            }
            return llvm::Error::success();
        }
        if (!options_.isolated && !locations_.has(path)) {
            llvm::Expected<bool> found = inLocationAround(path);
            if (!found || *found) {
                return found.takeError();
            }
        }
        const size_t before = findings();
        unrecognised_.clear();
        inThisSearch_ = {};
        metEarlier_ = false;
        const std::string top = path == "." ? "" : path;
        if (llvm::Error error = folder(top)) {
            return error;
        }
        const bool holdsFound = metEarlier_ && before > 0;
        if (findings() == before && !holdsFound) {
            if (llvm::Error error = readAsPlainSql()) {
                return error;
            }
            if (findings() == before) {
                project_.failures.push_back(fmt::format("{}: no SQL migrations found", path));
            }
        } else if (!unrecognised_.empty() && unrecognised_.front() == top) {
            project_.remarks.push_back(
                fmt::format("SQL files directly in {} are not read: nothing says that they are "
                            "migrations",
                            path));
        }
        return llvm::Error::success();
    }

    /// Whether the folder is one migration among others of the folder around it.
    bool isMigrationFolder(const std::string& path) {
        if (options_.isolated || std::ranges::none_of(filesOfMigrationFolder, [&](auto name) {
                return sys::fs::exists(fmt::format("{}/{}", path, name));
            })) {
            return false;
        }
        if (saysItsTool(path)) {
            return false;
        }
        const Tool* tool = loader_.recognise(Folder(folderAround(path)));
        return tool != nullptr && tool->folderIsMigration;
    }

    /// Whether the SQL in a folder says by its text which tool it is: a script called
    /// migration.sql.
    bool saysItsTool(const std::string& folder) {
        const Tool* own = loader_.recognise(Folder(folder));
        return own != nullptr && own != &plain;
    }

    llvm::Error readAsPlainSql() {
        SeenFolders taken;
        for (const std::string& path : unrecognised_) {
            if (!taken.enter(path)) {
                continue; // ways back that an earlier one has taken
            }
            llvm::Expected<const Tool*> tool = add(loader_.reader().folder(path), &plain, taken);
            if (!tool) {
                return tool.takeError();
            }
        }
        return llvm::Error::success();
    }

    /// Adds the folder's history, and marks what it took of other folders.
    llvm::Expected<const Tool*> add(const Folder& folder, const Tool* assumed, SeenFolders& taken) {
        const size_t before = project_.histories.size();
        llvm::Expected<const Tool*> tool = loader_.add(folder, assumed);
        if (project_.histories.size() > before) {
            for (const std::string& other : project_.histories.back().alsoRead) {
                taken.enter(other);
            }
        }
        return tool;
    }

    static bool hasSql(const Folder& folder) {
        return std::ranges::any_of(folder.entries(), isSqlFile);
    }

    /// Whether the folder can be a migrations folder at all.
    static bool isCandidate(const Folder& folder) {
        return hasSql(folder) ||
               std::ranges::any_of(folder.entries(), [](const FolderEntry& entry) {
                   return entry.isFolder && (sys::fs::exists(entry.path + "/up.sql") ||
                                             sys::fs::exists(entry.path + "/migration.sql"));
               });
    }

    /// A folder and the folders below it. What the system allows as a path's length limits the
    /// depth.
    llvm::Error folder(const std::string& path) {
        const Folder folder = loader_.reader().folder(path);
        if (!seen_.enter(path)) {
            metEarlier_ = metEarlier_ || !inThisSearch_.hasEntered(path);
            return llvm::Error::success();
        }
        inThisSearch_.enter(path);
        bool ownsSubfolders = false;
        const bool location = isToolLocation(folder);
        if (location || isCandidate(folder)) {
            llvm::Expected<const Tool*> tool = add(folder, nullptr, seen_);
            if (!tool) {
                return tool.takeError();
            }
            if (*tool == nullptr && hasSql(folder)) {
                unrecognised_.push_back(path);
            }
            // What of a location is its tool's has been seen; something else may lie beside it.
            ownsSubfolders = *tool != nullptr && (*tool)->ownsSubfolders && !location;
        }
        // A folder of ways back is read with the one of the ways up, if that is what it belongs to.
        std::vector<FolderEntry> entries = folder.entries();
        std::ranges::stable_partition(
            entries, [](const FolderEntry& entry) { return !isWayBackFolder(entry.name); });
        for (const FolderEntry& entry : entries) {
            bool skipped = !entry.isFolder || ownsSubfolders || entry.name.starts_with('.') ||
                           !otherDialect(entry.name).empty() ||
                           std::ranges::find(skippedFolders, entry.name) != skippedFolders.end();
            if (!skipped) {
                if (llvm::Error error = this->folder(entry.path)) {
                    return error;
                }
            }
        }
        return llvm::Error::success();
    }

    /// A file on its own: with the earlier migrations of its folder, or isolated.
    llvm::Error file(const std::string& path) {
        if (!options_.isolated) {
            std::string parent = parentOf(path);
            std::string name = sys::path::filename(path).str();
            std::vector<std::string> candidates = wayUpFolders(parent);
            const std::string around = folderAround(parent);
            const std::vector<std::string> locations = locations_.around(parent);
            if (std::ranges::find(filesOfMigrationFolder, name) != filesOfMigrationFolder.end() &&
                !saysItsTool(parent)) {
                candidates.insert(candidates.begin(), around);
            }
            candidates.push_back(parent);
            if (askedFiles_.ask(identityOf(around), identityOf(path))) {
                return llvm::Error::success();
            }
            candidates.insert(candidates.begin(), locations.begin(), locations.end());
            for (const std::string& candidate : candidates) {
                llvm::Expected<bool> found = inHistoryOf(candidate, candidate == parent, path);
                if (!found) {
                    return found.takeError();
                }
                if (*found) {
                    return llvm::Error::success();
                }
            }
        }
        return loader_.addAlone(path, options_.isolated || path == standardInputName);
    }

    /// Reports on the files below `path` that a location around it runs; false if there are none.
    llvm::Expected<bool> inLocationAround(const std::string& path) {
        const std::vector<std::string> locations = locations_.around(path);
        const std::vector<std::string> files =
            locations.empty() ? std::vector<std::string>() : sqlFilesBelow(path);
        for (const std::string& location : locations) {
            bool found = false;
            for (const std::string& file : files) {
                llvm::Expected<bool> has = inHistoryOf(location, false, file);
                if (!has) {
                    return has.takeError();
                }
                found = found || *has;
            }
            if (found) {
                reportLeftOut(path);
                return true;
            }
        }
        return false;
    }

    /// What the tool does not run of a folder that was named is told of, too.
    void reportLeftOut(const std::string& folder) {
        for (History& history : project_.histories) {
            for (ProjectFile& file : history.files) {
                const llvm::StringRef path = loader_.reader().path(file.file);
                file.reported |=
                    file.role == FileRole::Ignored && path.starts_with(directPath(folder) + "/");
            }
        }
    }

    /// Whether a migration of the history of `folder` has the file, which is then reported on with
    /// the earlier ones as its history.
    llvm::Expected<bool> inHistoryOf(const std::string& path, bool isParent,
                                     const std::string& file) {
        const FileIdentity identity = identityOf(file);
        if (askedFiles_.ask(identityOf(path), identity)) {
            return true;
        }
        if (!isParent && askedFiles_.lacks(identityOf(path), identity)) {
            return false;
        }
        Folder folder = loader_.reader().look(path);
        if (isParent) {
            folder.addFile(sys::path::filename(file).str());
        }
        const size_t failures = project_.failures.size();
        if (loader_.recognise(folder) == nullptr) {
            forgive(failures, file);
            return false;
        }
        const size_t before = project_.histories.size();
        llvm::Expected<const Tool*> tool = loader_.add(folder, nullptr);
        forgive(failures, file);
        if (!tool) {
            return tool.takeError();
        }
        if (project_.histories.size() == before) {
            return *tool != nullptr; // a tool that runs it on another server, which was said
        }
        if (!askedFiles_.open(identityOf(path), identity)) {
            project_.histories.pop_back();
            return false;
        }
        return true;
    }

    /// That another file than the one asked for cannot be read does not make the run incomplete; it
    /// is said all the same. `before` is how many failures there were before the others were read.
    void forgive(size_t before, const std::string& file) {
        const auto isOther = [&](const std::string& one) { return !one.starts_with(file + ": "); };
        const auto first = project_.failures.begin() + static_cast<std::ptrdiff_t>(before);
        std::copy_if(first, project_.failures.end(), std::back_inserter(project_.remarks), isOther);
        project_.failures.erase(std::remove_if(first, project_.failures.end(), isOther),
                                project_.failures.end());
    }

    llvm::Error standardInput() {
        auto buffer = llvm::MemoryBuffer::getSTDIN();
        if (!buffer) {
            return failure(fmt::format("standard input: {}", buffer.getError().message()));
        }
        std::string path(options_.stdinPath.empty() ? standardInputName : options_.stdinPath);
        loader_.reader().add(path, std::move(*buffer));
        return options_.stdinPath.empty() ? loader_.addAlone(path, true) : file(path);
    }

    const ProjectOptions& options_;
    Project& project_;
    HistoryLoader loader_;
    SeenFolders seen_;
    /// Folders of the current search with SQL files that no tool is known to run.
    std::vector<std::string> unrecognised_;
    SeenFolders inThisSearch_;
    bool metEarlier_ = false; ///< the current search came to a folder of an earlier one
    FileIdentities identities_;
    AskedFiles askedFiles_;
    Locations locations_;
};

} // namespace

llvm::Expected<Project> loadProject(const ProjectOptions& options) {
    Project project;
    if (llvm::Error error = Loader(options, project).load()) {
        return error;
    }
    return project;
}

} // namespace ironlaw
