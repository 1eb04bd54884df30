// grate, and RoundhousE before it: folders with names of their own, of which "up" runs once
// (KnownFolderNames.cs, FoldersConfiguration.cs, DbMigrator.cs). Statements run one by one, without
// a transaction unless the command line asks for one.
#include "analyzer/project/plain-names.h"
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

struct KnownFolder {
    std::string_view name;
    FileRole role;
};

constexpr auto once = FileRole::Migration;
constexpr auto again = FileRole::Repeatable;

/// In the order in which grate runs them.
constexpr auto knownFolders = std::to_array<KnownFolder>({
    {"createDatabase", once},
    {"beforeMigration", again},
    {"alterDatabase", again},
    {"runAfterCreateDatabase", again},
    {"runBeforeUp", again},
    {"up", once},
    {"runFirstAfterUp", again},
    {"functions", again},
    {"views", again},
    {"sprocs", again},
    {"triggers", again},
    {"indexes", again},
    {"runAfterOtherAnyTimeScripts", again},
    {"permissions", again},
    {"afterMigration", again},
});

/// The entry of a known folder, or null.
const FolderEntry* entryOf(const Folder& folder, std::string_view name) {
    const auto found = std::ranges::find_if(folder.entries(), [&](const FolderEntry& entry) {
        return entry.isFolder && llvm::StringRef(entry.name).equals_insensitive(name);
    });
    return found == folder.entries().end() ? nullptr : &*found;
}

/// A folder "up" with scripts, another known folder beside it, and none for ways back.
bool isLocation(const Folder& folder) {
    const FolderEntry* const up = entryOf(folder, "up");
    if (up == nullptr || std::ranges::any_of(folder.entries(), [](const FolderEntry& entry) {
            return entry.isFolder && isWayBackFolder(entry.name);
        })) {
        return false;
    }
    const Folder scripts(up->path);
    return std::ranges::any_of(knownFolders,
                               [&](const KnownFolder& known) {
                                   return known.name != "up" && entryOf(folder, known.name);
                               }) &&
           std::ranges::any_of(scripts.entries(), isSqlFile);
}

class Layout {
public:
    explicit Layout(const LayoutInput& input) : input_(input) {}

    void run() {
        for (const KnownFolder& known : knownFolders) {
            if (const FolderEntry* entry = entryOf(input_.folder, known.name)) {
                found_.clear();
                collect(entry->path, entry->name);
                std::ranges::stable_sort(found_, {}, &Script::key);
                for (const Script& script : found_) {
                    add(script, known.role);
                }
            }
        }
    }

private:
    struct Script {
        std::string key; ///< what it is sorted by
        std::string name;
        std::string path;
    };

    void collect(const std::string& path, const std::string& name) {
        if (!seen_.enter(path)) {
            return;
        }
        input_.history.alsoRead.push_back(path);
        const Folder folder = input_.reader.folder(path);
        for (const FolderEntry& entry : folder.entries()) {
            const std::string below = fmt::format("{}/{}", name, without(entry.name, ".sql"));
            if (entry.isFolder) {
                collect(entry.path, below);
            } else if (isSqlFile(entry)) {
                found_.push_back({llvm::StringRef(below).lower(), below, entry.path});
            }
        }
    }

    void add(const Script& script, FileRole role) {
        if (llvm::StringRef(script.path).contains_insensitive(".ENV.")) {
            if (const std::optional<FileId> file = input_.reader.read(script.path)) {
                addFile(input_.history, *file, FileRole::Ignored, "",
                        "grate runs it in one environment only");
            }
            return;
        }
        const llvm::StringRef file = llvm::StringRef(script.path).rsplit('/').second;
        const bool everyTime =
            file.starts_with_insensitive("everytime.") || file.contains_insensitive(".everytime.");
        Migration& made = addScript(input_, script.path, script.name, everyTime ? again : role);
        made.version = leadingDigits(file);
        made.wayBackPlace =
            fmt::format("a commented-out \"-- rollback\" section in {}", script.path);
    }

    const LayoutInput& input_;
    SeenFolders seen_;
    std::vector<Script> found_; ///< in one known folder
};

void layout(const LayoutInput& input) { Layout(input).run(); }

int recognise(const Evidence& evidence) { return isLocation(evidence.folder) ? 60 : 0; }

} // namespace

const Tool grate = {
    .name = "grate",
    .title = "grate",
    .hasWayBack = false,
    .execution = statementByStatement,
    .transactionOptOut = "run grate without --transaction",
    .wayBackForm = commentedWayBackForm,
    .singleMessageHelp = "",
    .ownsSubfolders = true,
    .isLocation = isLocation,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
