// From one folder, or one file, to its history: the tool, its layout, and what every history gets.
// Which folders and files these are is project.h's. Within project/ only.
#pragma once

#include "analyzer/project/folder.h"
#include "analyzer/project/kept-ways-back.h"
#include "analyzer/project/run-configs.h"

#include <array>

namespace ironlaw {

/// The folder around a folder; "" is the working directory.
std::string folderAround(const std::string& path);

/// What tools call the files of a migration that is a folder.
inline constexpr std::array<std::string_view, 3> filesOfMigrationFolder = {"up.sql", "down.sql",
                                                                           "migration.sql"};

class HistoryLoader {
public:
    /// Both arguments have to outlive this.
    HistoryLoader(const ProjectOptions& options, Project& project)
        : project_(project), reader_(project.sources, project.failures),
          configs_(options, project.configs) {}

    FileReader& reader() { return reader_; }
    llvm::Expected<const Config*> configOf(const std::string& folder) {
        return configs_.of(folder);
    }

    /// The tool that the folder's files speak for, whatever is configured; null if none.
    const Tool* recognise(const Folder& folder);

    /// Adds the folder's history; the tool that it was laid out by, or null if it is none.
    /// `assumed` is the tool of a folder that says nothing, and may be null.
    llvm::Expected<const Tool*> add(const Folder& folder, const Tool* assumed);

    /// Adds a file as a history of its own, whatever it is. `besideUnknown`: what lies beside it
    /// was not looked at.
    llvm::Error addAlone(const std::string& path, bool besideUnknown);

private:
    std::optional<Folder> migrationFolderOf(const std::string& path);
    Evidence evidenceOf(const Folder& folder);
    void findCommentedWayBack(Migration& migration);
    /// What every history gets once it is laid out.
    llvm::Error finish(History& history);

    Project& project_;
    FileReader reader_;
    RunConfigs configs_;
    WayBackFolders wayBackFolders_;
};

} // namespace ironlaw
