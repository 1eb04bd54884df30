// Names, numbers and pairing.
#include "analyzer/project/layout.h"

#include "grammar/scanner.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

} // namespace

std::string_view leadingDigits(std::string_view name) {
    size_t length = 0;
    while (length < name.size() && isDigit(name[length])) {
        ++length;
    }
    return name.substr(0, length);
}

int compareNumbers(std::string_view a, std::string_view b) {
    a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
    b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
    if (a.size() != b.size()) {
        return a.size() < b.size() ? -1 : 1;
    }
    return a.compare(b);
}

bool naturalLess(std::string_view a, std::string_view b) {
    std::string_view restA = a;
    std::string_view restB = b;
    while (!restA.empty() && !restB.empty()) {
        std::string_view numberA = leadingDigits(restA);
        std::string_view numberB = leadingDigits(restB);
        if (!numberA.empty() && !numberB.empty()) {
            if (int order = compareNumbers(numberA, numberB)) {
                return order < 0;
            }
            restA.remove_prefix(numberA.size());
            restB.remove_prefix(numberB.size());
            continue;
        }
        if (restA.front() != restB.front()) {
            return static_cast<unsigned char>(restA.front()) <
                   static_cast<unsigned char>(restB.front());
        }
        restA.remove_prefix(1);
        restB.remove_prefix(1);
    }
    return restA.size() != restB.size() ? restA.size() < restB.size() : a < b;
}

bool endsWithNoCase(std::string_view text, std::string_view ending) {
    return llvm::StringRef(text).ends_with_insensitive(ending);
}

bool startsWithNoCase(std::string_view text, std::string_view beginning) {
    return llvm::StringRef(text).starts_with_insensitive(beginning);
}

std::string_view strip(std::string_view text) { return llvm::StringRef(text).trim(" \t\r"); }

std::string_view without(std::string_view name, std::string_view ending) {
    return endsWithNoCase(name, ending) ? name.substr(0, name.size() - ending.size()) : name;
}

void eachLine(std::string_view text, const std::function<void(std::string_view, Range)>& visit) {
    size_t begin = 0;
    while (begin < text.size()) {
        size_t end = std::min(text.find('\n', begin), text.size());
        size_t next = std::min(end + 1, text.size());
        std::string_view line = text.substr(begin, end - begin);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (begin == 0 && line.starts_with(byteOrderMark)) {
            line.remove_prefix(byteOrderMark.size());
        }
        visit(line, {static_cast<uint32_t>(begin), static_cast<uint32_t>(next)});
        begin = next;
    }
}

std::vector<Section>
sectionsOf(FileId file, std::string_view text,
           const std::function<std::optional<Marker>(std::string_view)>& classify) {
    std::vector<Section> result;
    eachLine(text, [&](std::string_view line, Range range) {
        std::optional<Marker> marker = classify(line);
        if (!marker || !marker->isSection) {
            return;
        }
        if (!result.empty()) {
            result.back().range.end = range.begin;
        }
        Section section;
        section.file = file;
        section.range = {range.end, static_cast<uint32_t>(text.size())};
        section.direction = marker->direction;
        section.optsOutOfTransaction = marker->optsOut;
        section.marker = {range.begin, range.begin + static_cast<uint32_t>(line.size())};
        result.push_back(section);
    });
    return result;
}

std::optional<Range> firstSql(std::string_view text, Range range) {
    Scanner scanner(text, range);
    const Token token = scanner.nextSignificant();
    if (token.kind == TokenKind::End) {
        return std::nullopt;
    }
    const auto end = static_cast<uint32_t>(
        std::min<size_t>(text.find_first_of("\r\n", token.range.begin), range.end));
    return Range{token.range.begin, end};
}

Section wholeFile(FileId file, std::string_view text, Direction direction) {
    Section section;
    section.file = file;
    section.range = {0, static_cast<uint32_t>(text.size())};
    section.direction = direction;
    return section;
}

Migration& MigrationTable::at(std::string_view version, std::string_view name) {
    std::string key(version);
    key += '\0';
    key += name;
    auto [place, isNew] = known_.try_emplace(key, history_.migrations.size());
    if (isNew) {
        Migration& made = history_.migrations.emplace_back();
        made.version = version;
        made.name = name;
    }
    return history_.migrations[place->second];
}

Migration& MigrationTable::atVersion(std::string_view version, std::string_view name,
                                     Direction direction) {
    std::string_view number = version;
    number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
    auto [place, isNew] = known_.try_emplace(number, history_.migrations.size());
    if (isNew) {
        Migration& made = history_.migrations.emplace_back();
        made.version = version;
        made.name = name;
        return made;
    }
    Migration& known = history_.migrations[place->second];
    if (!(direction == Direction::Up ? known.up : known.down).empty()) {
        return at(version, name);
    }
    if (direction == Direction::Up) {
        known.name = name;
    }
    return known;
}

void sortByNumber(History& history) {
    std::ranges::stable_sort(history.migrations, [](const Migration& a, const Migration& b) {
        int order = compareNumbers(a.version, b.version);
        return order != 0 ? order < 0 : a.name < b.name;
    });
}

void addFile(History& history, FileId file, FileRole role, std::string_view migration,
             std::string_view reason) {
    ProjectFile entry;
    entry.file = file;
    entry.role = role;
    entry.migration = migration;
    entry.reason = reason;
    history.files.push_back(std::move(entry));
}

void addMisnamed(History& history, FileId file, std::string_view reason) {
    addFile(history, file, FileRole::Ignored, "", reason);
    history.files.back().misnamed = true;
}

void addUnlisted(History& history, FileId file, std::string_view reason) {
    addFile(history, file, FileRole::Ignored, "", reason);
    history.files.back().unlisted = true;
}

void addRefused(History& history, FileId file, std::string_view reason) {
    addFile(history, file, FileRole::Ignored, "", reason);
    history.files.back().refused = true;
}

std::string_view otherDialect(std::string_view name) {
    struct Dialect {
        std::string_view word;
        std::string_view title;
        bool onlySuffix = false; ///< a folder of this name may hold anything
    };
    static constexpr std::array dialects = {
        Dialect{"mysql", "MySQL"},
        Dialect{"mariadb", "MariaDB"},
        Dialect{"sqlite", "SQLite"},
        Dialect{"sqlite3", "SQLite"},
        Dialect{"sqlserver", "SQL Server"},
        Dialect{"mssql", "SQL Server"},
        Dialect{"oracle", "Oracle"},
        Dialect{"h2", "H2"},
        Dialect{"hsqldb", "HSQLDB"},
        Dialect{"derby", "Derby"},
        Dialect{"db2", "Db2", true},
        Dialect{"clickhouse", "ClickHouse"},
        Dialect{"duckdb", "DuckDB"},
        Dialect{"cockroach", "CockroachDB"},
        Dialect{"cockroachdb", "CockroachDB"},
        Dialect{"spanner", "Spanner"},
    };
    // A word of the name between dots, dashes and underscores, or all of it.
    size_t begin = 0;
    while (begin <= name.size()) {
        size_t end = std::min(name.find_first_of("._-", begin), name.size());
        std::string_view word = name.substr(begin, end - begin);
        bool isDot = begin > 0 && name[begin - 1] == '.';
        for (const Dialect& dialect : dialects) {
            bool whole = begin == 0 && end == name.size();
            if (((whole && !dialect.onlySuffix) || isDot) &&
                llvm::StringRef(word).equals_insensitive(dialect.word)) {
                return dialect.title;
            }
        }
        begin = end + 1;
    }
    return "";
}

bool isDump(std::string_view text) {
    return text.substr(0, 4096).find("-- PostgreSQL database dump") != std::string_view::npos;
}

} // namespace ironlaw
