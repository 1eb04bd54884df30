// See script-layout.h.
#include "analyzer/project/script-layout.h"

#include "analyzer/project/program-migrations.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// The name without the ending that says it is a program: "5_users.up" of "5_users.up.go".
std::string_view withoutProgramEnding(std::string_view name) {
    return name.substr(0, name.rfind('.'));
}

/// No tool sends an empty message.
void dropEmptyMessage(Section& section, std::string_view text) {
    if (section.cuts.empty()) {
        return;
    }
    const uint32_t cut = section.cuts.back();
    if (!firstSql(text, {text[cut] == ';' ? cut + 1 : cut, section.range.end})) {
        section.cuts.pop_back();
    }
}

class Layout {
public:
    Layout(const LayoutInput& input, const ScriptLayout& layout)
        : input_(input), layout_(layout), table_(input.history) {}

    void run() {
        seen_.enter(input_.folder.path());
        folder(input_.folder);
        History& history = input_.history;
        if (layout_.complete != nullptr) {
            eachSection(history, [&](Migration&, Section& section) {
                const std::string_view text = input_.reader.text(section.file);
                layout_.complete(section, text);
                dropEmptyMessage(section, text);
            });
        }
        std::erase_if(history.migrations, [](const Migration& migration) {
            return migration.up.empty() && migration.down.empty();
        });
        if (layout_.order == ScriptLayout::Order::Number) {
            sortByNumber(history);
        } else if (layout_.order == ScriptLayout::Order::Text) {
            std::ranges::stable_sort(history.migrations, {}, &Migration::name);
        }
    }

private:
    void folder(const Folder& folder) {
        for (const FolderEntry& entry : folder.entries()) {
            if (entry.isFolder) {
                const bool read = layout_.recursive && !entry.name.starts_with('.') &&
                                  otherDialect(entry.name).empty();
                if (read && seen_.enter(entry.path)) {
                    input_.history.alsoRead.push_back(entry.path);
                    this->folder(input_.reader.folder(entry.path));
                }
            } else if (isSqlFile(entry)) {
                script(folder, entry);
            } else if (isProgram(entry.name)) {
                program(withoutProgramEnding(entry.name));
            }
        }
    }

    Migration& migrationOf(const ScriptName& name) {
        const Direction direction = name.direction.value_or(Direction::Up);
        return layout_.pairsByVersion && !name.version.empty()
                   ? table_.atVersion(name.version, name.stem, direction)
                   : table_.at(name.version.empty() ? name.stem : name.version, name.stem);
    }

    void program(std::string_view fileName) {
        const std::string asScript = fmt::format("{}.sql", fileName);
        std::optional<ScriptName> name = layout_.parse(asScript);
        if (name && name->direction) {
            Migration& migration = migrationOf(*name);
            (*name->direction == Direction::Up ? migration.upInOtherLanguage
                                               : migration.downInOtherLanguage) = true;
        }
    }

    void script(const Folder& folder, const FolderEntry& entry) {
        std::optional<FileId> file = input_.reader.read(entry.path);
        if (!file) {
            return;
        }
        const std::string_view text = input_.reader.text(*file);
        const std::string_view why =
            layout_.leftOut == nullptr ? std::string_view() : layout_.leftOut(entry.name);
        if (!why.empty()) {
            addFile(input_.history, *file, FileRole::Ignored, "", why);
            return;
        }
        std::optional<ScriptName> name = layout_.parse(entry.name);
        if (!name && entry.asked && layout_.sections != nullptr) {
            // Standard input has no name, but its markers mean what they say.
            name = ScriptName{"", without(entry.name, ".sql"), std::nullopt};
        }
        if (!name) {
            if (isDump(text)) {
                addFile(input_.history, *file, FileRole::Schema, "", "it is a dump of a schema");
            } else if (!layout_.otherNamesRefused.empty()) {
                addRefused(input_.history, *file, layout_.otherNamesRefused);
            } else {
                addMisnamed(input_.history, *file, fmt::format("its name is not {}", layout_.form));
                input_.history.files.back().marked = hasMarker(*file, text);
            }
            return;
        }
        const std::string_view refusal =
            layout_.refuses == nullptr ? "" : layout_.refuses(name->version);
        if (!refusal.empty()) {
            addRefused(input_.history, *file, refusal);
            return;
        }
        const std::string_view dialect =
            otherDialect(name->dialect.empty() ? name->stem : name->dialect);
        if (!dialect.empty()) {
            addFile(input_.history, *file, FileRole::Ignored, name->version,
                    fmt::format("its name says that it is {}", dialect));
            return;
        }
        add(folder, entry, *name, *file);
    }

    /// Whether one of the tool's own markers announces a section of the file.
    bool hasMarker(FileId file, std::string_view text) const {
        if (layout_.sections == nullptr) {
            return false;
        }
        Migration read;
        layout_.sections(read, file, text);
        const auto isAnnounced = [](const Section& section) { return !section.marker.empty(); };
        return std::ranges::any_of(read.up, isAnnounced) ||
               std::ranges::any_of(read.down, isAnnounced);
    }

    void add(const Folder& folder, const FolderEntry& entry, const ScriptName& name, FileId file) {
        const std::string_view text = input_.reader.text(file);
        Migration& migration = migrationOf(name);
        const size_t ups = migration.up.size();
        const size_t downs = migration.down.size();
        migration.repeatable = name.repeatable;
        migration.baseline = name.baseline;
        if (!name.direction && layout_.sections != nullptr) {
            layout_.sections(migration, file, text);
        } else {
            const Direction direction = name.direction.value_or(Direction::Up);
            (direction == Direction::Up ? migration.up : migration.down)
                .push_back(wholeFile(file, text, direction));
        }
        for (Section& section : migration.up) {
            section.optsOutOfTransaction |= section.file == file && name.optsOut;
        }
        for (Section& section : migration.down) {
            section.optsOutOfTransaction |= section.file == file && name.optsOut;
        }
        if (layout_.wayBack.starts_with('.') || layout_.wayBack.starts_with('-')) {
            migration.wayBackPath = folder.below(fmt::format("{}{}", name.stem, layout_.wayBack));
            migration.wayBackPlace = migration.wayBackPath;
        } else {
            migration.wayBackPlace = fmt::format("{} in {}", layout_.wayBack, entry.path);
        }
        const bool up = migration.up.size() > ups;
        const bool down = migration.down.size() > downs;
        addFile(input_.history, file,
                name.repeatable ? FileRole::Repeatable
                : up && down    ? FileRole::Both
                : down          ? FileRole::Rollback
                                : FileRole::Migration,
                migration.version);
    }

    const LayoutInput& input_;
    const ScriptLayout& layout_;
    MigrationTable table_;
    SeenFolders seen_;
};

} // namespace

void layoutScripts(const LayoutInput& input, const ScriptLayout& layout) {
    Layout(input, layout).run();
}

Migration& addScript(const LayoutInput& input, const std::string& path, std::string_view name,
                     FileRole role) {
    Migration& made = input.history.migrations.emplace_back();
    made.name = name;
    made.repeatable = role == FileRole::Repeatable;
    if (const std::optional<FileId> file = input.reader.read(path)) {
        made.up.push_back(wholeFile(*file, input.reader.text(*file), Direction::Up));
        addFile(input.history, *file, role, "");
    }
    return made;
}

void eachSection(History& history, const std::function<void(Migration&, Section&)>& visit) {
    for (Migration& migration : history.migrations) {
        for (std::vector<Section>* way : {&migration.up, &migration.down}) {
            for (Section& section : *way) {
                visit(migration, section);
            }
        }
    }
}

size_t mostlyNamed(const Evidence& evidence,
                   std::optional<ScriptName> (*parse)(std::string_view fileName)) {
    const auto named = static_cast<size_t>(std::ranges::count_if(
        evidence.sqlNames, [&](const std::string& name) { return parse(name).has_value(); }));
    return named * 2 >= evidence.sqlNames.size() ? named : 0;
}

void addSections(Migration& migration, FileId file, std::string_view text,
                 const std::function<std::optional<Marker>(std::string_view)>& classify,
                 const MarkerRules& rules) {
    eachLine(text, [&](std::string_view line, Range range) {
        const std::optional<Marker> marker = classify(line);
        if (marker && !marker->meant.empty()) {
            migration.problems.push_back(
                {SectionProblem::Kind::IgnoredMarker,
                 file,
                 {range.begin, range.begin + static_cast<uint32_t>(line.size())},
                 marker->meant});
        }
    });
    std::vector<Section> sections = sectionsOf(file, text, classify);
    const uint32_t first =
        sections.empty() ? static_cast<uint32_t>(text.size()) : sections.front().marker.begin;
    std::optional<Range> sql = firstSql(text, {0, first});
    while (sql && text[sql->begin] == rules.commentSign) {
        sql = firstSql(text, {sql->end, first});
    }
    if (sql && sections.empty() && !rules.firstMarker.empty()) {
        migration.problems.push_back(
            {SectionProblem::Kind::NoMarker, file, *sql, rules.firstMarker});
    } else if (sql && !rules.runsTextAbove) {
        migration.problems.push_back(
            {SectionProblem::Kind::IgnoredText, file, *sql,
             sections.empty() ? "no marker stands above it" : "it stands above the first marker"});
    }
    if (sql && (sections.empty() || rules.runsTextAbove)) {
        Section section = wholeFile(file, text, Direction::Up);
        section.range.end = first;
        sections.insert(sections.begin(), section);
    }
    for (const Section& section : sections) {
        (section.direction == Direction::Up ? migration.up : migration.down).push_back(section);
    }
}

void cutAtSigns(Section& section, std::string_view text, size_t (*signIn)(std::string_view line)) {
    const Range within = section.range;
    eachLine(text.substr(within.begin, within.size()), [&](std::string_view line, Range) {
        const size_t at = signIn(line);
        if (at == std::string_view::npos) {
            return;
        }
        const uint32_t start = static_cast<uint32_t>(line.data() - text.data());
        const auto sign = start + static_cast<uint32_t>(at);
        section.cuts.push_back(sign);
        section.unsent.push_back({sign, start + static_cast<uint32_t>(line.size())});
    });
}

std::string_view otherServerOf(std::string_view driver) {
    struct Server {
        std::string_view word;
        std::string_view title;
    };
    static constexpr std::array<Server, 6> servers = {{
        {"mysql", "MySQL"},
        {"mariadb", "MariaDB"},
        {"sqlite", "SQLite"},
        {"sqlserver", "SQL Server"},
        {"oracle", "Oracle"},
        {"db2", "Db2"},
    }};
    const auto found = std::ranges::find_if(servers, [&](const Server& server) {
        return llvm::StringRef(driver).contains_insensitive(server.word);
    });
    return found == servers.end() ? std::string_view() : found->title;
}

bool isCalled(const Folder& folder, std::string_view directory) {
    llvm::StringRef name = directory;
    name.consume_front("./");
    name = name.rtrim('/');
    llvm::SmallString<256> path(folder.path().empty() ? "." : folder.path());
    if (name.empty() || llvm::sys::fs::make_absolute(path)) {
        return false;
    }
    llvm::sys::path::remove_dots(path, true);
    return path.str().ends_with(("/" + name).str());
}

void cutAtDelimiter(Section& section, std::string_view text, std::string_view delimiter) {
    const Range within = section.range;
    eachLine(text.substr(within.begin, within.size()), [&](llvm::StringRef line, Range) {
        line = line.trim();
        if (line.ends_with_insensitive(delimiter) &&
            (line.size() == delimiter.size() || !line.starts_with("--"))) {
            const auto end = static_cast<uint32_t>(line.end() - text.data());
            const Range place{end - static_cast<uint32_t>(delimiter.size()), end};
            section.cuts.push_back(place.begin);
            section.unsent.push_back(place);
        }
    });
    std::ranges::sort(section.unsent, {}, &Range::begin);
}

} // namespace ironlaw
