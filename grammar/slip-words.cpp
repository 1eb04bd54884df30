// Word lists for slips.
#include "grammar/slip-words.h"

#include "grammar/name.h"

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

constexpr std::array<std::string_view, 64> typeWords = {
    "bigint",   "bigserial",   "binary",     "bit",       "blob",      "bool",      "boolean",
    "box",      "bytea",       "char",       "character", "cidr",      "citext",    "clob",
    "date",     "datetime",    "datetime2",  "dec",       "decimal",   "double",    "enum",
    "float",    "float4",      "float8",     "inet",      "int",       "int2",      "int4",
    "int8",     "integer",     "interval",   "json",      "jsonb",     "longblob",  "longtext",
    "macaddr",  "mediumint",   "mediumtext", "money",     "nchar",     "number",    "numeric",
    "nvarchar", "oid",         "point",      "real",      "serial",    "serial4",   "serial8",
    "smallint", "smallserial", "string",     "text",      "time",      "timestamp", "timestamptz",
    "timetz",   "tinyint",     "tsvector",   "uuid",      "varbinary", "varchar",   "varchar2",
    "xml",
};

/// The keywords that migrations are made of; short ones have too many neighbours.
constexpr std::array<std::string_view, 53> commonKeywords = {
    "alter",      "begin",        "cascade",    "check",       "column",     "comment",
    "commit",     "concurrently", "constraint", "create",      "database",   "default",
    "deferrable", "delete",       "domain",     "drop",        "enable",     "execute",
    "exists",     "extension",    "foreign",    "function",    "generated",  "grant",
    "identity",   "index",        "insert",     "into",        "language",   "materialized",
    "policy",     "primary",      "procedure",  "publication", "references", "rename",
    "replace",    "returning",    "returns",    "revoke",      "rollback",   "schema",
    "select",     "sequence",     "table",      "trigger",     "truncate",   "unique",
    "update",     "using",        "values",     "view",        "where",
};

/// Whether one insertion, deletion, replacement or swap of neighbours makes `a` into `b`.
bool isOneSlipAway(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) {
        std::swap(a, b);
    }
    if (b.size() - a.size() > 1) {
        return false;
    }
    const auto differ = std::mismatch(a.begin(), a.end(), b.begin());
    const auto at = static_cast<size_t>(differ.first - a.begin());
    const std::string_view restA = a.substr(at);
    const std::string_view restB = b.substr(at);
    if (a.size() < b.size()) {
        return restA == restB.substr(1);
    }
    if (restA.empty()) {
        return false;
    }
    const bool swapped = restA.size() > 1 && restA[0] == restB[1] && restA[1] == restB[0] &&
                         restA.substr(2) == restB.substr(2);
    return swapped || restA.substr(1) == restB.substr(1);
}

} // namespace

std::string upperCase(std::string_view word) {
    std::string upper(word);
    std::transform(upper.begin(), upper.end(), upper.begin(), [](char byte) {
        return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte & ~0x20) : byte;
    });
    return upper;
}

bool isTypeWord(std::string_view word) {
    return std::binary_search(typeWords.begin(), typeWords.end(), foldedIdentifier(word));
}

std::string_view misspeltKeyword(std::string_view word) {
    constexpr size_t shortest = 4;
    constexpr size_t longest = 20;
    if (word.size() < shortest || word.size() > longest) {
        return {};
    }
    const std::string lower = foldedIdentifier(word);
    if (std::binary_search(commonKeywords.begin(), commonKeywords.end(), lower)) {
        return {};
    }
    const auto* found =
        std::find_if(commonKeywords.begin(), commonKeywords.end(),
                     [&lower](std::string_view keyword) { return isOneSlipAway(lower, keyword); });
    return found == commonKeywords.end() ? std::string_view() : *found;
}

} // namespace ironlaw
