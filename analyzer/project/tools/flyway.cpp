// Flyway: V, U, R and B scripts, found recursively (flyway-core: ResourceNameParser,
// MigrationVersion, SqlScriptMetadata, PostgreSQLParser). Statements run one by one in a
// transaction, unless Flyway sees a statement that cannot run in one, or the script's configuration
// switches it off.
#include "analyzer/project/layout.h"
#include "analyzer/project/tools.h"

#include "grammar/statements.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

struct ScriptName {
    char prefix;
    std::string version; ///< with dots
    std::string_view description;
};

/// V1_2__text.sql; the prefix in upper case, as Flyway's default has it.
std::optional<ScriptName> parse(std::string_view name) {
    if (name.size() < 4 || std::string_view("VURB").find(name[0]) == std::string_view::npos) {
        return std::nullopt;
    }
    std::string_view stem = without(name, ".sql");
    size_t separator = stem.find("__");
    std::string version(
        stem.substr(1, separator == std::string_view::npos ? stem.npos : separator - 1));
    std::ranges::replace(version, '_', '.');
    bool digits = !version.empty() && version.find_first_not_of("0123456789.") == std::string::npos;
    if (name[0] == 'R' ? separator != 1 : !digits) {
        return std::nullopt;
    }
    std::string_view description =
        separator == std::string_view::npos ? std::string_view() : stem.substr(separator + 2);
    return ScriptName{name[0], name[0] == 'R' ? std::string() : version, description};
}

/// Parts of a version count as numbers; missing ones as zero.
int compareVersions(llvm::StringRef a, llvm::StringRef b) {
    while (!a.empty() || !b.empty()) {
        auto [partA, restA] = a.split('.');
        auto [partB, restB] = b.split('.');
        if (int order = compareNumbers(partA, partB)) {
            return order;
        }
        a = restA;
        b = restB;
    }
    return 0;
}

int recognise(const Evidence& evidence) {
    auto scripts = std::ranges::count_if(evidence.sqlNames, [](const std::string& name) {
        auto script = parse(name);
        return script && (script->prefix == 'R' || name.find("__") != std::string::npos);
    });
    if (scripts == 0) {
        return 0;
    }
    return evidence.nearby("flyway.conf") || evidence.nearby("flyway.toml") ? 100 : 65;
}

/// executeInTransaction=false in the file beside the script.
bool configOptsOut(const LayoutInput& input, const std::string& path) {
    std::optional<std::string> text = input.reader.peek(path + ".conf");
    return text && text->find("executeInTransaction=false") != std::string::npos;
}

class Layout {
public:
    explicit Layout(const LayoutInput& input) : input_(input) {}

    void folder(const Folder& folder) {
        if (!seen_.enter(folder.path())) {
            return;
        }
        for (const FolderEntry& entry : folder.entries()) {
            if (entry.isFolder) {
                if (otherDialect(entry.name).empty()) {
                    this->folder(input_.reader.folder(entry.path));
                }
            } else if (isSqlFile(entry)) {
                script(folder, entry);
            }
        }
    }

    void finish() {
        History& history = input_.history;
        std::ranges::stable_sort(history.migrations, [](const Migration& a, const Migration& b) {
            if (a.repeatable != b.repeatable) {
                return !a.repeatable;
            }
            if (a.repeatable) {
                return a.name < b.name;
            }
            int order = compareVersions(a.version, b.version);
            return order != 0 ? order < 0 : a.name < b.name;
        });
        pairUndo();
    }

private:
    void script(const Folder& folder, const FolderEntry& entry) {
        std::optional<FileId> file = input_.reader.read(entry.path);
        if (!file) {
            return;
        }
        std::optional<ScriptName> name = parse(entry.name);
        if (!name) {
            addFile(input_.history, *file, FileRole::Ignored, "",
                    "its name is none of V…__, U…__, R__ and B…__");
            return;
        }
        bool undo = name->prefix == 'U';
        Migration migration;
        migration.version = name->version;
        migration.name = without(entry.name, ".sql");
        migration.repeatable = name->prefix == 'R';
        migration.baseline = name->prefix == 'B';
        migration.wayBackPlace = folder.below("U" + entry.name.substr(1));
        Section section =
            wholeFile(*file, input_.reader.text(*file), undo ? Direction::Down : Direction::Up);
        section.optsOutOfTransaction = configOptsOut(input_, entry.path);
        (undo ? migration.down : migration.up).push_back(section);
        FileRole role = undo                   ? FileRole::Rollback
                        : migration.repeatable ? FileRole::Repeatable
                                               : FileRole::Migration;
        addFile(input_.history, *file, role, migration.version);
        input_.history.migrations.push_back(std::move(migration));
    }

    /// An undo script joins the versioned script with its version; names may differ.
    void pairUndo() {
        std::vector<Migration>& all = input_.history.migrations;
        for (size_t i = 0; i < all.size(); ++i) {
            if (all[i].up.empty()) {
                continue;
            }
            for (size_t other = i == 0 ? 0 : i - 1; other < std::min(all.size(), i + 2); ++other) {
                bool undo = all[other].up.empty() && !all[other].down.empty();
                if (undo && !all[i].repeatable &&
                    compareVersions(all[other].version, all[i].version) == 0) {
                    all[i].down = std::move(all[other].down);
                    all[other].down.clear();
                }
            }
        }
        std::erase_if(all, [](const Migration& one) { return one.up.empty() && one.down.empty(); });
    }

    const LayoutInput& input_;
    SeenFolders seen_;
};

void layout(const LayoutInput& input) {
    Layout layout(input);
    layout.folder(input.folder);
    layout.finish();
}

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
    bool pure = !parsed.statements.empty() &&
                std::ranges::all_of(parsed.statements, [](const Statement* statement) {
                    return detectedByFlyway(*statement);
                });
    return {!section.optsOutOfTransaction && !pure, false};
}

} // namespace

const Tool flyway = {
    .name = "flyway",
    .title = "Flyway",
    .execution = execution,
    .restoredSettings = "role search_path",
    .transactionOptOut = ownScript,
    .optOutFor = optOutFor,
    .singleMessageHelp = "",
    .ownsSubfolders = true,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
