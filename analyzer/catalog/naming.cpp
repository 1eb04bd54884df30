// See naming.h for PostgreSQL's sources.
#include "analyzer/catalog/naming.h"

#include "analyzer/catalog/expressions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

constexpr size_t maxIndexColumns = 32;

/// `text` cut to at most `bytes`, at a character boundary.
std::string_view clipped(std::string_view text, size_t bytes) {
    if (text.size() <= bytes) {
        return text;
    }
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) {
        --bytes;
    }
    return text.substr(0, bytes);
}

/// `kind` tells name spaces apart.
template <typename Taken>
std::string firstFree(const Catalog& catalog, char kind,
                      std::array<std::string_view, 4> schemaNamesAndLabel, const Taken& taken) {
    const auto& [schema, name1, name2, label] = schemaNamesAndLabel;
    std::string name = makeObjectName(name1, name2, label);
    if (!taken(name)) {
        return name;
    }
    const std::string form =
        fmt::format("{}{}", kind, fmt::join(schemaNamesAndLabel, std::string_view("\0", 1)));
    uint32_t& number = catalog.takenNumber(form);
    do {
        name = makeObjectName(name1, name2, fmt::format("{}{}", label, ++number));
    } while (taken(name));
    --number;
    return name;
}

} // namespace

std::string makeObjectName(std::string_view name1, std::string_view name2, std::string_view label) {
    size_t overhead = (name2.empty() ? 0 : 1) + (label.empty() ? 0 : label.size() + 1);
    size_t available = maxIdentifierBytes - overhead;
    size_t length1 = name1.size();
    size_t length2 = name2.size();
    while (length1 + length2 > available) {
        (length1 > length2 ? length1 : length2) -= 1;
    }
    std::string result(clipped(name1, length1));
    for (std::string_view part : {clipped(name2, length2), label}) {
        if (!part.empty()) {
            result += '_';
            result += part;
        }
    }
    return result;
}

std::string chooseRelationName(const Catalog& catalog, std::string_view schema,
                               std::string_view name1, std::string_view name2,
                               std::string_view label, bool ofConstraint) {
    const char kind = ofConstraint ? 'b' : 'r';
    return firstFree(catalog, kind, {schema, name1, name2, label}, [&](const std::string& name) {
        return catalog.relationNameIsTaken(schema, name) ||
               (ofConstraint && catalog.constraintExists(schema, name));
    });
}

std::string chooseStatisticsName(const Catalog& catalog, std::string_view schema,
                                 std::string_view table, std::span<const IndexKey> keys) {
    std::string columns;
    for (const IndexKey& key : keys) {
        if (columns.size() < maxIdentifierBytes) {
            columns += columns.empty() ? "" : "_";
            columns += key.column.empty() ? "expr" : key.column.text.view();
        }
    }
    columns.resize(clipped(columns, maxIdentifierBytes).size());
    return firstFree(catalog, 'e', {schema, table, columns, "stat"}, [&](const std::string& name) {
        const std::string_view text = name;
        return bool(catalog.statistics({{schema, false}, {text, false}, {}}));
    });
}

std::string chooseConstraintName(const Catalog& catalog, std::string_view schema,
                                 std::string_view name1, std::string_view name2,
                                 std::string_view label, const llvm::StringSet<>& others) {
    return firstFree(catalog, 'c', {schema, name1, name2, label}, [&](const std::string& name) {
        return others.contains(name) || catalog.constraintExists(schema, name);
    });
}

std::string joinedForName(std::span<const std::string_view> columns) {
    std::string result;
    for (std::string_view column : columns) {
        if (!result.empty()) {
            result += '_';
        }
        result += column;
        if (result.size() > maxIdentifierBytes) {
            break;
        }
    }
    return result;
}

namespace {

std::string_view keyName(const Table& table, const IndexColumn& key) {
    if (key.key != nullptr && key.key->expression != nullptr) {
        return columnNameOf(key.key->expression);
    }
    const Column* column = table.column(key.column);
    if (column != nullptr) {
        return column->name;
    }
    return key.key == nullptr ? std::string_view() : key.key->column.text.view();
}

} // namespace

std::vector<std::string> indexColumnNames(const Table& table, const Index& index) {
    if (!index.columnNames.empty()) {
        return {index.columnNames.begin(), index.columnNames.end()};
    }
    std::vector<IndexColumn> columns = index.keys;
    for (ColumnNumber included : index.included) {
        columns.push_back({included, nullptr});
    }
    // PostgreSQL refuses more (INDEX_MAX_KEYS).
    columns.resize(std::min(columns.size(), maxIndexColumns));
    std::vector<std::string> result;
    for (const IndexColumn& key : columns) {
        std::string_view name = keyName(table, key);
        if (name.empty()) {
            name = "expr";
        }
        std::string chosen(name);
        for (int pass = 1; std::ranges::find(result, chosen) != result.end(); ++pass) {
            const std::string number = std::to_string(pass);
            chosen = clipped(name, maxIdentifierBytes - number.size());
            chosen += number;
        }
        result.push_back(std::move(chosen));
    }
    return result;
}

std::string chooseIndexName(const Catalog& catalog, const Table& table, const Index& index,
                            std::string_view label) {
    const bool ofConstraint = label != "idx";
    if (label == "pkey") {
        return chooseRelationName(catalog, table.schema, table.name, "", label, ofConstraint);
    }
    const std::vector<std::string> names = indexColumnNames(table, index);
    const std::vector<std::string_view> views(names.begin(), names.end());
    return chooseRelationName(catalog, table.schema, table.name, joinedForName(views), label,
                              ofConstraint);
}

} // namespace ironlaw
