// A file that is a way back by its name, and that its tool runs like any other migration.
#include "analyzer/project/layout.h"
#include "analyzer/project/plain-names.h"
#include "analyzer/rule/context.h"

#include <llvm/ADT/StringMap.h>
#include <llvm/Support/Path.h>

#include <array>

namespace ironlaw::rules {

namespace {

/// The files that the tool runs forward, by their paths without the ending.
class WaysUp {
public:
    WaysUp(const History& history, const Context& context) {
        for (const ProjectFile& file : history.files) {
            if (file.role == FileRole::Migration || file.role == FileRole::Both) {
                const llvm::StringRef path = context.pathOf(file.file);
                files_.try_emplace(path.take_front(path.rfind('.')), file.file);
            }
        }
    }

    /// The way up called `stem` in `folder`, whatever follows its name; null if there is none.
    const FileId* find(llvm::StringRef folder, llvm::StringRef stem) const {
        static constexpr std::array<std::string_view, 4> endings = {"", ".up", "_up", "-up"};
        const std::string before = folder.empty() ? stem.str() : (folder + "/" + stem).str();
        for (const std::string_view ending : endings) {
            const auto found = files_.find(before + std::string(ending));
            if (found != files_.end()) {
                return &found->second;
            }
        }
        return nullptr;
    }

private:
    llvm::StringMap<FileId> files_;
};

/// "7_users" for "7_users.down.sql", "rollback_7_users.sql" and "7_rollback_users.sql"; "" for
/// names that are no way back's.
std::string stemOfWayUp(llvm::StringRef fileName) {
    const PlainName name = parsePlainName(fileName);
    if (name.down) {
        return std::string(name.stem);
    }
    const std::string_view number = leadingDigits(fileName);
    const llvm::StringRef behind = fileName.substr(number.size());
    const PlainName title = parsePlainName(behind.drop_front(behind.empty() ? 0 : 1));
    return title.down && !number.empty() && !title.stem.empty()
               ? (number + behind.take_front(1) + llvm::StringRef(title.stem)).str()
               : std::string();
}

/// What the file at `path` takes back by its name or its folder's; null if nothing.
const FileId* takenBack(llvm::StringRef path, const WaysUp& ups) {
    const llvm::StringRef folder = llvm::sys::path::parent_path(path);
    const llvm::StringRef name = llvm::sys::path::filename(path);
    const std::string stem = stemOfWayUp(name);
    const FileId* beside = stem.empty() ? nullptr : ups.find(folder, stem);
    if (beside != nullptr || !isWayBackFolder(llvm::sys::path::filename(folder))) {
        return beside;
    }
    return ups.find(llvm::sys::path::parent_path(folder),
                    stem.empty() ? llvm::sys::path::stem(name) : llvm::StringRef(stem));
}

void check(const HistoryEnd& end, Context& context) {
    const WaysUp ups(end.history, context);
    for (const ProjectFile& file : end.history.files) {
        const llvm::StringRef path = context.pathOf(file.file);
        const FileId* up = file.role == FileRole::Migration ? takenBack(path, ups) : nullptr;
        if (up != nullptr) {
            context
                .report(Location{file.file, {}},
                        "{} runs \"{}\" as one more migration: by its name it takes back \"{}\"",
                        end.history.tool->title, llvm::sys::path::filename(path),
                        llvm::sys::path::filename(context.pathOf(*up)))
                .help("keep it in a folder \"rollback\" beside the migrations, which {} does not "
                      "read",
                      end.history.tool->title);
        }
    }
}

} // namespace

extern constinit const Rule rollback_run_as_migration = {
    .summary = "way back by its name that its tool runs forward",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
