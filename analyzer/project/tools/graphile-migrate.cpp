// graphile-migrate: committed/NNNNNN.sql, chained by hashes in their headers, and current.sql or
// current/ for what is being written (src/migration.ts, header.ts, current.ts). A file is one
// message in a transaction, unless "--! no-transaction" stands on top of its body.
#include "analyzer/project/layout.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>

#include <algorithm>

namespace ironlaw {

namespace {

using Kind = SectionProblem::Kind;

constexpr std::string_view previousKey = "--! Previous:";
constexpr std::string_view hashKey = "--! Hash:";

/// The number of "000012.sql" or "000012-title.sql"; empty for other names.
std::string_view numberOf(std::string_view name) {
    const std::string_view number = leadingDigits(name);
    const llvm::StringRef title = without(name.substr(number.size()), ".sql");
    const bool isTitle = title.empty() || (title[0] == '-' && llvm::all_of(title, [](char c) {
                                               return llvm::isAlnum(c) || c == '-' || c == '_';
                                           }));
    return isTitle && name.ends_with(".sql") ? number : std::string_view();
}

/// What the header says, which an empty line ends.
struct Header {
    std::string previous;
    Range previousLine;
    std::string hash;
    uint32_t body = 0; ///< where the text begins that is sent
};

Header headerOf(std::string_view text) {
    Header header;
    bool ended = false;
    eachLine(text, [&](llvm::StringRef line, Range range) {
        if (ended) {
            return;
        }
        ended = !line.starts_with("--! ") || line.size() < 5 || !llvm::isUpper(line[4]);
        if (ended) {
            header.body = line.trim().empty() && range.begin > 0 ? range.end : range.begin;
        } else if (line.consume_front(previousKey)) {
            header.previous = line.trim().str();
            header.previousLine = {range.begin, range.end - 1};
        } else if (line.consume_front(hashKey)) {
            header.hash = line.trim().str();
        }
    });
    return header;
}

bool isOptOut(llvm::StringRef line) {
    return line.consume_front("--!") && line.ltrim().starts_with("no-transaction");
}

/// The file's way up. An opt-out counts in the first line of the body only.
void addSection(Migration& migration, FileId file, std::string_view text, uint32_t body) {
    Section section = wholeFile(file, text, Direction::Up);
    eachLine(text, [&](llvm::StringRef line, Range range) {
        if (!isOptOut(line)) {
            return;
        }
        if (range.begin == body) {
            section.optsOutOfTransaction = true;
            return;
        }
        migration.problems.push_back(
            {Kind::IgnoredMarker,
             file,
             {range.begin, range.begin + static_cast<uint32_t>(line.size())},
             "in the first line of the text, below the header and its empty line"});
    });
    migration.up.push_back(section);
}

class Layout {
public:
    explicit Layout(const LayoutInput& input) : input_(input) {}

    void run() {
        const Folder& folder = input_.folder;
        // The folder of what is committed may have been named itself.
        const bool isWhole = folder.has("committed");
        const Folder committed = isWhole ? input_.reader.folder(folder.below("committed")) : folder;
        if (isWhole) {
            input_.history.alsoRead = {committed.path(), folder.below("current"),
                                       folder.below("fixtures")};
        }
        for (const FolderEntry& entry : committed.entries()) {
            if (isSqlFile(entry)) {
                commit(entry);
            }
        }
        std::ranges::stable_sort(input_.history.migrations, {}, &Migration::name);
        checkChain();
        if (isWhole) {
            current();
        }
    }

private:
    void commit(const FolderEntry& entry) {
        const std::optional<FileId> file = input_.reader.read(entry.path);
        if (!file) {
            return;
        }
        const std::string_view number = numberOf(entry.name);
        if (number.empty()) {
            addMisnamed(input_.history, *file, "its name is not NUMBER.sql or NUMBER-title.sql");
            return;
        }
        Migration& migration = input_.history.migrations.emplace_back();
        migration.version = number;
        migration.name = without(entry.name, ".sql");
        migration.wayBackPlace =
            fmt::format("the way back in comments under \"-- rollback:\" in {}", entry.path);
        const std::string_view text = input_.reader.text(*file);
        addSection(migration, *file, text, headerOf(text).body);
        addFile(input_.history, *file, FileRole::Migration, migration.version);
    }

    /// Each header names the hash of the file before; after a merge two may name the same one.
    void checkChain() {
        std::string hash = "-";
        for (Migration& migration : input_.history.migrations) {
            const FileId file = migration.up.front().file;
            const Header header = headerOf(input_.reader.text(file));
            if (!header.previous.empty() && header.previous != hash) {
                migration.problems.insert(
                    migration.problems.begin(),
                    {Kind::MisplacedMarker, file, header.previousLine,
                     "in the file behind the one whose \"--! Hash\" it names"});
            }
            hash = header.hash;
        }
    }

    /// What is being written: one migration, whose files run one behind the other.
    void current() {
        const Folder& folder = input_.folder;
        std::vector<FolderEntry> entries;
        for (const FolderEntry& entry : folder.entries()) {
            const bool isCurrent = entry.name == "current.sql" && !entry.isFolder;
            const std::optional<FileId> file =
                isSqlFile(entry) && !isCurrent ? input_.reader.read(entry.path) : std::nullopt;
            if (isCurrent) {
                entries.push_back(entry);
            } else if (file) {
                addFile(input_.history, *file, FileRole::Ignored, "",
                        "graphile-migrate runs it only where .gmrc says so");
            }
        }
        if (entries.empty() && llvm::sys::fs::is_directory(folder.below("current"))) {
            const Folder inner = input_.reader.folder(folder.below("current"));
            std::ranges::copy_if(inner.entries(), std::back_inserter(entries), isSqlFile);
        }
        Migration migration;
        migration.version = "current";
        migration.name = "current";
        for (const FolderEntry& entry : entries) {
            if (const std::optional<FileId> file = input_.reader.read(entry.path)) {
                currentFile(*file, migration);
                migration.wayBackPlace = fmt::format(
                    "the way back in comments under \"-- rollback:\" in {}", entry.path);
            }
        }
        if (!migration.up.empty()) {
            input_.history.migrations.push_back(std::move(migration));
        }
    }

    void currentFile(FileId file, Migration& migration) {
        const std::string_view text = input_.reader.text(file);
        const auto size = static_cast<uint32_t>(text.size());
        eachLine(text, [&](llvm::StringRef line, Range) {
            migration.upInOtherLanguage |=
                line.consume_front("--!") && line.ltrim().starts_with("include");
        });
        if (!firstSql(text, {0, size})) {
            addFile(input_.history, file, FileRole::Ignored, "", "nothing is in it yet");
            return;
        }
        addSection(migration, file, text, headerOf(text).body);
        addFile(input_.history, file, FileRole::Migration, migration.version);
    }

    const LayoutInput& input_;
};

void layout(const LayoutInput& input) { Layout(input).run(); }

/// A folder with committed/ in it that holds a file with a header, or beside it what else there is
/// in a new project.
bool isLocation(const Folder& folder) {
    if (!folder.has("committed")) {
        return false;
    }
    const bool hasCurrent = folder.has("current.sql") || folder.has("current");
    if (hasCurrent &&
        (textNearby(folder.path(), ".gmrc") || textNearby(folder.path(), ".gmrc.js"))) {
        return true;
    }
    const Folder committed(folder.below("committed"));
    return std::ranges::any_of(committed.entries(), [](const FolderEntry& entry) {
        const std::optional<std::string> text =
            numberOf(entry.name).empty() ? std::nullopt : FileReader::peek(entry.path);
        return text && text->starts_with(previousKey);
    });
}

int recognise(const Evidence& evidence) { return isLocation(evidence.folder) ? 100 : 0; }

} // namespace

const Tool graphileMigrate = {
    .name = "graphile-migrate",
    .title = "graphile-migrate",
    .hasWayBack = false,
    .compareVersions = compareNumbers,
    .execution = wrappedMessage,
    .transactionOptOut = "put \"--! no-transaction\" on top of the migration, and keep the "
                         "statement alone in it",
    .wayBackForm = commentedWayBackForm,
    .singleMessageHelp =
        "keep the statement alone in its file; graphile-migrate sends a file as one message, which "
        "PostgreSQL runs as one transaction if it holds several statements",
    .isLocation = isLocation,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
