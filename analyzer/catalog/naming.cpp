// See naming.h for PostgreSQL's sources.
#include "analyzer/catalog/naming.h"

#include <fmt/format.h>

namespace ironlaw {

namespace {

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

template <typename Taken>
std::string firstFree(std::string_view name1, std::string_view name2, std::string_view label,
                      const Taken& taken) {
    std::string name = makeObjectName(name1, name2, label);
    for (int pass = 1; taken(name); ++pass) {
        name = makeObjectName(name1, name2, fmt::format("{}{}", label, pass));
    }
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
                               std::string_view label) {
    return firstFree(name1, name2, label, [&](const std::string& name) {
        return catalog.relation({{schema, false}, {name, false}, {}}).object != nullptr;
    });
}

std::string chooseConstraintName(const Table& table, std::string_view name1, std::string_view name2,
                                 std::string_view label) {
    return firstFree(name1, name2, label,
                     [&](const std::string& name) { return table.constraint(name) != nullptr; });
}

std::string columnsForName(const Table& table, const std::vector<ColumnNumber>& columns) {
    std::string result;
    for (ColumnNumber number : columns) {
        const Column* column = table.column(number);
        if (!result.empty()) {
            result += '_';
        }
        result += column == nullptr ? "expr" : column->name;
        if (result.size() >= maxIdentifierBytes) {
            break;
        }
    }
    return result;
}

} // namespace ironlaw
