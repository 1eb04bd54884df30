// yuniql: a folder vMAJOR.MINOR for each version, run between _init, _pre and _draft, _post
// (MigrationService.cs, LocalVersion.cs, DirectoryService.cs). A script is one message; all of a
// run is one transaction.
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <array>
#include <set>
#include <span>

namespace ironlaw {

namespace {

constexpr std::array<std::string_view, 2> before = {"_init", "_pre"};
constexpr std::array<std::string_view, 2> behind = {"_draft", "_post"};
constexpr std::array<std::string_view, 2> neverRun = {"_erase", "_drop"};
constexpr std::string_view transaction = "_transaction";
constexpr std::string_view transactionRefused =
    "a folder \"_transaction\" is not for PostgreSQL, where all of a run is one transaction";

/// The numbers of "v1.02" or "v1.02.3-label", and what stands behind them.
struct Version {
    std::array<std::string_view, 3> numbers;
    std::string_view label;
};

std::optional<Version> versionOf(std::string_view name) {
    if (!name.starts_with('v')) {
        return std::nullopt;
    }
    Version result;
    std::string_view rest = name.substr(1);
    for (size_t i = 0; i < result.numbers.size(); ++i) {
        const std::string_view number = i == 0 || rest.starts_with('.')
                                            ? leadingDigits(rest.substr(i == 0 ? 0 : 1))
                                            : std::string_view();
        if (number.empty() && i < 2) {
            return std::nullopt;
        }
        result.numbers[i] = number;
        rest.remove_prefix(number.empty() ? 0 : number.size() + (i == 0 ? 0 : 1));
    }
    result.label = rest;
    return result;
}

bool runsBefore(const std::string& one, const std::string& other) {
    const Version a = *versionOf(one);
    const Version b = *versionOf(other);
    for (size_t i = 0; i < a.numbers.size(); ++i) {
        if (const int order = compareNumbers(a.numbers[i], b.numbers[i])) {
            return order < 0;
        }
    }
    return a.label < b.label;
}

/// Versions, and the first of them or a folder that only yuniql has.
bool isLocation(const Folder& folder) {
    bool versions = false;
    bool own = false;
    for (const FolderEntry& entry : folder.entries()) {
        if (entry.isFolder) {
            versions |= versionOf(entry.name).has_value();
            own |= entry.name == "v0.00" || std::ranges::find(before, entry.name) != before.end() ||
                   std::ranges::find(behind, entry.name) != behind.end();
        }
    }
    return versions && own;
}

class Layout {
public:
    explicit Layout(const LayoutInput& input) : input_(input), table_(input.history) {}

    void run() {
        std::vector<std::string> versions;
        for (const FolderEntry& entry : input_.folder.entries()) {
            if (entry.isFolder && versionOf(entry.name)) {
                versions.push_back(entry.name);
            }
        }
        std::ranges::stable_sort(versions, runsBefore);
        special(before, "");
        for (const std::string& version : versions) {
            Migration& made = table_.at(version, version);
            made.wayBackPlace = fmt::format("a commented-out \"-- rollback\" section in {}",
                                            input_.folder.below(version));
            folder(input_.folder.below(version), &made, false);
        }
        special(behind, "");
        special(neverRun, "yuniql runs it by a command of its own only");
        std::erase_if(input_.history.migrations,
                      [](const Migration& migration) { return migration.up.empty(); });
    }

private:
    /// Folders beside the versions. `why`: they are not run.
    void special(std::span<const std::string_view> names, std::string_view why) {
        for (const std::string_view name : names) {
            if (!input_.folder.has(name)) {
                continue;
            }
            Migration* into = why.empty() ? &table_.at("", name) : nullptr;
            if (into != nullptr) {
                into->repeatable = name != "_init";
                into->baseline = name == "_init";
            }
            why_ = why;
            folder(input_.folder.below(name), into, true);
        }
    }

    /// The scripts of a folder and of those below it, which come first within a version's.
    void folder(const std::string& path, Migration* into, bool ownFirst) {
        if (!seen_.enter(path)) {
            return;
        }
        input_.history.alsoRead.push_back(path);
        const Folder folder = input_.reader.folder(path);
        if (ownFirst) {
            scripts(folder, into);
        }
        for (const FolderEntry& entry : folder.entries()) {
            if (!entry.isFolder) {
                continue;
            }
            const std::string_view outer = why_;
            if (entry.name == transaction) {
                why_ = transactionRefused;
            } else if (entry.name.starts_with('_')) {
                why_ = "yuniql runs it in one environment only";
            }
            this->folder(entry.path, why_.empty() ? into : nullptr, true);
            why_ = outer;
        }
        if (!ownFirst) {
            scripts(folder, into);
        }
    }

    /// In the order of their names, or as _sequence.ini lists them.
    void scripts(const Folder& folder, Migration* into) {
        std::vector<std::string> names;
        for (const FolderEntry& entry : folder.entries()) {
            if (isSqlFile(entry)) {
                names.push_back(entry.name);
            }
        }
        if (const std::optional<std::string> list =
                FileReader::peek(folder.below("_sequence.ini"))) {
            names = listed(*list, folder, names);
        }
        for (const std::string& name : names) {
            script(folder.below(name), into, why_);
        }
    }

    /// The lines of a list that name a script of the folder; the other scripts are not run.
    std::vector<std::string> listed(std::string_view list, const Folder& folder,
                                    const std::vector<std::string>& names) {
        std::set<std::string> left(names.begin(), names.end());
        std::vector<std::string> result;
        eachLine(list, [&](std::string_view line, Range) {
            std::string name(llvm::sys::path::filename(strip(line)));
            if (left.erase(name) > 0) {
                result.push_back(std::move(name));
            }
        });
        for (const std::string& name : left) {
            script(folder.below(name), nullptr, "_sequence.ini does not list it");
        }
        return result;
    }

    void script(const std::string& path, Migration* into, std::string_view why) {
        const std::optional<FileId> file = input_.reader.read(path);
        if (!file) {
            return;
        }
        if (why == transactionRefused) {
            addRefused(input_.history, *file, why);
        } else if (into == nullptr) {
            addFile(input_.history, *file, FileRole::Ignored, "", why);
        } else {
            into->up.push_back(wholeFile(*file, input_.reader.text(*file), Direction::Up));
            addFile(input_.history, *file,
                    into->repeatable ? FileRole::Repeatable : FileRole::Migration, into->version);
        }
    }

    const LayoutInput& input_;
    MigrationTable table_;
    SeenFolders seen_;
    std::string_view why_; ///< the current folder's scripts are not run; or ""
};

void layout(const LayoutInput& input) { Layout(input).run(); }

int recognise(const Evidence& evidence) {
    if (!isLocation(evidence.folder)) {
        return 0;
    }
    return evidence.anyNearbyMentions(".csproj", "uniql") ? 100 : 60;
}

} // namespace

const Tool yuniql = {
    .name = "yuniql",
    .title = "yuniql",
    .hasWayBack = false,
    .execution = wrappedMessage,
    .transactionOptOut = "run yuniql with --transaction-mode none for this version, and keep the "
                         "statement alone in its script",
    .wayBackForm = commentedWayBackForm,
    .singleMessageHelp = "",
    .ownsSubfolders = true,
    .isLocation = isLocation,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
