// MyBatis Migrations: one file with "-- //@UNDO" (FileMigrationLoader.java, MigrationReader.java,
// ScriptRunner.java). A script is one message in a transaction, unless each of its environments
// says otherwise.
#include "analyzer/project/script-layout.h"
#include "analyzer/project/statement-lines.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

constexpr std::string_view undo = "-- //@UNDO";

/// Blanks, "--" or "//", blanks, "//", blanks, "@UNDO", and whatever follows.
bool isUndo(llvm::StringRef line) {
    line = line.ltrim(" \t");
    if (!line.consume_front("--") && !line.consume_front("//")) {
        return false;
    }
    line = line.ltrim(" \t");
    return line.consume_front("//") && line.ltrim(" \t").starts_with("@UNDO");
}

/// A comment that plainly means to be the marker, and is none for MyBatis.
bool meansUndo(llvm::StringRef line) {
    line = line.ltrim(" \t");
    if (!line.consume_front("--") && !line.consume_front("//")) {
        return false;
    }
    line = line.trim(" \t-:");
    const bool signs = line.consume_front("//") || line.starts_with("@");
    line = line.ltrim("@ \t");
    return signs && line.equals_insensitive("undo");
}

/// A comment is taken for the marker only where that is missing.
void sections(Migration& migration, FileId file, std::string_view text) {
    bool hasUndo = false;
    eachLine(text, [&](std::string_view line, Range) { hasUndo |= isUndo(line); });
    const auto classify = [&](std::string_view line) -> std::optional<Marker> {
        if (isUndo(line)) {
            return Marker{Direction::Down};
        }
        if (hasUndo || !meansUndo(line)) {
            return std::nullopt;
        }
        Marker marker{Direction::Down};
        marker.meant = undo;
        return marker;
    };
    addSections(migration, file, text, classify, {});
}

/// The number in front of the first underscore, which may have decimals.
std::string_view versionOf(std::string_view name) {
    const std::string_view number = name.substr(0, name.find('_'));
    const std::string_view whole = leadingDigits(number);
    const bool fits = number.size() == whole.size() ||
                      (number[whole.size()] == '.' && whole.size() + 1 < number.size() &&
                       llvm::all_of(number.substr(whole.size() + 1), llvm::isDigit));
    return fits && !whole.empty() ? number : std::string_view();
}

int compareDecimals(std::string_view a, std::string_view b) {
    const auto [wholeA, partA] = llvm::StringRef(a).split('.');
    const auto [wholeB, partB] = llvm::StringRef(b).split('.');
    const int order = compareNumbers(wholeA, wholeB);
    return order != 0 ? order : partA.rtrim('0').compare(partB.rtrim('0'));
}

std::optional<ScriptName> parse(std::string_view name) {
    const std::string_view stem = without(name, ".sql");
    const std::string_view version = versionOf(stem);
    if (name == "bootstrap.sql") {
        return ScriptName{.version = "", .stem = stem, .baseline = true};
    }
    return version.empty() || !name.ends_with(".sql") ? std::nullopt
                                                      : std::optional(ScriptName{version, stem});
}

std::string_view leftOut(std::string_view name) {
    return name == "onabort.sql" ? "MyBatis runs it when a migration has failed" : "";
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "NUMBER_title.sql",
    .leftOut = leftOut,
    .otherNamesRefused = "its name has no number before the first underscore",
    .order = ScriptLayout::Order::Kept,
    .pairsByVersion = false,
    .sections = sections,
    .wayBack = "a \"-- //@UNDO\" section",
};

/// What the environments of a repository have in common.
struct Settings {
    bool lineByLine = false;
    bool autoCommit = false;
    std::string_view otherServer; ///< that none of them is PostgreSQL
};

/// The value of `key`, or "".
llvm::StringRef valueOf(llvm::StringRef properties, llvm::StringRef key) {
    llvm::StringRef result;
    eachLine(properties, [&](std::string_view line, Range) {
        const auto [name, value] = llvm::StringRef(line).split('=');
        result = name.trim() == key ? value.trim() : result;
    });
    return result;
}

Settings settingsOf(const Folder& scriptsFolder) {
    const Folder folder(scriptsFolder.below("../environments"));
    size_t environments = 0;
    size_t lineByLine = 0;
    size_t autoCommit = 0;
    size_t otherServers = 0;
    std::string_view server;
    for (const FolderEntry& entry : folder.entries()) {
        const std::optional<std::string> text =
            entry.name.ends_with(".properties") ? FileReader::peek(entry.path) : std::nullopt;
        if (text) {
            ++environments;
            lineByLine += valueOf(*text, "send_full_script") != "true" ? 1 : 0;
            const std::string_view one = otherServerOf(valueOf(*text, "driver"));
            otherServers += one.empty() ? 0 : 1;
            server = one.empty() ? server : one;
            autoCommit += valueOf(*text, "auto_commit") == "true" ? 1 : 0;
        }
    }
    if (environments == 0) {
        return {};
    }
    return {lineByLine == environments, autoCommit == environments,
            otherServers == environments ? server : std::string_view()};
}

/// Where a statement ends for MyBatis if it reads line by line: at the last semicolon of a line
/// that is no comment.
std::vector<uint32_t> lineEnds(const Section& section, std::string_view text) {
    std::vector<uint32_t> result;
    eachLine(text.substr(section.range.begin, section.range.size()), [&](std::string_view line,
                                                                         Range range) {
        const size_t semicolon = line.rfind(';');
        const std::string_view words = strip(line);
        if (semicolon != std::string_view::npos && !words.starts_with("--") &&
            !words.starts_with("//")) {
            result.push_back(section.range.begin + range.begin + static_cast<uint32_t>(semicolon));
        }
    });
    return result;
}

void apply(const Settings& settings, const LayoutInput& input) {
    eachSection(input.history, [&](Migration& migration, Section& section) {
        section.optsOutOfTransaction = settings.autoCommit;
        section.keptWhole = !settings.lineByLine;
        if (settings.lineByLine) {
            const std::string_view text = input.reader.text(section.file);
            noteCuts(section, text, lineEnds(section, text),
                     "set send_full_script=true in the environment's properties", migration);
        }
    });
}

/// bootstrap.sql runs before all others, in a new database.
void layout(const LayoutInput& input) {
    const Settings settings = settingsOf(input.folder);
    if (!settings.otherServer.empty()) {
        input.history.notRead = fmt::format("the driver in all of its environments is that of {}",
                                            settings.otherServer);
        return;
    }
    layoutScripts(input, scripts);
    std::ranges::stable_sort(input.history.migrations, [](const Migration& a, const Migration& b) {
        if (a.baseline != b.baseline) {
            return a.baseline;
        }
        const int order = compareDecimals(a.version, b.version);
        return order != 0 ? order < 0 : a.name < b.name;
    });
    apply(settings, input);
}

int recognise(const Evidence& evidence) {
    return evidence.anyHead([](llvm::StringRef head) {
        const size_t word = head.find("@UNDO");
        const size_t begin = word == llvm::StringRef::npos ? word : head.rfind('\n', word) + 1;
        return begin != llvm::StringRef::npos && isUndo(head.substr(begin));
    })
               ? 80
               : 0;
}

Execution execution(const Section& section, const ParsedSection&) {
    return {.transaction = !section.optsOutOfTransaction, .singleMessage = section.keptWhole};
}

} // namespace

const Tool mybatis = {
    .name = "mybatis",
    .title = "MyBatis Migrations",
    .compareVersions = compareDecimals,
    .execution = execution,
    .transactionOptOut =
        "run this migration in an environment with auto_commit=true, and keep the statement alone "
        "in its script",
    .wayBackForm = {.heading = undo},
    .singleMessageHelp =
        "keep the statement alone in its script; MyBatis sends a script as one message, which "
        "PostgreSQL runs as one transaction if it holds several statements",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
