// From paths to histories: which folders are migrations folders, of which tool, and what of them
// the user asked for.
#include "analyzer/project/project.h"

#include "analyzer/project/asked-files.h"
#include "analyzer/project/folder.h"
#include "analyzer/project/layout.h"
#include "analyzer/project/plain-names.h"
#include "analyzer/project/start-schema.h"
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

constexpr size_t headBytes = 64 * 1024;

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
        : options_(options), project_(project), reader_(project.sources, project.failures),
          identities_(project.sources), askedFiles_(project, identities_) {}

    llvm::Error load() {
        std::vector<std::string> paths = options_.paths;
        bool search = false;
        if (paths.empty()) {
            llvm::Expected<const Config*> config = configFor(".");
            if (!config) {
                return config.takeError();
            }
            for (const std::string& path : (*config)->paths) {
                paths.push_back((*config)->folder.empty() || (*config)->folder == "."
                                    ? path
                                    : belowHere(fmt::format("{}/{}", (*config)->folder, path)));
            }
            search = paths.empty();
            if (search) {
                paths.push_back(".");
            }
        }
        for (const std::string& path : paths) {
            if (llvm::Error error = this->path(path, search)) {
                return error;
            }
        }
        askedFiles_.finish();
        reportEachFileOnce(project_, identities_);
        leaveDumpsToTheirHistories();
        return llvm::Error::success();
    }

private:
    /// A dump that was found beside migrations shows the same schema once more: it is read when it
    /// is asked for by its own path, and otherwise only named.
    void leaveDumpsToTheirHistories() {
        auto isDumpHistory = [](const History& history) { return history.tool == &schemaDump; };
        if (std::ranges::all_of(project_.histories, isDumpHistory)) {
            return;
        }
        for (History& history : project_.histories) {
            if (isDumpHistory(history) && !history.singleFile) {
                history.migrations.clear();
            }
        }
    }

    llvm::Error path(std::string path, bool search) {
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
            if (seen_.hasEntered(path)) {
                return llvm::Error::success(); // named before, or below a folder that was
            }
            size_t before = project_.histories.size() + project_.remarks.size();
            if (llvm::Error error = folder(path == "." ? "" : path, !search, true)) {
                return error;
            }
            if (project_.histories.size() + project_.remarks.size() == before && !search) {
                project_.failures.push_back(fmt::format("{}: no SQL migrations found", path));
            }
            return llvm::Error::success();
        }
        return file(path);
    }

    /// The configuration for a folder: --config, or the nearest file upwards. Loaded once.
    llvm::Expected<const Config*> configFor(const std::string& folder) {
        std::string path = options_.configPath.empty() ? findConfig(folder.empty() ? "." : folder)
                                                       : options_.configPath;
        for (const Config& known : project_.configs) {
            if (known.path == path) {
                return &known;
            }
        }
        Config config;
        if (!path.empty()) {
            llvm::Expected<Config> loaded = loadConfig(path);
            if (!loaded) {
                return loaded.takeError();
            }
            config = std::move(*loaded);
        }
        if (!options_.sizesPath.empty()) {
            if (llvm::Error error = loadTableSizes(options_.sizesPath, config)) {
                return error;
            }
        }
        if (options_.adjust) {
            if (llvm::Error error = options_.adjust(config)) {
                return error;
            }
        }
        if (!options_.tool.empty()) {
            config.tool = options_.tool;
        }
        if (!options_.schemaPath.empty()) {
            config.startSchema = options_.schemaPath;
        }
        if (options_.serverVersion != 0) {
            config.serverVersion = options_.serverVersion;
        }
        project_.configs.push_back(std::move(config));
        return &project_.configs.back();
    }

    Evidence evidenceOf(const Folder& folder) {
        Evidence evidence{folder, {}, {}};
        for (const FolderEntry& entry : folder.entries()) {
            if (!isSqlFile(entry)) {
                continue;
            }
            if (std::optional<FileId> file = reader_.read(entry.path)) {
                evidence.sqlNames.push_back(entry.name);
                evidence.heads.push_back(reader_.text(*file).substr(0, headBytes));
            }
        }
        return evidence;
    }

    /// Whether the folder can be a migrations folder at all.
    static bool isCandidate(const Folder& folder) {
        if (std::ranges::any_of(folder.entries(), isSqlFile)) {
            return true;
        }
        return std::ranges::any_of(folder.entries(), [](const FolderEntry& entry) {
            return entry.isFolder && (sys::fs::exists(entry.path + "/up.sql") ||
                                      sys::fs::exists(entry.path + "/migration.sql"));
        });
    }

    /// A folder and the folders below it; `top` is one that the user named. What the system allows
    /// as a path's length limits the depth.
    llvm::Error folder(const std::string& path, bool asked, bool top) {
        const Folder folder = reader_.folder(path);
        if (!seen_.enter(path)) {
            return llvm::Error::success();
        }
        bool ownsSubfolders = false;
        const bool isLocation = isFlywayLocation(folder);
        if (isLocation || isCandidate(folder)) {
            llvm::Expected<const Tool*> tool = history(folder, asked && top);
            if (!tool) {
                return tool.takeError();
            }
            // What of a location is Flyway's has been seen; something else may lie beside it.
            ownsSubfolders = *tool != nullptr && (*tool)->ownsSubfolders && !isLocation;
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
                if (llvm::Error error = this->folder(entry.path, asked, false)) {
                    return error;
                }
            }
        }
        return llvm::Error::success();
    }

    /// Adds the folder's history; the tool that it was laid out by, or null if it is no history.
    /// A folder that the user named is one even if nothing but its SQL files says so.
    llvm::Expected<const Tool*> history(const Folder& folder, bool asked) {
        llvm::Expected<const Config*> config = configFor(folder.path());
        if (!config) {
            return config.takeError();
        }
        const Tool* tool = (*config)->tool == "auto" ? nullptr : findTool((*config)->tool);
        bool assumed = false;
        if (tool == nullptr) {
            tool = recogniseTool(evidenceOf(folder));
            if (tool == nullptr && asked && std::ranges::any_of(folder.entries(), isSqlFile)) {
                tool = &plain;
            }
            assumed = tool == &plain;
        }
        if (tool == nullptr) {
            return nullptr;
        }
        History history;
        history.folder = folder.path();
        history.tool = tool;
        history.toolAssumed = assumed;
        history.config = *config;
        tool->layout({folder, reader_, history});
        if (!history.notRead.empty()) {
            std::string remark = fmt::format(
                "{} is not read: {}", folder.path().empty() ? "." : folder.path(), history.notRead);
            if (std::ranges::find(project_.remarks, remark) == project_.remarks.end()) {
                project_.remarks.push_back(std::move(remark));
            }
            return tool;
        }
        for (Migration& migration : history.migrations) {
            findCommentedWayBack(migration);
        }
        settleRoles(history);
        for (const std::string& other : history.alsoRead) {
            seen_.enter(other);
        }
        if (llvm::Error error = startFromSchema(history, reader_)) {
            return error;
        }
        bool anything = !history.migrations.empty() || !history.files.empty();
        if (anything) {
            project_.histories.push_back(std::move(history));
        }
        return anything ? tool : nullptr;
    }

    void findCommentedWayBack(Migration& migration) {
        if (!migration.down.empty() || migration.up.empty() || migration.schemaDump) {
            return;
        }
        FileId file = migration.up.back().file;
        migration.down = commentedWayBack(file, reader_.text(file));
    }

    /// A file on its own: with the earlier migrations of its folder, or isolated.
    llvm::Error file(const std::string& path) {
        if (!options_.isolated) {
            std::string parent = parentOf(path);
            std::string name = sys::path::filename(path).str();
            std::vector<std::string> candidates = wayUpFolders(parent);
            if (name == "up.sql" || name == "down.sql" || name == "migration.sql") {
                candidates.insert(candidates.begin(), parentOf(parent));
            }
            candidates.push_back(parent);
            if (askedFiles_.ask(identityOf(parentOf(parent)), identityOf(path))) {
                return llvm::Error::success();
            }
            if (isFlywayLocation(Folder(parentOf(parent)))) {
                candidates.insert(candidates.begin(), parentOf(parent));
            }
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
        return isolated(path);
    }

    /// Whether a migration of the history of `folder` has the file, which is then reported on with
    /// the earlier ones as its history.
    llvm::Expected<bool> inHistoryOf(const std::string& path, bool isParent,
                                     const std::string& file) {
        const FileIdentity identity = identityOf(file);
        if (askedFiles_.ask(identityOf(path), identity)) {
            return true;
        }
        Folder folder(path);
        if (isParent) {
            folder.addFile(sys::path::filename(file).str());
        }
        if (recogniseTool(evidenceOf(folder)) == nullptr) {
            return false;
        }
        const size_t before = project_.histories.size();
        llvm::Expected<const Tool*> tool = history(folder, false);
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

    llvm::Error isolated(const std::string& path) {
        llvm::Expected<FileId> file = reader_.need(path);
        if (!file) {
            return file.takeError();
        }
        llvm::Expected<const Config*> config = configFor(parentOf(path));
        if (!config) {
            return config.takeError();
        }
        const Tool* forced = (*config)->tool == "auto" ? nullptr : findTool((*config)->tool);
        // A folder with nothing but this file, so that sections and dumps are seen.
        Folder only(parentOf(path), sys::path::filename(path).str());
        const Tool* tool = forced != nullptr ? forced : recogniseTool(evidenceOf(only));
        History history;
        history.folder = parentOf(path);
        history.toolAssumed = tool == nullptr;
        history.singleFile = true;
        history.tool = tool == nullptr ? &plain : tool;
        history.config = *config;
        history.tool->layout({only, reader_, history});
        if (history.migrations.empty()) {
            // Its name is none that the tool would run; it was asked for all the same.
            history.files.clear();
            plain.layout({only, reader_, history});
        }
        bool besideUnknown = options_.isolated || path == standardInputName;
        for (Migration& migration : history.migrations) {
            findCommentedWayBack(migration);
            migration.takenAlone = besideUnknown;
        }
        settleRoles(history);
        if (llvm::Error error = startFromSchema(history, reader_)) {
            return error;
        }
        project_.histories.push_back(std::move(history));
        return llvm::Error::success();
    }

    llvm::Error standardInput() {
        auto buffer = llvm::MemoryBuffer::getSTDIN();
        if (!buffer) {
            return failure(fmt::format("standard input: {}", buffer.getError().message()));
        }
        std::string path(options_.stdinPath.empty() ? standardInputName : options_.stdinPath);
        reader_.add(path, std::move(*buffer));
        return options_.stdinPath.empty() ? isolated(path) : file(path);
    }

    const ProjectOptions& options_;
    Project& project_;
    FileReader reader_;
    SeenFolders seen_;
    FileIdentities identities_;
    AskedFiles askedFiles_;
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
