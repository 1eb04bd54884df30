// See history-loader.h.
#include "analyzer/project/history-loader.h"

#include "analyzer/project/asked-files.h"
#include "analyzer/project/counted-version.h"
#include "analyzer/project/layout.h"
#include "analyzer/project/program-migrations.h"
#include "analyzer/project/start-schema.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <algorithm>

namespace ironlaw {

namespace {

namespace sys = llvm::sys;

constexpr size_t headBytes = 64 * 1024;

/// The tool that the configuration names, or null if it leaves that to be found out.
const Tool* configuredTool(const Config& config) {
    return config.tool == "auto" ? nullptr : findTool(config.tool);
}

} // namespace

std::string folderAround(const std::string& path) {
    if (path.empty() || path == ".") {
        return "..";
    }
    return sys::path::filename(path) == ".." ? path + "/.." : sys::path::parent_path(path).str();
}

Evidence HistoryLoader::evidenceOf(const Folder& folder) {
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

const Tool* HistoryLoader::recognise(const Folder& folder) {
    return recogniseTool(evidenceOf(folder)).tool;
}

void HistoryLoader::findCommentedWayBack(Migration& migration) {
    if (!migration.down.empty() || migration.up.empty() || migration.schemaDump) {
        return;
    }
    FileId file = migration.up.back().file;
    migration.down = commentedWayBack(file, reader_.text(file));
}

llvm::Error HistoryLoader::finish(History& history) {
    // Which migration of a file comments belong to is told by its tool's own markers alone.
    std::map<FileId, size_t> migrationsOfFile;
    for (const Migration& migration : history.migrations) {
        if (!migration.up.empty()) {
            ++migrationsOfFile[migration.up.back().file];
        }
    }
    for (Migration& migration : history.migrations) {
        if (!migration.up.empty() && migrationsOfFile[migration.up.back().file] == 1) {
            findCommentedWayBack(migration);
        }
    }
    settleRoles(history);
    return startFromSchema(history, reader_);
}

llvm::Expected<const Tool*> HistoryLoader::add(const Folder& folder, const Tool* assumed) {
    llvm::Expected<const Config*> config = configOf(folder.path());
    if (!config) {
        return config.takeError();
    }
    History history;
    history.tool = configuredTool(**config);
    if (history.tool == nullptr) {
        const Recognition recognised = recogniseTool(evidenceOf(folder));
        history.tool = recognised.tool != nullptr ? recognised.tool : assumed;
        history.toolGuessed = recognised.isGuess();
        history.toolAssumed = history.tool == &plain;
    }
    if (history.tool == nullptr) {
        return nullptr;
    }
    history.folder = folder.path();
    history.config = *config;
    history.tool->layout({folder, reader_, history});
    for (const FolderEntry& entry : folder.entries()) {
        if (const auto counted = countedVersion(leadingDigits(entry.name))) {
            history.numbersInFolder.push_back(counted->number);
        }
        const std::string_view digits = leadingDigits(entry.name);
        if (!entry.isFolder && !digits.empty() && isProgram(entry.name)) {
            history.programs.emplace_back(digits);
        }
    }
    if (!history.notRead.empty()) {
        std::string remark = fmt::format(
            "{} is not read: {}", folder.path().empty() ? "." : folder.path(), history.notRead);
        if (std::ranges::find(project_.remarks, remark) == project_.remarks.end()) {
            project_.remarks.push_back(std::move(remark));
        }
        return history.tool;
    }
    adoptKeptWaysBack(history, folder, reader_, wayBackFolders_);
    if (llvm::Error error = finish(history)) {
        return error;
    }
    if (history.migrations.empty() && history.files.empty()) {
        return nullptr;
    }
    project_.histories.push_back(std::move(history));
    return project_.histories.back().tool;
}

/// If `path` is one of the files that a tool keeps in a folder for each migration: the folder
/// around with nothing but that one.
std::optional<Folder> HistoryLoader::migrationFolderOf(const std::string& path) {
    const std::string parent = sys::path::parent_path(path).str();
    const std::string_view name = sys::path::filename(path);
    if (std::ranges::find(filesOfMigrationFolder, name) == filesOfMigrationFolder.end()) {
        return std::nullopt;
    }
    Folder around = reader_.look(folderAround(parent));
    const Tool* tool = recognise(around);
    if (tool == nullptr || !tool->folderIsMigration) {
        return std::nullopt;
    }
    llvm::SmallString<256> whole(parent.empty() ? "." : parent);
    if (sys::fs::make_absolute(whole)) {
        return std::nullopt;
    }
    sys::path::remove_dots(whole, true);
    around.keepOnly(sys::path::filename(whole));
    return around;
}

llvm::Error HistoryLoader::addAlone(const std::string& path, bool besideUnknown) {
    llvm::Expected<FileId> file = reader_.need(path);
    if (!file) {
        return file.takeError();
    }
    const std::string parent = sys::path::parent_path(path).str();
    llvm::Expected<const Config*> config = configOf(parent);
    if (!config) {
        return config.takeError();
    }
    // A folder with nothing but this file, so that sections and dumps are seen.
    const std::optional<Folder> ownFolder = migrationFolderOf(path);
    const Folder only = ownFolder ? *ownFolder : Folder(parent, sys::path::filename(path).str());
    const Tool* tool = configuredTool(**config);
    tool = tool != nullptr ? tool : recognise(only);
    History history;
    history.folder = parent;
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
    for (ProjectFile& one : history.files) {
        one.reported = !ownFolder || reader_.path(one.file) == directPath(path);
    }
    for (Migration& migration : history.migrations) {
        migration.takenAlone = besideUnknown;
    }
    if (llvm::Error error = finish(history)) {
        return error;
    }
    project_.histories.push_back(std::move(history));
    return llvm::Error::success();
}

} // namespace ironlaw
