// See kept-ways-back.h.
#include "analyzer/project/kept-ways-back.h"

#include "analyzer/project/history-loader.h"
#include "analyzer/project/layout.h"
#include "analyzer/project/plain-names.h"
#include "analyzer/project/tools.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace ironlaw {

namespace {

namespace sys = llvm::sys;

/// What a file's name says of the migration that it takes back.
struct KeptName {
    std::string stem;
    std::string version; ///< or empty
    bool down = false;   ///< it says that it is a way back
};

/// "1.2" of "V1.2__title" and "1.2__title", "0007" of "0007_title".
std::string versionOf(std::string_view stem) {
    const llvm::StringRef name = stem;
    const llvm::StringRef before = name.split("__").first.ltrim("Vv");
    const bool isVersion =
        before.size() < name.size() && before.find_first_not_of("0123456789._") == name.npos;
    return std::string(isVersion ? std::string_view(before) : leadingDigits(stem));
}

/// A version as a key: 007 is 7, and 0 is empty.
std::string_view withoutZeros(std::string_view version) {
    return version.substr(std::min(version.find_first_not_of('0'), version.size()));
}

/// U7__title is the way back of V7__title.
KeptName keptName(std::string_view fileName) {
    const PlainName plain = parsePlainName(fileName);
    KeptName result{std::string(plain.stem), "", plain.down};
    std::string& stem = result.stem;
    if (stem.size() > 1 && stem[0] == 'U' && llvm::isDigit(stem[1]) &&
        stem.find("__") != std::string::npos) {
        stem[0] = 'V';
        result.down = true;
    }
    result.version = versionOf(stem);
    return result;
}

class Adoption {
public:
    Adoption(History& history, const Folder& folder, FileReader& reader, WayBackFolders& folders)
        : history_(history), folder_(folder), reader_(reader), folders_(folders) {
        for (size_t i = 0; i < history.migrations.size(); ++i) {
            const Migration& one = history.migrations[i];
            if (one.up.empty() || one.repeatable || one.baseline || one.schemaDump) {
                continue;
            }
            const std::string_view file = sys::path::stem(reader.path(one.up.front().file));
            know(byStem_, one.name, i);
            if (!history.tool->folderIsMigration && file != one.name) {
                know(byStem_, file, i);
            }
            know(byVersion_, withoutZeros(versionOf(one.name)), i);
        }
    }

    void run() {
        for (ProjectFile& file : history_.files) {
            known_.insert(file.file);
        }
        leftOut();
        claimIn(folder_.path());
        if (const std::string ups = folderOfWaysUp(); !ups.empty() && ups != folder_.path()) {
            claimIn(ups);
        }
        // What lies beside the folder that the user stands in is not the question.
        if (!folder_.path().empty() && folder_.path() != ".") {
            claimIn(folderAround(folder_.path()));
        }
    }

private:
    using Places = std::map<std::string, std::optional<size_t>, std::less<>>; ///< none: of several

    static void know(Places& places, std::string_view key, size_t migration) {
        const auto [place, isNew] = places.try_emplace(std::string(key), migration);
        if (!isNew && place->second != migration) {
            place->second = std::nullopt;
        }
    }

    std::optional<size_t> wayUpOf(const KeptName& name) const {
        const std::string_view stem = name.stem;
        for (const auto& [places, key] :
             {std::pair(&byStem_, stem), std::pair(&byVersion_, withoutZeros(name.version))}) {
            const auto found = key.empty() ? places->end() : places->find(key);
            if (found != places->end() && found->second) {
                return found->second;
            }
        }
        return std::nullopt;
    }

    /// What the tool has seen and does not run. A tool that has ways back of its own is told where
    /// it passes over one.
    void leftOut() {
        for (ProjectFile& file : history_.files) {
            const llvm::StringRef path = reader_.path(file.file);
            const bool inFolder =
                isWayBackFolder(sys::path::filename(sys::path::parent_path(path)));
            const KeptName name = keptName(sys::path::filename(path));
            const bool isOther = file.role != FileRole::Ignored || file.refused ||
                                 !otherDialect(sys::path::stem(path)).empty();
            if (isOther || !(name.down || inFolder)) {
                continue;
            }
            const std::optional<size_t> up = wayUpOf(name);
            const bool isOrphan =
                !up && !history_.tool->hasWayBack && name.down && isUnknown(name.version);
            if (isOrphan || (up && take(file.file, history_.migrations[*up]))) {
                file.role = FileRole::Rollback;
                file.migration =
                    isOrphan ? orphan(file.file, name) : history_.migrations[*up].version;
                file.unlisted = false;
                file.misnamed = file.misnamed && history_.tool->hasWayBack && !inFolder;
                file.reason = file.misnamed ? file.reason : "";
            }
        }
    }

    /// A tool may keep its scripts in a folder below: committed/ of graphile-migrate.
    std::string folderOfWaysUp() const {
        for (const Migration& one : history_.migrations) {
            if (!one.up.empty()) {
                return sys::path::parent_path(reader_.path(one.up.front().file)).str();
            }
        }
        return "";
    }

    void claimIn(const std::string& folder) {
        for (const std::string& path : folders_.in(folder)) {
            if (path != folder_.path()) {
                claim(path);
            }
        }
    }

    /// Takes a folder of ways back that the tool does not read, if one of its files fits.
    void claim(const std::string& path) {
        const Folder folder = reader_.look(path);
        const bool fits = std::ranges::any_of(folder.entries(), [&](const FolderEntry& entry) {
            const auto up =
                isSqlFile(entry) ? byStem_.find(keptName(entry.name).stem) : byStem_.end();
            return up != byStem_.end() && up->second &&
                   history_.migrations[*up->second].down.empty();
        });
        if (!fits || std::ranges::find(history_.alsoRead, path) != history_.alsoRead.end()) {
            return;
        }
        history_.alsoRead.push_back(path);
        for (const FolderEntry& entry : folder.entries()) {
            const bool isScript =
                isSqlFile(entry) && otherDialect(without(entry.name, ".sql")).empty();
            const std::optional<FileId> file = isScript ? reader_.read(entry.path) : std::nullopt;
            if (file && known_.insert(*file).second) {
                wayBack(*file, keptName(entry.name));
            }
        }
    }

    void wayBack(FileId file, const KeptName& name) {
        if (const std::optional<size_t> up = wayUpOf(name)) {
            Migration& migration = history_.migrations[*up];
            const bool taken = take(file, migration);
            addFile(history_, file, taken ? FileRole::Rollback : FileRole::Ignored,
                    migration.version, taken ? "" : "its migration has another way back");
        } else if (name.version.empty()) {
            addFile(history_, file, FileRole::Ignored, "",
                    "its name does not say which migration it takes back");
        } else {
            addFile(history_, file, FileRole::Rollback, orphan(file, name));
        }
    }

    bool isUnknown(const std::string& version) const {
        return !version.empty() && !byVersion_.contains(withoutZeros(version));
    }

    /// Makes a migration of a way back without a way up; returns its version.
    std::string orphan(FileId file, const KeptName& name) {
        Migration& made = history_.migrations.emplace_back();
        made.name = name.stem;
        made.version = name.version;
        take(file, made);
        return made.version;
    }

    /// False if the migration has a way back.
    bool take(FileId file, Migration& migration) {
        if (!migration.down.empty() || migration.downInOtherLanguage) {
            return false;
        }
        Section section = wholeFile(file, reader_.text(file), Direction::Down);
        section.byHand = true;
        migration.down.push_back(section);
        return true;
    }

    History& history_;
    const Folder& folder_;
    FileReader& reader_;
    WayBackFolders& folders_;
    Places byStem_;
    Places byVersion_;
    std::set<FileId> known_;
};

} // namespace

const std::vector<std::string>& WayBackFolders::in(const std::string& folder) {
    const auto [place, isNew] = known_.try_emplace(folder);
    if (isNew) {
        const Folder listed(folder);
        for (const FolderEntry& entry : listed.entries()) {
            if (entry.isFolder && isWayBackFolder(entry.name)) {
                place->second.push_back(entry.path);
            }
        }
    }
    return place->second;
}

void adoptKeptWaysBack(History& history, const Folder& folder, FileReader& reader,
                       WayBackFolders& folders) {
    if (std::ranges::any_of(history.migrations,
                            [](const Migration& one) { return one.down.empty(); })) {
        Adoption(history, folder, reader, folders).run();
    }
}

} // namespace ironlaw
