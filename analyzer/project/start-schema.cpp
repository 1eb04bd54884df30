// See start-schema.h.
#include "analyzer/project/start-schema.h"

#include "analyzer/project/config.h"
#include "analyzer/project/file-identity.h"
#include "analyzer/project/layout.h"
#include "analyzer/project/tools.h"

#include <algorithm>

namespace ironlaw {

namespace {

/// The file says what there was before the first migration: the tool does not run it.
void leaveOut(const FileIdentity& schema, History& history, const FileReader& reader) {
    auto isSchema = [&](FileId file) { return identityOf(reader.path(file)) == schema; };
    auto holdsSchema = [&](const Migration& migration) {
        return std::ranges::any_of(migration.up,
                                   [&](const Section& section) { return isSchema(section.file); });
    };
    std::erase_if(history.migrations, holdsSchema);
    for (ProjectFile& file : history.files) {
        if (isSchema(file.file)) {
            file.role = FileRole::Schema;
            file.migration.clear();
        }
    }
}

} // namespace

llvm::Error startFromSchema(History& history, FileReader& reader) {
    const std::string& path = history.config->startSchema;
    if (path.empty()) {
        return llvm::Error::success();
    }
    llvm::Expected<FileId> file = reader.need(path);
    if (!file) {
        return file.takeError();
    }
    leaveOut(identityOf(path), history, reader);
    if (history.tool == &schemaDump || history.migrations.empty()) {
        return llvm::Error::success();
    }
    Migration start;
    start.name = path;
    start.schemaDump = true;
    start.reported = false;
    start.up.push_back(wholeFile(*file, reader.text(*file), Direction::Up));
    history.migrations.insert(history.migrations.begin(), std::move(start));
    ProjectFile entry;
    entry.file = *file;
    entry.role = FileRole::Schema;
    entry.reported = false;
    history.files.insert(history.files.begin(), std::move(entry));
    return llvm::Error::success();
}

} // namespace ironlaw
