// migratus: NUMBER-title.up.sql and .down.sql, cut at lines with "--;;" (migrations.clj,
// migration/sql.clj). The pieces are messages in one transaction, unless the file begins with
// "-- :disable-transaction".
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include "grammar/scanner.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

constexpr std::string_view separator = "--;;";
constexpr std::string_view optOut = "-- :disable-transaction";

/// ^(\d+)-([^.]+)\.(up|down)\.sql$
std::optional<ScriptName> parse(std::string_view name) {
    const std::string_view digits = leadingDigits(name);
    const std::string_view rest = name.substr(digits.size());
    const size_t dot = name.find('.');
    if (digits.empty() || !rest.starts_with('-') || dot < digits.size() + 2 ||
        dot == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view endings = name.substr(dot);
    if (endings != ".up.sql" && endings != ".down.sql") {
        return std::nullopt;
    }
    return ScriptName{digits, name.substr(0, dot),
                      endings == ".up.sql" ? Direction::Up : Direction::Down};
}

std::string_view leftOut(std::string_view name) {
    return name == "init.sql" ? "migratus runs it when it is told to initialise a database" : "";
}

size_t separatorIn(std::string_view line) { return line.find(separator); }

void complete(Section& section, std::string_view text) {
    section.optsOutOfTransaction = text.starts_with(optOut);
    cutAtSigns(section, text, separatorIn);
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "NUMBER-title.up.sql or .down.sql",
    .leftOut = leftOut,
    .pairsByVersion = false,
    .recursive = true,
    .complete = complete,
    .wayBack = ".down.sql",
};

/// A separator takes its whole line with it.
void findLostLines(Migration& migration, const Section& section, std::string_view text) {
    eachLine(text, [&](std::string_view line, Range range) {
        const size_t at = line.find(separator);
        const auto end = range.begin + static_cast<uint32_t>(std::min(at, line.size()));
        const std::optional<Range> sql =
            at == std::string_view::npos || range.end == range.begin + line.size()
                ? std::nullopt
                : firstSql(text, {range.begin, end});
        if (sql) {
            migration.problems.push_back({SectionProblem::Kind::IgnoredText, section.file, *sql,
                                          "it stands on the line of a \"--;;\""});
        }
    });
}

/// migratus takes all from "--" to the line's end for a comment, wherever it stands.
void findLostQuotes(Migration& migration, const Section& section, std::string_view text) {
    Scanner scanner(text, section.range);
    for (Token token = scanner.next(); token.kind != TokenKind::End; token = scanner.next()) {
        if (token.kind != TokenKind::String && token.kind != TokenKind::QuotedIdentifier) {
            continue;
        }
        const std::string_view quoted = text.substr(token.range.begin, token.range.size());
        const size_t dashes = quoted.find("--");
        if (dashes == std::string_view::npos) {
            continue;
        }
        const auto begin = token.range.begin + static_cast<uint32_t>(dashes);
        const auto end =
            static_cast<uint32_t>(std::min(text.find_first_of("\r\n", begin), text.size()));
        migration.problems.push_back(
            {SectionProblem::Kind::IgnoredText,
             section.file,
             {begin, end},
             "it takes \"--\" for the start of a comment, within quotes too"});
    }
}

void layout(const LayoutInput& input) {
    layoutScripts(input, scripts);
    eachSection(input.history, [&](Migration& migration, Section& section) {
        const std::string_view text = input.reader.text(section.file);
        findLostLines(migration, section, text);
        findLostQuotes(migration, section, text);
    });
}

/// The names of Clojure's project files say whose they are; a date with seconds and a hyphen is
/// migratus's own way to number.
int recognise(const Evidence& evidence) {
    if (mostlyNamed(evidence, parse) == 0) {
        return 0;
    }
    if (evidence.nearbyMentions("project.clj", "migratus") ||
        evidence.nearbyMentions("deps.edn", "migratus")) {
        return 90;
    }
    if (evidence.anyHead([](std::string_view head) { return head.find(separator) != head.npos; }) ||
        evidence.anyHead([](std::string_view head) { return head.starts_with(optOut); })) {
        return 80;
    }
    constexpr size_t digitsOfTime = 14;
    return std::ranges::all_of(evidence.sqlNames,
                               [](const std::string& name) {
                                   return leadingDigits(name).size() == digitsOfTime ||
                                          !parse(name);
                               })
               ? 40
               : 0;
}

} // namespace

const Tool migratus = {
    .name = "migratus",
    .title = "migratus",
    .compareVersions = compareNumbers,
    .execution = wrappedMessage,
    .transactionOptOut =
        "make \"-- :disable-transaction\" the first bytes of the file, and let lines \"--;;\" "
        "part the statement from others",
    .wayBackForm = {.headingOutside = optOut},
    .singleMessageHelp =
        "part the statements by lines \"--;;\"; migratus sends what stands between two of them as "
        "one message, which PostgreSQL runs as one transaction if it holds several statements",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
