// What the rest of the product asks of a configuration; reading it is config-file.cpp's.
#include "analyzer/project/config.h"

#include "analyzer/project/read-file.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/GlobPattern.h>
#include <llvm/Support/Path.h>

#include <algorithm>

namespace ironlaw {

namespace {

enum class Match : uint8_t { None, Pattern, Exact };

/// "orders" stands for any schema's table of that name, "audit.*" for all tables of a schema.
Match matchTable(const std::vector<std::string>& names, std::string_view schema,
                 std::string_view table) {
    std::string qualified = fmt::format("{}.{}", schema, table);
    Match best = Match::None;
    for (const std::string& name : names) {
        std::string_view candidate = name.find('.') == std::string::npos ? table : qualified;
        if (name == candidate) {
            return Match::Exact;
        }
        llvm::Expected<llvm::GlobPattern> pattern = llvm::GlobPattern::create(name);
        if (!pattern) {
            llvm::consumeError(pattern.takeError());
            continue;
        }
        if (pattern->match(candidate)) {
            best = Match::Pattern;
        }
    }
    return best;
}

} // namespace

TableSize Config::sizeOf(std::string_view schema, std::string_view table) const {
    TableSize result;
    result.countsAsLarge = unknownCountsAs == TableSizeClass::Large;
    auto rows = rowsByTable.find(fmt::format("{}.{}", schema, table));
    if (rows != rowsByTable.end()) {
        result.rows = rows->second;
        result.source = sizesPath;
        result.sizeClass =
            rows->second >= largeRows ? TableSizeClass::Large : TableSizeClass::Small;
    }
    Match isLarge = matchTable(large, schema, table);
    Match isSmall = matchTable(small, schema, table);
    if (isLarge != Match::None || isSmall != Match::None) {
        // An exact name beats a pattern; of two equals the more careful answer.
        result.sizeClass = isLarge >= isSmall ? TableSizeClass::Large : TableSizeClass::Small;
        result.source = result.rows ? result.source : path;
    }
    if (result.sizeClass != TableSizeClass::Unknown) {
        result.countsAsLarge = result.sizeClass == TableSizeClass::Large;
    }
    return result;
}

llvm::StringMap<std::string> Config::sessionSettings() const {
    llvm::StringMap<std::string> settings;
    auto set = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) {
            settings[name] = value;
        }
    };
    set("lock_timeout", lockTimeout);
    set("statement_timeout", statementTimeout);
    set("timezone", timeZone);
    return settings;
}

bool Config::isTiny(std::string_view schema, std::string_view table) const {
    return matchTable(tinyTables, schema, table) != Match::None;
}

std::string findConfig(std::string_view folder) {
    llvm::SmallString<256> current(llvm::StringRef(folder.empty() ? "." : folder));
    // Relative paths stay relative, so that messages name files as the user does.
    std::string prefix = folder == "." || folder.empty() ? "" : std::string(folder) + "/";
    llvm::SmallString<256> absolute(current);
    if (llvm::sys::fs::make_absolute(absolute)) {
        return "";
    }
    llvm::sys::path::remove_dots(absolute, true);
    if (llvm::sys::fs::exists(prefix + "ironlaw.toml")) {
        return prefix + "ironlaw.toml";
    }
    llvm::StringRef above = llvm::sys::path::parent_path(absolute);
    llvm::SmallString<256> here;
    if (llvm::sys::fs::current_path(here)) {
        return "";
    }
    while (!above.empty()) {
        std::string candidate = (above + "/ironlaw.toml").str();
        if (llvm::sys::fs::exists(candidate)) {
            llvm::StringRef relative = candidate;
            bool below = relative.consume_front(here.str()) && relative.consume_front("/");
            return below ? relative.str() : candidate;
        }
        above = llvm::sys::path::parent_path(above);
    }
    return "";
}

std::string belowHere(std::string path) {
    llvm::SmallString<256> here;
    llvm::SmallString<256> clean(path);
    llvm::sys::path::remove_dots(clean, true);
    llvm::StringRef rest = clean;
    if (llvm::sys::fs::current_path(here) || !rest.consume_front(here.str())) {
        return path;
    }
    if (rest.empty()) {
        return ".";
    }
    return rest.consume_front("/") ? rest.str() : path;
}

llvm::Error loadTableSizes(const std::string& path, Config& config) {
    auto fail = [&](std::string_view why) {
        return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                       fmt::format("{}{}", path, why).c_str());
    };
    auto buffer = readWholeFile(path);
    if (!buffer) {
        return buffer.takeError();
    }
    config.sizesPath = path;
    llvm::StringRef rest = (*buffer)->getBuffer();
    for (unsigned line = 1; !rest.empty(); ++line) {
        auto [row, behind] = rest.split('\n');
        rest = behind;
        llvm::SmallVector<llvm::StringRef, 4> cells;
        row.trim().split(cells, ',');
        bool isHeader = line == 1 && cells.size() > 1 && cells[0].trim() == "schema";
        if (row.trim().empty() || isHeader) {
            continue;
        }
        uint64_t rows = 0;
        if (cells.size() < 3 || cells[2].trim().trim('"').getAsInteger(10, rows)) {
            return fail(fmt::format(":{}: expected schema,table,rows,bytes", line));
        }
        config.rowsByTable[fmt::format("{}.{}", cells[0].trim().trim('"').str(),
                                       cells[1].trim().trim('"').str())] = rows;
    }
    return llvm::Error::success();
}

std::string nearestName(std::string_view word, const std::vector<std::string_view>& candidates) {
    std::string_view best;
    unsigned bestDistance = std::max<unsigned>(2, static_cast<unsigned>(word.size()) / 3) + 1;
    for (std::string_view candidate : candidates) {
        unsigned distance = llvm::StringRef(word).edit_distance(candidate, true, bestDistance);
        if (distance < bestDistance) {
            best = candidate;
            bestDistance = distance;
        }
    }
    return std::string(best);
}

std::string unknownWordMessage(std::string_view what, std::string_view word,
                               const std::vector<std::string_view>& known) {
    constexpr size_t few = 8;
    const std::string lower = llvm::StringRef(word).lower();
    std::string meant = nearestName(lower, known);
    const auto longer = std::ranges::find_if(
        known, [&](std::string_view one) { return lower.size() > 2 && one.starts_with(lower); });
    if (meant.empty() && longer != known.end()) {
        meant = *longer;
    }
    std::string message = fmt::format("unknown {} \"{}\"", what, word);
    if (!meant.empty()) {
        return message + fmt::format("; did you mean \"{}\"?", meant);
    }
    return known.empty() || known.size() > few
               ? message
               : message + fmt::format("; it is one of {}", fmt::join(known, ", "));
}

} // namespace ironlaw
