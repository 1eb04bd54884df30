// See dump.h.
#include "analyzer/project/dump.h"

#include "analyzer/project/history-loader.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/Support/FileSystem.h>

namespace ironlaw {

namespace {

llvm::Error failure(const std::string& message) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(), message.c_str());
}

/// The folder, then those below it. What the system allows as a path's length limits the depth.
llvm::Error addFolder(const std::string& path, HistoryLoader& loader) {
    const Folder folder = loader.reader().folder(path);
    if (llvm::Expected<const Tool*> tool = loader.add(folder, &schemaDump); !tool) {
        return tool.takeError();
    }
    for (const FolderEntry& entry : folder.entries()) {
        if (entry.isFolder && !entry.name.starts_with('.')) {
            if (llvm::Error error = addFolder(entry.path, loader)) {
                return error;
            }
        }
    }
    return llvm::Error::success();
}

llvm::Error addPath(const std::string& path, HistoryLoader& loader) {
    if (path == "-") {
        auto buffer = llvm::MemoryBuffer::getSTDIN();
        if (!buffer) {
            return failure(fmt::format("standard input: {}", buffer.getError().message()));
        }
        loader.reader().add("<stdin>", std::move(*buffer));
        return loader.addAlone("<stdin>", true);
    }
    return llvm::sys::fs::is_directory(path) ? addFolder(path, loader)
                                             : loader.addAlone(path, true);
}

} // namespace

llvm::Expected<size_t> addDump(const std::string& path, const ProjectOptions& options,
                               Project& project) {
    ProjectOptions own = options;
    own.tool = schemaDump.name;
    own.schemaPath.clear();
    own.adjust = [&](Config& config) {
        config.startSchema.clear();
        return options.adjust ? options.adjust(config) : llvm::Error::success();
    };
    const size_t before = project.histories.size();
    HistoryLoader loader(own, project);
    if (llvm::Error error = addPath(path, loader)) {
        return error;
    }
    const size_t added = project.histories.size() - before;
    if (added == 0) {
        return failure(fmt::format("{}: no SQL files found", path));
    }
    return added;
}

} // namespace ironlaw
