// Play evolutions: numbered files with "# --- !Ups" and "# --- !Downs" (EvolutionsApi.scala,
// Evolutions.scala). Each piece between semicolons is a message of its own without a transaction,
// unless the application's configuration switches autocommit off; ";;" is a semicolon in a piece.
#include "analyzer/project/config.h"
#include "analyzer/project/script-layout.h"
#include "analyzer/project/statement-lines.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/STLFunctionalExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

constexpr std::string_view ups = "-- !Ups";
constexpr std::string_view downs = "-- !Downs";

/// What a marker's line begins with, blanks aside.
bool beginsMarker(llvm::StringRef line) { return line.starts_with("#") || line.starts_with("--"); }

std::optional<Marker> classify(std::string_view line) {
    const llvm::StringRef text = strip(line);
    if (!beginsMarker(text)) {
        return std::nullopt;
    }
    if (text.contains("!Ups") || text.contains("!Downs")) {
        return Marker{text.contains("!Ups") ? Direction::Up : Direction::Down};
    }
    const auto [sign, words] = text.split('!');
    if (words.empty() ||
        !llvm::all_of(sign, [](char c) { return c == '#' || c == '-' || c == ' '; })) {
        return std::nullopt;
    }
    const std::string nearest = nearestName(words.trim().lower(), {"ups", "downs"});
    if (nearest.empty()) {
        return std::nullopt;
    }
    Marker marker;
    marker.direction = nearest == "ups" ? Direction::Up : Direction::Down;
    marker.meant = nearest == "ups" ? ups : downs;
    return marker;
}

/// Calls `visit` with each run of semicolons in `section`.
void eachSemicolons(const Section& section, std::string_view text,
                    llvm::function_ref<void(Range)> visit) {
    const uint32_t end = section.range.end;
    for (uint32_t at = section.range.begin; at < end; ++at) {
        const uint32_t begin = at;
        while (at < end && text[at] == ';') {
            ++at;
        }
        if (at > begin) {
            visit({begin, at});
        }
    }
}

/// The semicolons of `section` that end a piece: those with none beside them.
std::vector<uint32_t> pieceEnds(const Section& section, std::string_view text) {
    std::vector<uint32_t> result;
    eachSemicolons(section, text, [&](Range run) {
        if (run.size() == 1) {
            result.push_back(run.begin);
        }
    });
    return result;
}

void sections(Migration& migration, FileId file, std::string_view text) {
    addSections(migration, file, text, classify, {.runsTextAbove = false, .commentSign = '#'});
    for (const auto* way : {&migration.up, &migration.down}) {
        for (const Section& section : *way) {
            noteCuts(section, text, pieceEnds(section, text),
                     "write \";;\" for a semicolon that ends no statement", migration);
        }
    }
}

/// Within a piece Play makes one semicolon of each two that stand together.
void complete(Section& section, std::string_view text) {
    eachSemicolons(section, text, [&](Range run) {
        if (run.size() == 1) {
            section.cuts.push_back(run.begin);
        }
        for (uint32_t second = run.begin + 1; second < run.end; second += 2) {
            section.unsent.push_back({second, second + 1});
        }
    });
}

/// The digits of "7.sql", of which Play takes up to 15; it pads a number with zeros itself.
std::optional<ScriptName> parse(std::string_view name) {
    constexpr size_t mostDigits = 15;
    const std::string_view digits = leadingDigits(name);
    if (digits.empty() || digits.size() > mostDigits || name.substr(digits.size()) != ".sql") {
        return std::nullopt;
    }
    return ScriptName{digits, digits};
}

/// "7_title.sql", which Play does not look for, but readers of an application's own do.
std::optional<ScriptName> parseTitled(std::string_view name) {
    const std::string_view digits = leadingDigits(name);
    if (digits.empty() || !name.ends_with(".sql") || name.find('_') != digits.size()) {
        return parse(name);
    }
    return ScriptName{digits, without(name, ".sql")};
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "NUMBER.sql",
    .pairsByVersion = false,
    .sections = sections,
    .complete = complete,
    .wayBack = "a \"-- !Downs\" section",
};

/// Calls `visit` with each setting of application.conf, whose key has the keys of the braces around
/// it in front.
void eachSetting(std::string_view text,
                 llvm::function_ref<void(llvm::StringRef key, llvm::StringRef value)> visit) {
    std::vector<std::string> path;
    eachLine(text, [&](std::string_view written, Range) {
        llvm::StringRef line = llvm::StringRef(written).trim();
        if (line.starts_with("#") || line.starts_with("//")) {
            return;
        }
        if (line.consume_front("}") && !path.empty()) {
            path.pop_back();
        }
        line = line.split(" #").first.rtrim();
        const bool opens = line.consume_back("{");
        const size_t sign = line.find_first_of("=:");
        const llvm::StringRef key = line.substr(0, sign).trim(" \t\"");
        if (opens) {
            path.push_back(key.str());
        } else if (sign != llvm::StringRef::npos) {
            path.push_back(key.str());
            visit(llvm::join(path, "."), line.substr(sign + 1).trim(" \t\""));
            path.pop_back();
        }
    });
}

/// What application.conf says of the evolutions, for one database or all.
struct Settings {
    bool oneTransaction = false;
    std::string_view otherServer; ///< its databases are on, and on PostgreSQL none
};

Settings settingsOf(const Folder& folder) {
    Settings result;
    const std::optional<std::string> text = textNearby(folder.path(), "application.conf");
    eachSetting(text ? *text : std::string(), [&](llvm::StringRef key, llvm::StringRef value) {
        result.oneTransaction |=
            key.contains("evolutions.") && key.ends_with(".autocommit") && value == "false";
        if (key.contains("db.") && (key.ends_with(".driver") || key.ends_with(".url"))) {
            const std::string_view other = otherServerOf(value);
            result.otherServer = other.empty() ? result.otherServer : other;
        }
    });
    if (text && llvm::StringRef(*text).contains_insensitive("postgres")) {
        result.otherServer = "";
    }
    return result;
}

/// One file with a title may be a slip; several are the way of an application that has a reader of
/// its own.
void layout(const LayoutInput& input) {
    const Settings settings = settingsOf(input.folder);
    if (!settings.otherServer.empty()) {
        input.history.notRead =
            fmt::format("application.conf has a database of {}", settings.otherServer);
        return;
    }
    ScriptLayout own = scripts;
    const auto titled = std::ranges::count_if(input.folder.entries(), [](const FolderEntry& entry) {
        return !parse(entry.name) && parseTitled(entry.name);
    });
    own.parse = titled > 1 ? parseTitled : parse;
    layoutScripts(input, own);
    if (settings.oneTransaction) {
        eachSection(input.history,
                    [](Migration&, Section& section) { section.optsIntoTransaction = true; });
    }
}

/// Whether the line around the first "!Ups" of a file is a marker.
bool hasMarker(llvm::StringRef head) {
    const size_t word = head.find("!Ups");
    if (word == llvm::StringRef::npos) {
        return false;
    }
    const size_t begin = head.rfind('\n', word) + 1;
    return beginsMarker(head.slice(begin, word).ltrim());
}

int recognise(const Evidence& evidence) { return evidence.anyHead(hasMarker) ? 80 : 0; }

} // namespace

const Tool play = {
    .name = "play",
    .title = "Play",
    .stopsAtGap = true,
    .compareVersions = compareNumbers,
    .execution = oneMessage,
    .transactionOptOut = "leave play.evolutions.autocommit on, as it is by default",
    .wayBackForm = {.heading = downs, .innerSemicolon = ";;"},
    .singleMessageHelp =
        "end the statement before it with one semicolon: \";;\" ends none for Play",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
