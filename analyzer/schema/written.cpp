// See written.h.
#include "analyzer/schema/written.h"

#include "analyzer/catalog/expressions.h"
#include "grammar/clause.h"
#include "grammar/keyword.h"

#include <fmt/format.h>

#include <map>

namespace ironlaw {

namespace {

/// The current names of columns by those that an expression has for them.
using CurrentNames = std::map<std::string_view, std::string_view>;

std::string_view nameOf(const SchemaInput& input, ObjectId relation, ColumnNumber number) {
    if (const View* view = input.catalog.get<View>(relation)) {
        return number == 0 || number > view->columns.size() ? "" : view->columns[number - 1U];
    }
    const Table* table = input.catalog.get<Table>(relation);
    const Column* column = table == nullptr ? nullptr : table->column(number);
    return column == nullptr ? "" : column->name;
}

CurrentNames currentNames(const SchemaInput& input, ObjectId relation,
                          const std::vector<std::string_view>& written,
                          const std::vector<ColumnNumber>& numbers) {
    CurrentNames result;
    for (size_t i = 0; i < std::min(written.size(), numbers.size()); ++i) {
        std::string_view now = nameOf(input, relation, numbers[i]);
        if (!now.empty() && now != written[i]) {
            result[written[i]] = now;
        }
    }
    return result;
}

/// Replacements in a file by where they begin: where they end, and the new text.
using Edits = std::map<uint32_t, std::pair<uint32_t, std::string>>;

std::string editedText(std::string_view file, Range range, const Edits& edits) {
    std::string result;
    uint32_t at = range.begin;
    for (const auto& [begin, edit] : edits) {
        result += file.substr(at, begin - at);
        result += edit.second;
        at = edit.first;
    }
    result += file.substr(at, range.end - at);
    return result;
}

/// The text of `range` in the file of `place`, with the columns of `expression` as they are called
/// now.
std::string textWithNames(const SchemaInput& input, Location place, Range range,
                          const Expression* expression, const CurrentNames& names) {
    const std::string_view file = input.fileText(place);
    if (range.empty() || range.end > file.size()) {
        return "";
    }
    Edits edits;
    walkExpression(expression, [&](const Expression& node) {
        auto renamed = names.find(node.text);
        if (node.kind == ExpressionKind::ColumnReference && renamed != names.end() &&
            range.contains(node.location)) {
            const Range name = qualifiedNameAt(file, node.location);
            edits[name.begin] = {name.end, quotedIdentifier(renamed->second)};
        }
        return true;
    });
    return editedText(file, range, edits);
}

/// `source.column` for each column of a star.
std::string expandedText(const SchemaInput& input, const ExpandedStar& star) {
    std::string result;
    for (const StarColumn& column : star.columns) {
        std::string_view now = nameOf(input, column.relation, column.column);
        now = now.empty() ? column.name : now;
        result += result.empty() ? "" : ", ";
        result += column.source.empty() ? "" : quotedIdentifier(column.source) + ".";
        result += quotedIdentifier(now);
        result += now == column.name ? "" : " AS " + quotedIdentifier(column.name);
    }
    return result;
}

std::vector<std::string_view> columnsWrittenIn(const Index& index) {
    std::vector<std::string_view> result = columnsIn(index.predicate);
    for (const IndexColumn& key : index.keys) {
        if (key.key != nullptr) {
            std::ranges::copy(columnsIn(key.key->expression), std::back_inserter(result));
        }
    }
    return result;
}

/// The function call or the parenthesised expression that the item of an index begins with.
Range callAt(PlacedText text, Range item) {
    const std::string_view bytes = text.at(item);
    const size_t open = bytes.find('(');
    if (open == std::string_view::npos) {
        return item;
    }
    const uint32_t inside = item.begin + static_cast<uint32_t>(open) + 1;
    Range result = item;
    const std::vector<Range> arguments = commaSeparated(text, {inside, item.end});
    const uint32_t from = arguments.empty() ? inside : arguments.back().end;
    const size_t close = text.at({from, item.end}).find(')');
    if (close != std::string_view::npos) {
        result.end = from + static_cast<uint32_t>(close) + 1;
    }
    return result;
}

} // namespace

std::string writtenAt(const SchemaInput& input, Location place) {
    return textWithNames(input, place, place.range, nullptr, {});
}

std::string writtenQuery(const SchemaInput& input, const View& view) {
    const std::string_view file = input.fileText(view.place);
    const Range range = fromWords(file, view.place.range, "as");
    if (range.empty() || range.end > file.size()) {
        return "";
    }
    Edits edits;
    for (const ExpandedStar& star : view.stars) {
        const size_t end = file.find('*', star.location);
        if (range.contains(star.location) && end < range.end && !star.columns.empty()) {
            edits[star.location] = {static_cast<uint32_t>(end) + 1, expandedText(input, star)};
        }
    }
    return editedText(file, range, edits);
}

std::string writtenDefault(const SchemaInput& input, const Column& column) {
    if (!column.hasDefault) {
        return "";
    }
    if (const Sequence* sequence = input.catalog.get<Sequence>(column.defaultSequence)) {
        const bool visible = sequence->schema == input.catalog.defaultSchema();
        const std::string name = quotedIdentifier(sequence->name);
        return fmt::format(
            "nextval('{}'::regclass)",
            visible ? name : fmt::format("{}.{}", quotedIdentifier(sequence->schema), name));
    }
    const Range range =
        defaultExpression(input.fileText(column.defaultPlace), column.defaultPlace.range);
    return textWithNames(input, column.defaultPlace, range, nullptr, {});
}

std::string writtenGeneration(const SchemaInput& input, const Table& table, const Column& column) {
    if (column.generation == nullptr) {
        return "";
    }
    const Range range = parenthesesBehind(input.fileText(column.generationPlace),
                                          column.generationPlace.range, "as");
    return textWithNames(
        input, column.generationPlace, range, column.generation,
        currentNames(input, table.id, columnsIn(column.generation), column.generatedFrom));
}

std::string writtenDefault(const SchemaInput& input, const Type& domain) {
    if (!domain.hasDefault) {
        return "";
    }
    const Range range =
        defaultExpression(input.fileText(domain.defaultPlace), domain.defaultPlace.range);
    return textWithNames(input, domain.defaultPlace, range, nullptr, {});
}

std::string writtenCheck(const SchemaInput& input, const Table& table,
                         const Constraint& constraint) {
    const Range range =
        parenthesesBehind(input.fileText(constraint.place), constraint.place.range, "check");
    return textWithNames(
        input, constraint.place, range, constraint.expression,
        currentNames(input, table.id, columnsIn(constraint.expression), constraint.mentioned));
}

std::string writtenCheck(const SchemaInput& input, const DomainCheck& check) {
    const Range range = parenthesesBehind(input.fileText(check.place), check.place.range, "check");
    return textWithNames(input, check.place, range, nullptr, {});
}

std::vector<std::string> writtenKeys(const SchemaInput& input, const Index& index, bool whole) {
    const std::string_view file = input.fileText(index.place);
    const std::vector<Range> items =
        parenthesisedItems(file, index.place.range, index.place.range.begin);
    const CurrentNames names =
        currentNames(input, index.table, columnsWrittenIn(index), index.mentioned);
    std::vector<std::string> result;
    for (size_t i = 0; i < index.keys.size(); ++i) {
        const IndexColumn& key = index.keys[i];
        const bool written = key.key != nullptr && items.size() == index.keys.size();
        std::string name = quotedIdentifier(nameOf(input, index.table, key.column));
        if (!written || (!whole && key.column != 0)) {
            result.push_back(std::move(name));
        } else if (key.key->expression == nullptr) {
            const uint32_t behind = qualifiedNameAt(file, items[i].begin).end;
            result.push_back(name + std::string(file.substr(behind, items[i].end - behind)));
        } else {
            result.push_back(textWithNames(input, index.place,
                                           whole ? items[i] : callAt(file, items[i]),
                                           key.key->expression, names));
        }
    }
    return result;
}

std::string writtenPredicate(const SchemaInput& input, const Index& index) {
    if (index.predicate == nullptr) {
        return "";
    }
    const std::string_view file = input.fileText(index.place);
    Range range = parenthesesBehind(file, index.place.range, "where");
    if (!index.ofConstraint) {
        range = fromWords(file, index.place.range, "where");
        range.begin = behindTokens(file, range, 1);
    }
    const CurrentNames names =
        currentNames(input, index.table, columnsWrittenIn(index), index.mentioned);
    return textWithNames(input, index.place, range, index.predicate, names);
}

} // namespace ironlaw
