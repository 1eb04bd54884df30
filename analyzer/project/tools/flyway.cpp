// Flyway: V, U, R and B scripts, found recursively (flyway-core: ResourceNameParser,
// MigrationVersion, SqlScriptMetadata, PostgreSQLParser). Statements run one by one in a
// transaction, unless Flyway sees a statement that cannot run in one, or the script's configuration
// switches it off.
#include "analyzer/project/layout.h"
#include "analyzer/project/plain-names.h"
#include "analyzer/project/program-migrations.h"
#include "analyzer/project/tools.h"
#include "analyzer/project/tools/flyway-callbacks.h"
#include "analyzer/project/tools/flyway-name.h"

#include "grammar/statements.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>
#include <utility>

namespace ironlaw {

namespace {

struct VersionLess {
    bool operator()(const std::string& a, const std::string& b) const {
        return compareFlywayVersions(a, b) < 0;
    }
};
using Versions = std::set<std::string, VersionLess>;

/// The versions of a folder's V scripts; nothing if no script of Flyway's is in it.
std::optional<Versions> versionsIn(const Folder& folder) {
    std::optional<Versions> result;
    for (const FolderEntry& entry : folder.entries()) {
        if (std::optional<FlywayName> script =
                isSqlFile(entry) ? plainFlywayName(entry.name) : std::nullopt) {
            result = result ? std::move(result) : Versions();
            if (script->prefix == 'V') {
                result->insert(script->version);
            }
        }
    }
    return result;
}

/// Whether a folder is a part of the location that it lies in, and no other module's.
bool isPartName(std::string_view name) {
    static constexpr std::array<std::string_view, 9> words = {
        "common", "shared", "postgres",  "postgresql", "pgsql",
        "ddl",    "dml",    "versioned", "repeatable"};
    return isWayBackFolder(name) || isWayUpFolder(name) ||
           std::ranges::any_of(words, [&](std::string_view word) {
               return llvm::StringRef(name).equals_insensitive(word);
           });
}

/// The folders of a location whose scripts all lie in folders below it: Flyway reads these as one
/// history. Empty if it is none, or if a version is in two of them: they are locations by
/// themselves then, such as those for several servers.
std::vector<std::string> partsOf(const Folder& folder) {
    const llvm::StringRef own = llvm::sys::path::filename(folder.path());
    const bool isLocation =
        own.equals_insensitive("migration") || own.equals_insensitive("migrations");
    if (std::ranges::any_of(folder.entries(), isSqlFile)) {
        return {};
    }
    std::vector<std::string> parts;
    Versions all;
    for (const FolderEntry& entry : folder.entries()) {
        if (!entry.isFolder || entry.name.starts_with('.') || !otherDialect(entry.name).empty()) {
            continue;
        }
        std::optional<Versions> versions = versionsIn(Folder(entry.path));
        if (!versions) {
            continue;
        }
        const size_t expected = all.size() + versions->size();
        all.merge(*versions);
        if (all.size() != expected || (!isLocation && !isPartName(entry.name))) {
            return {};
        }
        parts.push_back(entry.path);
    }
    return parts.size() > 1 ? std::move(parts) : std::vector<std::string>();
}

bool isLocation(const Folder& folder) { return !partsOf(folder).empty(); }

int recognise(const Evidence& evidence) {
    const bool scripts = std::ranges::any_of(evidence.sqlNames,
                                             [](const std::string& name) {
                                                 return plainFlywayName(name).has_value();
                                             }) ||
                         isLocation(evidence.folder);
    if (!scripts) {
        return 0;
    }
    return evidence.nearby("flyway.conf") || evidence.nearby("flyway.toml") ? 100 : 65;
}

/// Whether a configuration, a .conf or .toml file, has the line `key = value`; its keys may be
/// written with `flyway.` in front.
bool sets(const std::optional<std::string>& text, llvm::StringRef key, llvm::StringRef value) {
    bool result = false;
    eachLine(text ? std::string_view(*text) : std::string_view(), [&](std::string_view one, Range) {
        auto [name, behind] = llvm::StringRef(one).split('=');
        name = name.trim();
        name.consume_front("flyway.");
        result = name == key ? behind.split('#').first.trim() == value : result;
    });
    return result;
}

/// How Flyway runs the scripts of a folder, as far as it differs from what it does by itself.
struct Settings {
    bool mixed = false;
    bool withoutTransaction = false;

    explicit Settings(const std::string& folder) {
        for (const std::string_view name : {"flyway.toml", "flyway.conf"}) {
            const std::optional<std::string> text = textNearby(folder, name);
            mixed |= sets(text, "mixed", "true");
            withoutTransaction |= sets(text, "executeInTransaction", "false");
        }
    }
};

class Layout {
public:
    explicit Layout(const LayoutInput& input) : input_(input), settings_(input.folder.path()) {}

    void run() {
        input_.history.alsoRead = partsOf(input_.folder);
        for (const std::string& part : input_.history.alsoRead) {
            if (seen_.enter(part)) {
                folder(input_.reader.folder(part));
            }
        }
        if (input_.history.alsoRead.empty()) {
            seen_.enter(input_.folder.path());
            folder(input_.folder);
        }
        finish();
    }

private:
    void folder(const Folder& folder) {
        for (const FolderEntry& entry : folder.entries()) {
            if (entry.isFolder) {
                if (otherDialect(entry.name).empty() && seen_.enter(entry.path)) {
                    this->folder(input_.reader.folder(entry.path));
                }
            } else if (isSqlFile(entry)) {
                script(folder, entry);
            } else {
                program(entry.name);
            }
        }
    }

    /// A migration in Java or its like, whose class Flyway names as it does a script.
    void program(std::string_view fileName) {
        const std::optional<FlywayName> name =
            isProgram(fileName) ? plainFlywayName(fileName.substr(0, fileName.rfind('.')))
                                : std::nullopt;
        if (name && name->prefix != 'U') {
            input_.history.programs.push_back(name->version);
        }
    }

    void finish() {
        eachProgramBeside(input_.folder.path(), [&](std::string_view name) { program(name); });
        History& history = input_.history;
        std::ranges::stable_sort(history.migrations, [](const Migration& a, const Migration& b) {
            if (a.repeatable != b.repeatable) {
                return !a.repeatable;
            }
            if (a.repeatable) {
                return a.name < b.name;
            }
            int order = compareFlywayVersions(a.version, b.version);
            return order != 0 ? order < 0 : a.name < b.name;
        });
        leaveOutBaselines();
        pairUndo();
        placeCallbacks(std::move(callbacks_), history.migrations);
    }

    void script(const Folder& folder, const FolderEntry& entry) {
        std::optional<FileId> file = input_.reader.read(entry.path);
        if (!file) {
            return;
        }
        if (const std::optional<FlywayCallback> one = flywayCallback(entry.name)) {
            callback(entry, *file, *one);
            return;
        }
        std::optional<FlywayName> name = flywayName(entry.name);
        if (!name) {
            addMisnamed(input_.history, *file,
                        "its name is none of V…__, U…__, R__ and B…__, nor an event's");
            return;
        }
        bool undo = name->prefix == 'U';
        Migration migration;
        migration.version = name->version;
        migration.name = without(entry.name, ".sql");
        migration.repeatable = name->prefix == 'R';
        migration.baseline = name->prefix == 'B';
        migration.wayBackPath = folder.below("U" + entry.name.substr(1));
        migration.wayBackPlace = migration.wayBackPath;
        Section section =
            wholeFile(*file, input_.reader.text(*file), undo ? Direction::Down : Direction::Up);
        const std::optional<std::string> own = FileReader::peek(entry.path + ".conf");
        section.optsOutOfTransaction =
            sets(own, "executeInTransaction", "false") ||
            (settings_.withoutTransaction && !sets(own, "executeInTransaction", "true"));
        section.optsOutIfNeeded = settings_.mixed;
        (undo ? migration.down : migration.up).push_back(section);
        FileRole role = undo                   ? FileRole::Rollback
                        : migration.repeatable ? FileRole::Repeatable
                                               : FileRole::Migration;
        addFile(input_.history, *file, role, migration.version);
        input_.history.migrations.push_back(std::move(migration));
    }

    /// A script that runs with each migrate, or with another command.
    void callback(const FolderEntry& entry, FileId file, const FlywayCallback& callback) {
        if (callback.place == FlywayCallback::Place::Never) {
            addFile(input_.history, file, FileRole::Ignored, "", callback.reason);
            return;
        }
        Migration migration;
        migration.name = without(entry.name, ".sql");
        migration.repeatable = true;
        Section section = wholeFile(file, input_.reader.text(file), Direction::Up);
        section.optsOutOfTransaction = settings_.withoutTransaction;
        section.optsOutIfNeeded = settings_.mixed;
        migration.up.push_back(section);
        addFile(input_.history, file, FileRole::Repeatable, "");
        callbacks_.push_back({callback, std::move(migration)});
    }

    /// A baseline runs in a new database only, instead of the scripts up to its version: the last
    /// one is the history's start if these are gone, and otherwise what they make once more.
    void leaveOutBaselines() {
        History& history = input_.history;
        auto isVersioned = [](const Migration& one) {
            return !one.baseline && !one.repeatable && !one.up.empty();
        };
        const auto first = std::ranges::find_if(history.migrations, isVersioned);
        std::map<FileId, std::string> leftOut;
        const Migration* start = nullptr;
        for (auto one = history.migrations.rbegin(); one != history.migrations.rend(); ++one) {
            if (!one->baseline) {
                continue;
            }
            const bool replaced = first != history.migrations.end() &&
                                  compareFlywayVersions(first->version, one->version) <= 0;
            if (start == nullptr && !replaced) {
                start = &*one;
            } else {
                leftOut[one->up.front().file] =
                    start == nullptr
                        ? "Flyway runs it in a new database only, instead of the scripts up to it"
                        : "a later baseline stands for it";
            }
        }
        std::erase_if(history.migrations, [&](const Migration& one) {
            return one.baseline && leftOut.contains(one.up.front().file);
        });
        for (ProjectFile& file : history.files) {
            if (auto found = leftOut.find(file.file); found != leftOut.end()) {
                file.role = FileRole::Ignored;
                file.reason = found->second;
            }
        }
    }

    /// An undo script joins the versioned script with its version; names may differ. Where several
    /// have one version, those that are written alike belong together.
    void pairUndo() {
        std::vector<Migration>& all = input_.history.migrations;
        for (auto first = all.begin(); first != all.end() && !first->repeatable;) {
            const auto last = std::find_if(first, all.end(), [&](const Migration& one) {
                return one.repeatable || compareFlywayVersions(one.version, first->version) != 0;
            });
            const std::span<Migration> alike(first, last);
            pairBy(alike,
                   [](const Migration& one) { return std::string_view(one.name).substr(1); });
            pairBy(alike, [](const Migration& one) { return std::string_view(one.version); });
            pairBy(alike, [](const Migration&) { return std::string_view(); });
            first = last;
        }
        std::erase_if(all, [](const Migration& one) { return one.up.empty() && one.down.empty(); });
    }

    /// Gives undo scripts to the versioned scripts without one that have the same key.
    template <typename KeyOf>
    static void pairBy(std::span<Migration> migrations, const KeyOf& keyOf) {
        std::multimap<std::string_view, Migration*> undos; // equal ones in their order
        for (Migration& one : migrations) {
            if (one.up.empty() && !one.down.empty()) {
                undos.emplace(keyOf(one), &one);
            }
        }
        for (Migration& one : migrations) {
            const bool lacksUndo = !one.up.empty() && !one.baseline && one.down.empty();
            const auto undo = lacksUndo ? undos.find(keyOf(one)) : undos.end();
            if (undo != undos.end()) {
                one.down = std::exchange(undo->second->down, {});
                undos.erase(undo);
            }
        }
    }

    const LayoutInput& input_;
    Settings settings_;
    SeenFolders seen_;
    std::vector<CallbackMigration> callbacks_;
};

void layout(const LayoutInput& input) { Layout(input).run(); }

/// What Flyway's own parser takes for a statement that cannot run in a transaction
/// (PostgreSQLParser.detectCanExecuteInTransaction).
bool detectedByFlyway(const Statement& statement) {
    if (const auto* index = as<CreateIndex>(statement)) {
        return index->concurrently;
    }
    if (const auto* drop = as<Drop>(statement)) {
        return drop->concurrently || drop->objectKind == ObjectKind::Database;
    }
    if (const auto* vacuum = as<Vacuum>(statement)) {
        return !vacuum->analyzeOnly;
    }
    if (const auto* reindex = as<Reindex>(statement)) {
        return reindex->target == ReindexTarget::Schema ||
               reindex->target == ReindexTarget::Database ||
               reindex->target == ReindexTarget::System;
    }
    const auto* other = as<OtherStatement>(statement);
    return other != nullptr && other->refusedInTransaction;
}

constexpr std::string_view ownScript = "put the statement into a script without others, which "
                                       "Flyway runs outside of a transaction, or "
                                       "set executeInTransaction=false in the script's .conf file";
constexpr std::string_view scriptSetting =
    "put the statement into a script of its own, and set executeInTransaction=false in the "
    "script's .conf file: Flyway does not see by itself that it cannot run in a transaction";

std::string_view optOutFor(const Statement& statement) {
    return detectedByFlyway(statement) ? ownScript : scriptSetting;
}

Execution execution(const Section& section, const ParsedSection& parsed) {
    const auto isDetected = [](const Statement* statement) { return detectedByFlyway(*statement); };
    const bool isPure =
        !parsed.statements.empty() && std::ranges::all_of(parsed.statements, isDetected);
    const bool isMixed =
        section.optsOutIfNeeded && std::ranges::any_of(parsed.statements, isDetected);
    return {.transaction = !section.optsOutOfTransaction && !isPure && !isMixed};
}

} // namespace

const Tool flyway = {
    .name = "flyway",
    .title = "Flyway",
    .compareVersions = compareFlywayVersions,
    .execution = execution,
    .restoredSettings = "role search_path",
    .transactionOptOut = ownScript,
    .optOutFor = optOutFor,
    .singleMessageHelp = "",
    .ownsSubfolders = true,
    .versionPrefixes = "VUB",
    .isLocation = isLocation,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
