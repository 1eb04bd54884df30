// The configuration: ironlaw.toml with the command line on top of it.
#pragma once

#include "analyzer/diagnostic/diagnostic.h"

#include <llvm/ADT/StringMap.h>
#include <llvm/Support/Error.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ironlaw {

enum class TableSizeClass : uint8_t { Small, Large, Unknown };

/// How large a table is, as far as the configuration knows.
struct TableSize {
    TableSizeClass sizeClass = TableSizeClass::Unknown;
    std::optional<uint64_t> rows;
    std::string source; ///< where that stands, for a note: "db/table-sizes.csv", "ironlaw.toml"

    /// Unknown tables count as large unless the configuration says otherwise.
    bool countsAsLarge = true;
};

struct RuleConfig {
    std::optional<Severity> severity;
    std::vector<std::string> pathsIgnored; ///< glob patterns
};

enum class TransactionOverride : uint8_t { Tool, PerFile, None };
enum class Completeness : uint8_t { Auto, Yes, No };

struct Config {
    std::string path;   ///< of the file; empty if there is none
    std::string folder; ///< that the paths in the file are relative to
    std::vector<std::string> paths;
    std::string tool = "auto";
    int serverVersion = 0;             ///< 0: not said; replay then takes the newest
    Severity failOn = Severity::Error; ///< Off: never
    std::vector<std::string> select = {"default"};
    std::vector<std::string> ignore;
    Completeness complete = Completeness::Auto;
    TransactionOverride transaction = TransactionOverride::Tool;
    std::string defaultSchema = "public";
    std::string startSchema; ///< the path of a file, as shown to the user; empty: none
    bool checkRollbacks = true;
    std::string lockTimeout;
    std::string statementTimeout;
    std::string timeZone;
    std::vector<std::string> tinyTables;
    std::map<std::string, RuleConfig, std::less<>> rules;

    /// The size of `schema`.`table`: an exact name in [tables] beats a pattern, and the lists beat
    /// the sizes file.
    TableSize sizeOf(std::string_view schema, std::string_view table) const;
    bool isTiny(std::string_view schema, std::string_view table) const;
    /// What [deploy] says of every session, by the names of PostgreSQL's settings.
    llvm::StringMap<std::string> sessionSettings() const;

    uint64_t largeRows = 100'000;
    TableSizeClass unknownCountsAs = TableSizeClass::Large;
    std::vector<std::string> large;
    std::vector<std::string> small;
    std::string sizesPath;                                    ///< as shown to the user
    std::map<std::string, uint64_t, std::less<>> rowsByTable; ///< "schema.table"
};

/// Reads `path`. Unknown keys, rules and values are errors that name the line and the nearest known
/// name.
llvm::Expected<Config> loadConfig(const std::string& path);
/// The same from a TOML fragment (fixtures); `origin` stands in error messages.
llvm::Expected<Config> parseConfig(std::string_view toml, const std::string& origin);
/// The path of the nearest ironlaw.toml in `folder` or above it; empty if there is none.
std::string findConfig(std::string_view folder);
/// `path` from the working directory on if it is that or lies below it; else unchanged.
std::string belowHere(std::string path);
/// Reads a sizes file (schema,table,rows,bytes) into `config`.
llvm::Error loadTableSizes(const std::string& path, Config& config);

/// The candidate nearest to `word` (edit distance), or "" if none is near.
std::string nearestName(std::string_view word, const std::vector<std::string_view>& candidates);
/// `unknown WHAT "word"`, and what may have been meant: the nearest of `known`, or all of them if
/// they are few.
std::string unknownWordMessage(std::string_view what, std::string_view word,
                               const std::vector<std::string_view>& known);

} // namespace ironlaw
