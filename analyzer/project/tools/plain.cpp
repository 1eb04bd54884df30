// Plain SQL files that psql runs statement by statement: numbered or dated, with a way back in a
// file or folder beside, in a section of the same file, or behind comment signs.
#include "analyzer/project/layout.h"
#include "analyzer/project/plain-names.h"
#include "analyzer/project/plain-sections.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace ironlaw {

namespace {

/// The number or date that a name starts with: "0007", "2024-01-15".
std::string_view versionOf(std::string_view stem) {
    std::string_view digits = leadingDigits(stem);
    if (digits.size() != 4 || stem.size() < 10) {
        return digits;
    }
    bool isDate = (stem[4] == '-' || stem[4] == '_') && stem[7] == stem[4] &&
                  leadingDigits(stem.substr(5)).size() == 2 &&
                  leadingDigits(stem.substr(8)).size() == 2;
    return isDate ? stem.substr(0, 10) : digits;
}

/// Numbered from 1 or 0, or dated: what makes a folder of SQL files a history.
bool isOrdered(std::string_view name) {
    std::string_view rest = name;
    if (!rest.empty() && (rest[0] == 'V' || rest[0] == 'v')) {
        rest.remove_prefix(1);
    }
    return !leadingDigits(rest).empty();
}

int recognise(const Evidence& evidence) {
    const std::vector<std::string>& names = evidence.sqlNames;
    auto ordered = std::ranges::count_if(names, isOrdered);
    // "rollback.sql" says something only beside "up.sql" or the like.
    const bool bareUp = std::ranges::any_of(names, isBareWayUp);
    auto paired = std::ranges::count_if(names, [&](const std::string& name) {
        const PlainName parsed = parsePlainName(name);
        return parsed.down && !parsed.doubtful && (bareUp || !parsed.stem.empty());
    });
    size_t signs = static_cast<size_t>(std::max(ordered, paired));
    return signs > 0 && signs * 2 >= names.size() ? 20 : 0;
}

void sections(Migration& migration, FileId file, std::string_view text, bool down) {
    std::vector<Section> found = down ? std::vector<Section>() : plainSections(file, text);
    if (found.empty()) {
        found.push_back(wholeFile(file, text, down ? Direction::Down : Direction::Up));
    }
    for (const Section& section : found) {
        (section.direction == Direction::Up ? migration.up : migration.down).push_back(section);
    }
}

/// Ways up first, then each way back to the way up that it belongs to.
class Layout {
public:
    explicit Layout(const LayoutInput& input) : input_(input), table_(input.history) {}

    void run() {
        const std::string_view own = llvm::sys::path::filename(input_.folder.path());
        read(input_.folder, !input_.history.singleFile && isWayBackFolder(own));
        if (!input_.history.singleFile) {
            readWayBackFolders();
        }
        for (const File& file : files_) {
            if (!file.name.down) {
                wayUp(file, file.name.stem);
            }
        }
        ups_ = input_.history.migrations.size();
        for (size_t i = 0; i < ups_; ++i) {
            const Migration& up = input_.history.migrations[i];
            byStem_.try_emplace(up.name, i);
            byVersion_[std::string(versionOf(up.name))].push_back(i);
        }
        for (const File& file : files_) {
            if (file.name.down) {
                wayBack(file);
            }
        }
        std::ranges::stable_sort(input_.history.migrations, naturalLess, &Migration::name);
    }

private:
    struct File {
        FileId id;
        std::string entry; ///< its name in the folder
        PlainName name;    ///< of `entry`
        bool takenAlone;   ///< its ways up were not found
    };

    void readWayBackFolders() {
        std::vector<std::string> folders = wayBackFoldersBeside(input_.folder.path());
        for (const FolderEntry& entry : input_.folder.entries()) {
            if (entry.isFolder && isWayBackFolder(entry.name)) {
                folders.push_back(entry.path);
            }
        }
        for (const std::string& path : folders) {
            const Folder folder = input_.reader.folder(path);
            const size_t before = files_.size();
            read(folder, true);
            for (size_t i = before; i < files_.size(); ++i) {
                files_[i].takenAlone = false;
            }
            input_.history.alsoRead.push_back(path);
            wayBackFolder_ = path;
        }
    }

    void read(const Folder& folder, bool down) {
        for (const FolderEntry& entry : folder.entries()) {
            if (!isSqlFile(entry)) {
                continue;
            }
            std::optional<FileId> file = input_.reader.read(entry.path);
            if (!file) {
                continue;
            }
            const std::string_view dialect = otherDialect(without(entry.name, ".sql"));
            if (!entry.asked && !dialect.empty()) {
                addFile(input_.history, *file, FileRole::Ignored, "",
                        fmt::format("its name says that it is {}", dialect));
                continue;
            }
            if (!entry.asked && isDump(input_.reader.text(*file))) {
                addFile(input_.history, *file, FileRole::Schema, "", "it is a dump of a schema");
                continue;
            }
            File& made = files_.emplace_back(File{*file, entry.name, {}, down});
            made.name = parsePlainName(made.entry);
            made.name.doubtful = made.name.doubtful && !down;
            made.name.down = made.name.down || down;
        }
        settleDoubts();
    }

    /// "rollback_users.sql" is a way back if there is "users.sql", and a way up otherwise.
    void settleDoubts() {
        std::set<std::string_view> stems;
        for (const File& file : files_) {
            if (!file.name.down) {
                stems.insert(file.name.stem);
            }
        }
        for (File& file : files_) {
            if (file.name.doubtful && !stems.contains(file.name.stem)) {
                file.name = {without(file.entry, ".sql")};
            }
            file.name.doubtful = false;
        }
    }

    void wayUp(const File& file, std::string_view stem) {
        std::string_view version = versionOf(stem);
        Migration& migration = table_.at(version.empty() ? stem : version, stem);
        migration.wayBackPath = wayBackFolder_.empty()
                                    ? input_.folder.below(fmt::format("{}.down.sql", stem))
                                    : fmt::format("{}/{}", wayBackFolder_, file.entry);
        migration.wayBackPlace = migration.wayBackPath;
        sections(migration, file.id, input_.reader.text(file.id), false);
        addFile(input_.history, file.id, FileRole::Migration, migration.version);
    }

    void wayBack(const File& file) {
        std::optional<size_t> up = wayUpOf(file.name.stem);
        if (!up && file.name.stem.empty() && ups_ > 1) {
            addFile(input_.history, file.id, FileRole::Ignored, "",
                    "its name does not say which migration it takes back");
            return;
        }
        const std::string_view stem =
            file.name.stem.empty() && !up ? without(file.entry, ".sql") : file.name.stem;
        std::string_view version = versionOf(stem);
        Migration& migration =
            up ? input_.history.migrations[*up] : table_.at(version.empty() ? stem : version, stem);
        migration.takenAlone = migration.takenAlone || (!up && file.takenAlone);
        sections(migration, file.id, input_.reader.text(file.id), true);
        addFile(input_.history, file.id, FileRole::Rollback, migration.version);
    }

    /// By the same name, else by the number alone if one way up has it, else the only way up.
    std::optional<size_t> wayUpOf(std::string_view stem) const {
        if (stem.empty()) {
            for (size_t i = 0; i < ups_; ++i) {
                if (ups_ == 1 || isBareWayUp(input_.history.migrations[i].name)) {
                    return i;
                }
            }
            return std::nullopt;
        }
        if (auto same = byStem_.find(stem); same != byStem_.end()) {
            return same->second;
        }
        auto numbered = byVersion_.find(versionOf(stem));
        bool unique = numbered != byVersion_.end() && !numbered->first.empty() &&
                      numbered->second.size() == 1;
        return unique ? std::optional<size_t>(numbered->second.front()) : std::nullopt;
    }

    const LayoutInput& input_;
    MigrationTable table_;
    std::deque<File> files_; ///< names are views of entries: these do not move
    size_t ups_ = 0;
    std::map<std::string, size_t, std::less<>> byStem_;
    std::map<std::string, std::vector<size_t>, std::less<>> byVersion_;
    std::string wayBackFolder_;
};

void layout(const LayoutInput& input) { Layout(input).run(); }

} // namespace

const Tool plain = {
    .name = "plain",
    .title = "psql",
    .execution = statementByStatement,
    .restoredSettings = "all",
    .transactionOptOut = "move the statement out of BEGIN and COMMIT",
    .singleMessageHelp = "",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
