// Atlas: versioned files in one folder with atlas.sum (sql/migrate/dir.go, lex.go; cmd/atlas
// internal/cmdapi/migrate.go). Statements run one by one in a transaction, unless a directive on
// top of the file says "txmode none".
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <array>
#include <set>

namespace ironlaw {

namespace {

/// The folder formats of other tools that Atlas takes, too, by what is in a name or a text.
constexpr std::array<std::string_view, 2> otherNames = {".up.sql", ".down.sql"};
constexpr std::array<std::string_view, 3> otherMarkers = {"+goose up", "migrate:up",
                                                          "liquibase formatted"};

/// What stands behind "atlas:NAME" on a comment line; nothing if it is no such line.
std::optional<llvm::StringRef> directive(llvm::StringRef line, llvm::StringRef name) {
    if (!line.starts_with("--") && !line.starts_with("#")) {
        return std::nullopt;
    }
    line = line.substr(line.find("atlas:"));
    if (!line.consume_front("atlas:") || !line.consume_front(name) ||
        !(line.empty() || line[0] == ' ')) {
        return std::nullopt;
    }
    return line.trim();
}

/// The comments on top of a file that an empty line ends; Atlas reads directives in no other place.
/// A carriage return makes the line one that is not empty.
std::string_view header(std::string_view text) {
    size_t end = 0;
    while (llvm::StringRef(text.substr(end)).starts_with("--") ||
           llvm::StringRef(text.substr(end)).starts_with("#")) {
        const size_t next = text.find('\n', end);
        if (next == std::string_view::npos) {
            return text;
        }
        end = next + 1;
    }
    return text.substr(end).starts_with('\n') ? text.substr(0, end) : std::string_view();
}

/// The value of a directive of the file; nothing if it is not there.
std::optional<llvm::StringRef> fileDirective(std::string_view text, llvm::StringRef name) {
    std::optional<llvm::StringRef> result;
    eachLine(header(text), [&](std::string_view line, Range) {
        result = result ? result : directive(line, name);
    });
    return result;
}

/// A directive for the file that Atlas takes for one of the statement below it.
void noteLostDirectives(Migration& migration, FileId file, std::string_view text) {
    if (!header(text).empty()) {
        return;
    }
    bool isTop = true;
    eachLine(text, [&](llvm::StringRef line, Range range) {
        isTop = isTop && (line.trim().empty() || line.ltrim().starts_with("--"));
        const auto mode = isTop ? directive(line.ltrim(), "txmode") : std::nullopt;
        if (mode && *mode == "none") {
            migration.problems.push_back(
                {SectionProblem::Kind::IgnoredMarker,
                 file,
                 {range.begin, range.begin + static_cast<uint32_t>(line.size())},
                 "on top of the file, with an empty line below that ends in a line feed alone"});
        }
    });
}

void sections(Migration& migration, FileId file, std::string_view text) {
    Section section = wholeFile(file, text, Direction::Up);
    section.optsOutOfTransaction = fileDirective(text, "txmode").value_or("") == "none";
    migration.baseline = fileDirective(text, "checkpoint").has_value();
    const std::optional<llvm::StringRef> delimiter = fileDirective(text, "delimiter");
    if (delimiter && !delimiter->empty() && *delimiter != ";") {
        section.keptWhole = true;
        cutAtDelimiter(section, text, delimiter->ltrim("\\n"));
    }
    migration.up.push_back(section);
    noteLostDirectives(migration, file, text);
}

std::optional<ScriptName> parse(std::string_view name) {
    if (!name.ends_with(".sql")) {
        return std::nullopt;
    }
    const std::string_view stem = without(name, ".sql");
    return ScriptName{stem.substr(0, stem.find('_')), stem};
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "VERSION_title.sql",
    .order = ScriptLayout::Order::Text,
    .pairsByVersion = false,
    .sections = sections,
    .wayBack = "the way back in comments under \"-- rollback:\"",
};

/// A new database starts with the last checkpoint. Where the files before it are still there, these
/// are the history, and it makes once more what they make.
void layout(const LayoutInput& input) {
    layoutScripts(input, scripts);
    History& history = input.history;
    std::set<FileId> leftOut;
    for (size_t i = 1; i < history.migrations.size(); ++i) {
        if (history.migrations[i].baseline) {
            leftOut.insert(history.migrations[i].up.front().file);
        }
    }
    std::erase_if(history.migrations,
                  [&](const Migration& one) { return leftOut.contains(one.up.front().file); });
    for (ProjectFile& file : history.files) {
        if (leftOut.contains(file.file)) {
            file.role = FileRole::Ignored;
            file.reason = "Atlas runs it in a new database only, instead of the files before it";
        }
    }
}

int compare(std::string_view a, std::string_view b) { return a.compare(b); }

Execution execution(const Section& section, const ParsedSection&) {
    return {.transaction = !section.optsOutOfTransaction, .singleMessage = section.keptWhole};
}

int recognise(const Evidence& evidence) {
    if (!evidence.folder.has("atlas.sum")) {
        return 0;
    }
    const bool isOthers =
        std::ranges::any_of(evidence.sqlNames,
                            [](const std::string& name) {
                                return std::ranges::any_of(otherNames, [&](auto ending) {
                                    return name.ends_with(ending);
                                });
                            }) ||
        std::ranges::any_of(otherMarkers, [&](std::string_view marker) {
            return evidence.anyHeadMentions(marker);
        });
    return isOthers ? 0 : 100;
}

} // namespace

const Tool atlas = {
    .name = "atlas",
    .title = "Atlas",
    .hasWayBack = false,
    .compareVersions = compare,
    .execution = execution,
    .transactionOptOut = "put \"-- atlas:txmode none\" on top of the file with an empty line "
                         "below, and nothing into "
                         "it that needs the transaction",
    .wayBackForm = commentedWayBackForm,
    .singleMessageHelp = "put the delimiter behind each statement: Atlas sends what stands between "
                         "two of them as one message, which PostgreSQL runs as one transaction",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
