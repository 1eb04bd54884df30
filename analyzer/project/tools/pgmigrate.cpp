// yandex-pgmigrate: V scripts in the folder "migrations" beside migrations.yml, which names the
// callbacks (pgmigrate.py). Statements run one by one in a transaction, unless the name says
// NONTRANSACTIONAL.
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <algorithm>

namespace ironlaw {

namespace {

constexpr std::string_view settings = "migrations.yml";
constexpr std::string_view modeLine = "/* pgmigrate-encoding: utf-8 */";

/// V(\d+)__(.+)\.sql
std::optional<ScriptName> parse(std::string_view name) {
    if (!name.starts_with('V') || !name.ends_with(".sql")) {
        return std::nullopt;
    }
    const std::string_view version = leadingDigits(name.substr(1));
    const std::string_view stem = without(name, ".sql");
    if (version.empty() || stem.size() < version.size() + 4 ||
        !stem.substr(1 + version.size()).starts_with("__")) {
        return std::nullopt;
    }
    return ScriptName{.version = version,
                      .stem = stem,
                      .direction = Direction::Up,
                      .optsOut = stem.find("NONTRANSACTIONAL") != std::string_view::npos};
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "VNUMBER__title.sql",
    .recursive = true,
    .wayBack = "a commented-out \"-- rollback\" section",
};

/// The folder of migrations.yml: `folder`, or the one around it; or "".
std::optional<std::string> rootOf(const Folder& folder) {
    const std::string around = llvm::sys::path::parent_path(folder.path()).str();
    if (folder.has(settings)) {
        return folder.path();
    }
    const bool isBelow = !folder.path().empty() && folder.path() != "." &&
                         llvm::sys::path::filename(folder.path()) == "migrations" &&
                         Folder(around).has(settings);
    return isBelow ? std::optional(around) : std::nullopt;
}

bool isLocation(const Folder& folder) {
    return folder.has(settings) &&
           std::ranges::any_of(folder.entries(), [](const FolderEntry& entry) {
               return entry.isFolder && entry.name == "migrations";
           });
}

/// A callback of migrations.yml: a file or a folder of files, and when it runs.
struct Callback {
    std::string path;
    bool before = false;
};

std::vector<Callback> callbacksIn(std::string_view yaml) {
    std::vector<Callback> result;
    bool inCallbacks = false;
    bool before = false;
    eachLine(yaml, [&](std::string_view line, Range) {
        llvm::StringRef words = llvm::StringRef(line).split('#').first.rtrim();
        const bool isTopLevel = !words.empty() && words.front() != ' ' && words.front() != '-';
        words = words.trim();
        if (isTopLevel) {
            inCallbacks = words == "callbacks:";
        } else if (inCallbacks && words.consume_front("-")) {
            result.push_back({words.trim(" '\"/").str(), before});
        } else if (inCallbacks && words.ends_with(":")) {
            before = words.starts_with("before");
        }
    });
    return result;
}

/// Adds the scripts of one callback as migrations that run every time.
void addCallback(const LayoutInput& input, const std::string& path) {
    if (!llvm::sys::fs::is_directory(path)) {
        if (llvm::sys::fs::exists(path)) {
            addScript(input, path, llvm::sys::path::stem(path), FileRole::Repeatable);
        }
        return;
    }
    input.history.alsoRead.push_back(path);
    const Folder folder = input.reader.folder(path);
    for (const FolderEntry& entry : folder.entries()) {
        if (isSqlFile(entry)) {
            addScript(input, entry.path, without(entry.name, ".sql"), FileRole::Repeatable);
        }
    }
}

/// Reads the migrations of a root, and the callbacks around them.
void layoutRoot(const LayoutInput& input, const std::string& root) {
    const Folder migrations = input.reader.folder(
        isLocation(input.folder) ? input.folder.below("migrations") : input.folder.path());
    input.history.alsoRead.push_back(migrations.path());
    layoutScripts({migrations, input.reader, input.history}, scripts);
    const std::string prefix = root.empty() ? root : root + "/";
    const std::optional<std::string> text = FileReader::peek(prefix + std::string(settings));
    const std::vector<Callback> callbacks = callbacksIn(text ? *text : std::string());
    std::vector<Migration>& all = input.history.migrations;
    const auto count = static_cast<std::ptrdiff_t>(all.size());
    for (const bool before : {true, false}) {
        for (const Callback& one : callbacks) {
            if (one.before == before) {
                addCallback(input, prefix + one.path);
            }
        }
        if (before) {
            std::ranges::rotate(all, all.begin() + count);
        }
    }
}

/// It refuses characters beyond ASCII unless the file says that it has them.
void findCharacters(const LayoutInput& input) {
    eachSection(input.history, [&](Migration& migration, Section& section) {
        const std::string_view text = input.reader.text(section.file);
        const auto* const first = std::ranges::find_if(text, [](char c) { return c < 0; });
        if (first != text.end() && text.find(modeLine) == std::string_view::npos) {
            const auto begin = static_cast<uint32_t>(first - text.begin());
            migration.problems.push_back(
                {SectionProblem::Kind::NotAscii, section.file, {begin, begin + 1}, modeLine});
        }
    });
}

void layout(const LayoutInput& input) {
    const std::optional<std::string> root = rootOf(input.folder);
    if (root && !input.history.singleFile) {
        layoutRoot(input, *root);
    } else {
        layoutScripts(input, scripts);
    }
    findCharacters(input);
}

int recognise(const Evidence& evidence) {
    return isLocation(evidence.folder) ||
                   (mostlyNamed(evidence, parse) > 0 && evidence.childHas("..", settings))
               ? 100
               : 0;
}

} // namespace

const Tool pgmigrate = {
    .name = "pgmigrate",
    .title = "pgmigrate",
    .hasWayBack = false,
    .compareVersions = compareNumbers,
    .execution = wrappedStatements,
    .transactionOptOut =
        "put the statement into a migration of its own with NONTRANSACTIONAL in its name",
    .wayBackForm = commentedWayBackForm,
    .singleMessageHelp = "",
    .ownsSubfolders = true,
    .versionPrefixes = "V",
    .isLocation = isLocation,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
