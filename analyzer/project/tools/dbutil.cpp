// dbutil of mautrix/go-util (dbutil/upgradetable.go): the first line of a script says from which
// version to which it leads, the second may switch off its transaction. Lines can be for one server
// only.
#include "analyzer/project/layout.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

/// `-- v3 -> v7 (compatible with v5+): text`; without a source it is the version before.
struct Header {
    unsigned from = 0;
    unsigned to = 0;
};

bool consumeVersion(llvm::StringRef& text, unsigned& version) {
    return text.consume_front("v") && !text.consumeInteger(10, version);
}

std::optional<Header> headerOf(std::string_view text) {
    llvm::StringRef line = llvm::StringRef(text).split('\n').first.rtrim('\r');
    Header header;
    if (!line.consume_front("-- ") || !consumeVersion(line, header.to)) {
        return std::nullopt;
    }
    header.from = header.to == 0 ? 0 : header.to - 1;
    if (line.consume_front(" -> ")) {
        header.from = header.to;
        if (!consumeVersion(line, header.to)) {
            return std::nullopt;
        }
    }
    unsigned compatible = 0;
    if (line.consume_front(" (compatible with ") &&
        (!consumeVersion(line, compatible) || !line.consume_front("+)"))) {
        return std::nullopt;
    }
    return line.consume_front(": ") ? std::optional(header) : std::nullopt;
}

bool hasHeader(std::string_view text) { return headerOf(text).has_value(); }

/// `-- only: postgres for next 2 lines (lines commented)`
struct Filter {
    bool postgres = false;
    size_t lines = 1; ///< that it speaks of, behind it
    bool untilEnd = false;
    bool commented = false;
};

std::optional<Filter> filterOf(llvm::StringRef line) {
    line = line.ltrim();
    if (!line.consume_front("-- only: ")) {
        return std::nullopt;
    }
    Filter filter;
    filter.postgres = line.consume_front("postgres");
    if (!filter.postgres && !line.consume_front("sqlite")) {
        return std::nullopt;
    }
    if (line.consume_front(" for next ")) {
        if (line.consumeInteger(10, filter.lines)) {
            return std::nullopt;
        }
        line.consume_front(" lines");
    } else {
        filter.untilEnd = line.consume_front(" until \"end only\"");
    }
    filter.commented = line.contains("commented)");
    return filter;
}

/// Notes in `section` what a file's lines keep from PostgreSQL. False if nothing of the file is for
/// it: the first line below the header says so.
bool applyFilters(Section& section, std::string_view text) {
    std::optional<Filter> filter;
    size_t left = 0; // lines that it still speaks of
    size_t number = 0;
    bool isBody = false; // below the header
    bool isFor = true;
    eachLine(text, [&](std::string_view line, Range range) {
        const bool isHeader = number == 0 || (number == 1 && line.starts_with("-- transaction: "));
        ++number;
        if (isHeader) {
            section.optsOutOfTransaction |=
                llvm::StringRef(line).starts_with("-- transaction: off");
            return;
        }
        const bool isFirst = !std::exchange(isBody, true);
        if (filter && (left > 0 || filter->untilEnd)) {
            left -= filter->untilEnd ? 0 : 1;
            if (filter->untilEnd && llvm::StringRef(line).ltrim().starts_with("-- end only ")) {
                filter.reset();
            } else if (!filter->postgres) {
                section.unsent.push_back(range);
            } else if (filter->commented && line.starts_with("--")) {
                section.unsent.push_back({range.begin, range.begin + 2});
            }
            return;
        }
        filter = filterOf(line);
        left = filter ? filter->lines : 0;
        isFor = isFor && !(isFirst && filter && !filter->postgres && !filter->untilEnd &&
                           filter->lines == 1);
    });
    return isFor;
}

/// A script from version 0 runs in a new database only, instead of those up to its version.
void leaveOutLatest(History& history) {
    const bool hasOthers = std::ranges::any_of(
        history.migrations, [](const Migration& migration) { return !migration.baseline; });
    if (!hasOthers) {
        return;
    }
    for (const Migration& migration : history.migrations) {
        const auto file = std::ranges::find_if(history.files, [&](const ProjectFile& one) {
            return migration.baseline && one.file == migration.up.front().file;
        });
        if (file != history.files.end()) {
            file->role = FileRole::Ignored;
            file->reason = "it runs in a new database only, instead of the scripts up to it";
        }
    }
    std::erase_if(history.migrations, &Migration::baseline);
}

void layout(const LayoutInput& input) {
    MigrationTable table(input.history);
    for (const FolderEntry& entry : input.folder.entries()) {
        const std::optional<FileId> file =
            isSqlFile(entry) ? input.reader.read(entry.path) : std::nullopt;
        if (!file) {
            continue;
        }
        const std::string_view text = input.reader.text(*file);
        const std::optional<Header> header = headerOf(text);
        if (!header) {
            addRefused(input.history, *file, "its first line is no \"-- v1 -> v2: text\"");
            continue;
        }
        Section section = wholeFile(*file, text, Direction::Up);
        const bool isFor = applyFilters(section, text) && !entry.name.ends_with(".sqlite.sql");
        const std::string version = fmt::format("v{}", header->to);
        if (!isFor) {
            addFile(input.history, *file, FileRole::Ignored, version, "it is for SQLite");
            continue;
        }
        Migration& migration = table.at(version, without(entry.name, ".sql"));
        migration.baseline = header->from == 0 && header->to > 1;
        migration.up.push_back(std::move(section));
        migration.wayBackPlace =
            fmt::format("a commented-out \"-- rollback\" section in {}", entry.path);
        addFile(input.history, *file, FileRole::Migration, version);
    }
    leaveOutLatest(input.history);
    sortByNumber(input.history);
}

int recognise(const Evidence& evidence) {
    const auto marked = static_cast<size_t>(std::ranges::count_if(evidence.heads, hasHeader));
    return marked > 0 && marked * 2 >= evidence.heads.size() ? 85 : 0;
}

} // namespace

const Tool dbutil = {
    .name = "dbutil",
    .title = "dbutil",
    .hasWayBack = false,
    .execution = wrappedMessage,
    .transactionOptOut =
        "make \"-- transaction: off\" the second line of the file and keep the statement "
        "alone in it",
    .wayBackForm = commentedWayBackForm,
    .singleMessageHelp =
        "keep the statement alone in its file; dbutil sends a file as one message, which "
        "PostgreSQL runs as one transaction if it holds several statements",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
