// Evolve: V and R scripts, found recursively (FileMigrationLoader.cs, MigrationUtil.cs,
// MigrationScript.cs). A script is one message in a transaction, unless its first line says
// evolve-tx-off.
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

/// Digits with "." or "_" between them.
bool isVersion(std::string_view text) {
    while (true) {
        const std::string_view digits = leadingDigits(text);
        if (digits.empty() || digits.size() == text.size()) {
            return !digits.empty();
        }
        text.remove_prefix(digits.size());
        if (text.front() != '.' && text.front() != '_') {
            return false;
        }
        text.remove_prefix(1);
    }
}

/// V1_2__text.sql and R__text.sql, the letter in either case.
std::optional<ScriptName> parse(std::string_view name) {
    const std::string_view stem = without(name, ".sql");
    const size_t separator = stem.find("__");
    if (stem.size() == name.size() || separator == std::string_view::npos ||
        separator + 2 == stem.size()) {
        return std::nullopt;
    }
    const bool repeatable = startsWithNoCase(name, "R");
    const std::string_view version = stem.substr(1, separator - 1);
    if (separator == 0 || (!repeatable && !(startsWithNoCase(name, "V") && isVersion(version)))) {
        return std::nullopt;
    }
    return ScriptName{.version = repeatable ? std::string_view() : version,
                      .stem = stem,
                      .direction = Direction::Up,
                      .repeatable = repeatable};
}

std::string_view leftOut(std::string_view name) {
    return startsWithNoCase(name, "V") || startsWithNoCase(name, "R")
               ? std::string_view()
               : "its name begins with neither V nor R";
}

void complete(Section& section, std::string_view text) {
    section.optsOutOfTransaction =
        llvm::StringRef(text).split('\n').first.contains_insensitive("evolve-tx-off");
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "VVERSION__title.sql or R__title.sql",
    .leftOut = leftOut,
    .otherNamesRefused = "its name is neither V, a version, __ and a title nor R__ and a title",
    .order = ScriptLayout::Order::Kept,
    .pairsByVersion = false,
    .recursive = true,
    .complete = complete,
    .wayBack = "a commented-out \"-- rollback\" section",
};

/// Part by part as numbers; of two with the same beginning the shorter one is less.
int compareVersions(std::string_view a, std::string_view b) {
    while (!a.empty() && !b.empty()) {
        const std::string_view partA = leadingDigits(a);
        const std::string_view partB = leadingDigits(b);
        if (const int order = compareNumbers(partA, partB)) {
            return order;
        }
        a.remove_prefix(std::min(partA.size() + 1, a.size()));
        b.remove_prefix(std::min(partB.size() + 1, b.size()));
    }
    return static_cast<int>(!a.empty()) - static_cast<int>(!b.empty());
}

void layout(const LayoutInput& input) {
    layoutScripts(input, scripts);
    std::ranges::stable_sort(input.history.migrations, [](const Migration& a, const Migration& b) {
        if (a.repeatable != b.repeatable) {
            return !a.repeatable;
        }
        const int order = compareVersions(a.version, b.version);
        return order != 0 ? order < 0 : a.name < b.name;
    });
}

/// Whether scripts lie in the folder, or in those directly below it.
bool hasScripts(const Folder& folder, bool below) {
    return std::ranges::any_of(folder.entries(), [&](const FolderEntry& entry) {
        return entry.isFolder
                   ? below && !entry.name.starts_with('.') && hasScripts(Folder(entry.path), false)
                   : parse(entry.name).has_value();
    });
}

/// A folder "migration" or "migrations" whose scripts lie in folders below it.
bool isLocation(const Folder& folder) {
    return (isCalled(folder, "migration") || isCalled(folder, "migrations")) &&
           !hasScripts(folder, false) && hasScripts(folder, true);
}

/// A letter in lower case, which Flyway does not take.
bool hasSmallLetter(const Folder& folder) {
    return std::ranges::any_of(folder.entries(), [](const FolderEntry& entry) {
        return entry.name.starts_with('v') && parse(entry.name);
    });
}

/// Its names are Flyway's: a .NET project, or Evolve's own words, say that it is Evolve.
int recognise(const Evidence& evidence) {
    if (!hasScripts(evidence.folder, false) && !isLocation(evidence.folder)) {
        return 0;
    }
    const auto hasOption = [](llvm::StringRef head) {
        const llvm::StringRef first = head.split('\n').first;
        return first.contains_insensitive("evolve-tx-off") ||
               first.contains_insensitive("evolve-repeat-always");
    };
    if (evidence.anyHead(hasOption)) {
        return 80;
    }
    if (evidence.anyNearbyMentions(".csproj", "\"Evolve\"") || evidence.nearby("evolve.json")) {
        return 70;
    }
    return hasSmallLetter(evidence.folder) ? 45 : 0;
}

} // namespace

const Tool evolve = {
    .name = "evolve",
    .title = "Evolve",
    .hasWayBack = false,
    .compareVersions = compareVersions,
    .execution = wrappedMessage,
    .transactionOptOut =
        "write \"-- evolve-tx-off\" into the first line and keep the statement alone in its script",
    .wayBackForm = commentedWayBackForm,
    .singleMessageHelp =
        "keep the statement alone in its script; Evolve sends a script as one message, which "
        "PostgreSQL runs as one transaction if it holds several statements",
    .ownsSubfolders = true,
    .versionPrefixes = "V",
    .isLocation = isLocation,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
