// Liquibase: a changelog in XML, YAML or JSON says which files run in which order; formatted SQL
// holds changesets, each with its own way back and transaction (DatabaseChangeLog.java,
// SqlChangeLogParser.java). Statements run one by one in a transaction, unless a changeset says
// otherwise; SQL without changesets is one message.
#include "analyzer/project/layout.h"
#include "analyzer/project/tools.h"
#include "analyzer/project/tools/changelog-files.h"
#include "analyzer/project/tools/changelog.h"
#include "analyzer/project/tools/formatted-sql.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace ironlaw {

namespace {

namespace sys = llvm::sys;

constexpr size_t maxInclusions = 32; ///< one in another

class Layout {
public:
    explicit Layout(const LayoutInput& input) : input_(input) {}

    void run() {
        const std::vector<std::string> roots = rootChangelogs(input_.folder);
        for (const std::string& root : roots) {
            programs_ = programs_ || root != roots.front(); // perhaps one of another database
            changelog(root, 0);
        }
        if (roots.empty()) {
            for (const FolderEntry& entry : input_.folder.entries()) {
                if (isSqlFile(entry)) {
                    sqlFile(entry.path);
                }
            }
        } else {
            unlisted();
        }
        nameFiles();
    }

private:
    void changelog(const std::string& path, size_t depth) {
        const std::optional<std::string> text = FileReader::peek(path);
        if (!text || depth > maxInclusions || !included_.insert(path).second) {
            return;
        }
        eachEntry(readChangelog(path, *text), [&](const ChangelogNode& one) {
            if (one.name == "include") {
                included(pathFromChangelog(path, one.value("file"),
                                           one.isTrue("relativeToChangelogFile")),
                         depth);
            } else if (one.name == "includeAll") {
                includeAll(pathFromChangelog(path, one.value("path"),
                                             one.isTrue("relativeToChangelogFile")),
                           depth);
            } else if (one.name == "changeSet") {
                changeset(path, one);
            }
        });
    }

    void included(const std::string& path, size_t depth) {
        if (isChangelogFile(path)) {
            input_.history.alsoRead.push_back(sys::path::parent_path(path).str());
            changelog(path, depth + 1);
        } else if (!endsWithNoCase(path, ".sql")) {
            programs_ = true;
        } else if (included_.insert(path).second) {
            sqlFile(path);
        }
    }

    /// Everything below a folder, in the order of the paths.
    void includeAll(const std::string& path, size_t depth) {
        if (path.empty() || !sys::fs::is_directory(path)) {
            return;
        }
        std::vector<std::string> files;
        std::error_code error;
        const sys::fs::recursive_directory_iterator end{};
        for (sys::fs::recursive_directory_iterator one(path, error, false); !error && one != end;
             one.increment(error)) {
            if (one->type() == sys::fs::file_type::regular_file) {
                files.push_back(one->path());
            }
        }
        std::ranges::sort(files);
        for (const std::string& file : files) {
            if (isChangelogFile(file) || endsWithNoCase(file, ".sql")) {
                included(file, depth);
            }
        }
    }

    /// A file that is a changelog by itself: formatted SQL, or one message.
    void sqlFile(const std::string& path) {
        const std::optional<FileId> file = take(path);
        if (!file) {
            return;
        }
        const std::string_view text = input_.reader.text(*file);
        if (isFormattedSql(text)) {
            formatted(*file, text);
            return;
        }
        Section section = wholeFile(*file, text, Direction::Up);
        section.keptWhole = true;
        add(sys::path::stem(path), keyOf(input_.reader.path(*file)), section).wayBackPlace =
            fmt::format("a changeset with a rollback around {}", input_.reader.path(*file));
    }

    void formatted(FileId file, std::string_view text) {
        FormattedSql sql = readFormattedSql(file, text);
        const size_t before = input_.history.migrations.size();
        for (Changeset& one : sql.changesets) {
            if (!one.options.runs()) {
                continue;
            }
            Migration& migration =
                add(fmt::format("{}:{}", one.author, one.id),
                    fmt::format("{}::{}::{}", keyOf(input_.reader.path(file)), one.id, one.author),
                    one.up);
            migration.down = std::move(one.down);
            migration.downInOtherLanguage = one.downElsewhere;
            migration.repeatable = one.options.repeatable;
            doubt(one.options, migration);
            noteStatementCuts(one.options, text, migration.up.front(), migration);
        }
        if (sql.changesets.empty()) {
            add(sys::path::stem(input_.reader.path(file)), keyOf(input_.reader.path(file)),
                wholeFile(file, text, Direction::Up));
        }
        if (input_.history.migrations.size() > before) {
            std::vector<SectionProblem>& problems = input_.history.migrations[before].problems;
            problems.insert(problems.begin(), sql.problems.begin(), sql.problems.end());
        }
    }

    /// A changeset of a changelog: its SQL files and texts; other changes are programs.
    void changeset(const std::string& path, const ChangelogNode& node) {
        ChangesetOptions options;
        options.inTransaction =
            !llvm::StringRef(node.value("runInTransaction")).equals_insensitive("false");
        options.dbms = node.value("dbms");
        options.ignored = node.isTrue("ignore");
        options.conditional = isConditional(node);
        if (!options.runs()) {
            return;
        }
        Migration migration;
        migration.repeatable = node.isTrue("runOnChange") || node.isTrue("runAlways");
        bool programs = false;
        eachEntry(node, [&](const ChangelogNode& change) {
            if (change.name == "rollback") {
                rollback(path, change, options, migration);
            } else if (!isRemark(change.name)) {
                programs = !addChange(path, change, options, migration, Direction::Up) || programs;
            }
        });
        // JSON's texts have escapes.
        migration.downInOtherLanguage |= migration.down.empty() && !node.value("rollback").empty();
        if (!migration.up.empty()) {
            const std::string name = fmt::format("{}:{}", node.value("author"), node.value("id"));
            Migration& made = add(name, fmt::format("{}::{}::{}", keyOf(path), node.value("id"),
                                                    node.value("author")));
            made.up = std::move(migration.up);
            made.down = std::move(migration.down);
            made.problems = std::move(migration.problems);
            made.repeatable = migration.repeatable;
            made.upInOtherLanguage = made.upInOtherLanguage || programs;
            made.downInOtherLanguage = migration.downInOtherLanguage;
            doubt(options, made);
            made.wayBackPlace = fmt::format("a rollback to changeSet \"{}\" of {}",
                                            node.value("id"), directPath(path));
        }
        programs_ = programs_ || programs;
    }

    static bool isConditional(const ChangelogNode& node) {
        return !node.value("context").empty() || !node.value("contextFilter").empty() ||
               std::ranges::any_of(node.children, [](const ChangelogNode& child) {
                   return child.name == "preConditions" && skipsOnFail(child.value("onFail"));
               });
    }

    /// Whether the changeset has run is not known, neither here nor behind it.
    void doubt(const ChangesetOptions& options, Migration& migration) {
        migration.upInOtherLanguage = migration.upInOtherLanguage || options.conditional;
        programs_ = programs_ || options.conditional;
    }

    void rollback(const std::string& path, const ChangelogNode& node,
                  const ChangesetOptions& options, Migration& migration) {
        bool other = !node.value("changeSetId").empty();
        eachEntry(node, [&](const ChangelogNode& change) {
            other = !addChange(path, change, options, migration, Direction::Down) || other;
        });
        if (node.children.empty() && !node.text.empty()) {
            addText(path, node.text, options, migration, Direction::Down);
            for (Section& section : migration.down) {
                const std::string_view text = input_.reader.text(section.file);
                if (saysNothing(text.substr(section.range.begin, section.range.size()))) {
                    section.unsent.push_back(section.range);
                }
            }
        }
        other = other || node.hasOtherText;
        if (migration.down.empty() && !other) {
            emptyWayBack(path, node.text, migration);
        }
        migration.downInOtherLanguage = migration.downInOtherLanguage || other;
    }

    /// Liquibase takes an element without anything in it for a way back that does nothing.
    void emptyWayBack(const std::string& path, Range place, Migration& migration) {
        if (const std::optional<FileId> file = take(path)) {
            Section section = wholeFile(*file, input_.reader.text(*file), Direction::Down);
            section.range = {place.begin, place.begin};
            migration.down.push_back(section);
        }
    }

    /// False if it is a change that is not written in SQL, or cannot be read.
    bool addChange(const std::string& path, const ChangelogNode& change, ChangesetOptions options,
                   Migration& migration, Direction direction) {
        options.splits =
            !llvm::StringRef(change.value("splitStatements")).equals_insensitive("false");
        options.endDelimiter = change.value("endDelimiter");
        ChangesetOptions own = options;
        own.dbms = change.value("dbms");
        if (!own.runs()) {
            return true;
        }
        if (change.name == "sql") {
            const auto nested = std::ranges::find(change.children, "sql", &ChangelogNode::name);
            const ChangelogNode& written = nested == change.children.end() ? change : *nested;
            const bool isNothing = written.text.empty() && !written.hasOtherText;
            return (isNothing && direction == Direction::Down) ||
                   addText(path, written.text, options, migration, direction);
        }
        const std::string file = change.name == "sqlFile"
                                     ? pathFromChangelog(path, change.value("path"),
                                                         change.isTrue("relativeToChangelogFile"))
                                     : "";
        const std::optional<FileId> id = file.empty() ? std::nullopt : take(file);
        if (!id) {
            return false;
        }
        addSection(wholeFile(*id, input_.reader.text(*id), direction), options, migration);
        return true;
    }

    /// SQL within the changelog itself.
    bool addText(const std::string& path, Range range, const ChangesetOptions& options,
                 Migration& migration, Direction direction) {
        const std::optional<FileId> file = range.empty() ? std::nullopt : take(path);
        if (!file) {
            return false;
        }
        Section section = wholeFile(*file, input_.reader.text(*file), direction);
        section.range = range;
        addSection(section, options, migration);
        return true;
    }

    void addSection(Section section, const ChangesetOptions& options, Migration& migration) {
        const std::string_view text = input_.reader.text(section.file);
        applyOptions(options, text, section);
        noteStatementCuts(options, text, section, migration);
        (section.direction == Direction::Up ? migration.up : migration.down).push_back(section);
    }

    /// A file that holds one migration belongs to that one.
    void nameFiles() {
        std::map<FileId, std::set<std::string_view>> versions;
        for (const Migration& migration : input_.history.migrations) {
            for (const Section& section : migration.up) {
                versions[section.file].insert(migration.version);
            }
        }
        for (ProjectFile& file : input_.history.files) {
            const auto found = versions.find(file.file);
            if (found != versions.end() && found->second.size() == 1) {
                file.migration = *found->second.begin();
            }
        }
    }

    Migration& add(std::string_view name, std::string_view version) {
        Migration& migration = input_.history.migrations.emplace_back();
        migration.name = name;
        migration.version = version;
        migration.upInOtherLanguage = programs_;
        programs_ = false;
        return migration;
    }

    Migration& add(std::string_view name, std::string_view version, const Section& up) {
        Migration& migration = add(name, version);
        migration.up.push_back(up);
        migration.wayBackPlace =
            fmt::format("\"--rollback\" lines to its changeset in {}", input_.reader.path(up.file));
        return migration;
    }

    /// How Liquibase would call a file, wherever the user stands: from the location on.
    std::string keyOf(llvm::StringRef path) const {
        path.consume_front(input_.folder.below(""));
        return path.str();
    }

    /// The file's number; notes that Liquibase runs it. A file may run more than once.
    std::optional<FileId> take(const std::string& path) {
        const std::optional<FileId> file = input_.reader.readIfThere(path);
        if (file && taken_.insert(*file).second) {
            addFile(input_.history, *file, FileRole::Migration, "");
            input_.history.alsoRead.push_back(sys::path::parent_path(path).str());
        }
        return file;
    }

    /// What lies beside the files that run, and does not run.
    void unlisted() {
        std::vector<std::string> folders = input_.history.alsoRead;
        std::ranges::sort(folders);
        const auto repeated = std::ranges::unique(folders);
        folders.erase(repeated.begin(), repeated.end());
        for (const std::string& path : folders) {
            const Folder folder = input_.reader.folder(path);
            for (const FolderEntry& entry : folder.entries()) {
                const std::optional<FileId> file =
                    isSqlFile(entry) ? input_.reader.read(entry.path) : std::nullopt;
                if (!file || !taken_.insert(*file).second) {
                    continue;
                }
                isFormattedSql(input_.reader.text(*file))
                    ? addUnlisted(input_.history, *file, "no changelog includes it")
                    : addFile(input_.history, *file, FileRole::Ignored, "",
                              "no changelog includes it");
            }
        }
        input_.history.alsoRead = std::move(folders);
    }

    const LayoutInput& input_;
    std::set<std::string> included_; ///< each runs once; a changelog may include itself
    std::set<FileId> taken_;
    bool programs_ = false; ///< what runs before the next changeset is not known
};

void layout(const LayoutInput& input) { Layout(input).run(); }

bool isLocation(const Folder& folder) { return !rootChangelogs(folder).empty(); }

int recognise(const Evidence& evidence) {
    if (isLocation(evidence.folder)) {
        return 100;
    }
    const auto formatted =
        static_cast<size_t>(std::ranges::count_if(evidence.heads, isFormattedSql));
    return formatted > 0 && formatted * 2 >= evidence.heads.size() ? 80 : 0;
}

int compare(std::string_view a, std::string_view b) { return a.compare(b); }

Execution execution(const Section& section, const ParsedSection&) {
    return {.transaction = !section.optsOutOfTransaction, .singleMessage = section.keptWhole};
}

} // namespace

const Tool liquibase = {
    .name = "liquibase",
    .title = "Liquibase",
    .compareVersions = compare,
    .execution = execution,
    .transactionOptOut =
        "put the statement into a changeset of its own with runInTransaction:false",
    .wayBackForm = {.linePrefix = "--rollback ", .sharesOptOut = true},
    .singleMessageHelp =
        "put the statement into a changeset of its own, or let Liquibase split its statements at "
        "semicolons; with splitStatements:false it sends them as one message, which PostgreSQL "
        "runs as one transaction",
    .ordersByList = true,
    .isLocation = isLocation,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
